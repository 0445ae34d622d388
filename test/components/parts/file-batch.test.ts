/** The list of work, driven by hand: no worker, no element, no time. */
import { expect } from '@open-wc/testing';
import { FileBatch, stateOf, type Work } from '../../../components/parts/file-batch.js';
import type { FileItem, ItemState } from '../../../components/parts/file-item.js';

interface Job {
  readonly item: FileItem;
  readonly signal: AbortSignal;
  progress(loaded: number): void;
  done(): Promise<void>;
  fail(error: Error): Promise<void>;
}

/** A batch whose work is done when the test says so, and everything it fired. */
function makeBatch(...names: string[]) {
  const jobs: Job[] = [];
  const log: string[] = [];
  const target = new EventTarget();
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve));
  const work: Work = (item, { signal, onProgress }) =>
    new Promise((resolve, reject) => {
      jobs.push({
        item,
        signal,
        progress: (loaded) => onProgress({ loaded, total: item.size }),
        done() {
          resolve(new File(['r'], `${item.name}.out`));
          return settle();
        },
        fail(error) {
          reject(error);
          return settle();
        },
      });
    });
  for (const type of ['loadstart', 'progress', 'load', 'abort', 'error', 'timeout', 'loadend'])
    target.addEventListener(
      type,
      (event) => event instanceof ProgressEvent && log.push(`${type} ${event.loaded}/${event.total}`),
    );
  target.addEventListener('statechange', () => log.push(`state ${batch.state}`));
  const batch = new FileBatch({ work, target, changed: () => undefined, moved: () => undefined });
  batch.add(names.map((name) => ({ file: new File(['0123456789'], name), path: name })));
  log.length = 0;
  return { batch, jobs, log };
}

describe('FileBatch', () => {
  it('works on two files at once, in the order of the list', async () => {
    const { batch, jobs } = makeBatch('a', 'b', 'c');
    const run = batch.start();
    expect(jobs.map(({ item }) => item.name)).to.deep.equal(['a', 'b']);
    expect(batch.items.map(({ state }) => state)).to.deep.equal(['running', 'running', 'waiting']);
    await jobs[1]!.done();
    expect(jobs.map(({ item }) => item.name)).to.deep.equal(['a', 'b', 'c']);
    await jobs[0]!.done();
    await jobs[2]!.done();
    expect((await run).map(({ name }) => name)).to.deep.equal(['a.out', 'b.out', 'c.out']);
  });

  it('fires loadstart, progress, load, loadend, and sets the state before', async () => {
    const { batch, jobs, log } = makeBatch('a');
    const run = batch.start().then(() => log.push('settled'));
    jobs[0]!.progress(4);
    await jobs[0]!.done();
    await run;
    expect(log).to.deep.equal([
      'state running',
      'loadstart 0/10',
      'progress 4/10',
      'progress 10/10',
      'state done',
      'load 10/10',
      'loadend 10/10',
      'settled',
    ]);
  });

  it('aborts at once, tells the work, and ignores what it still says', async () => {
    const { batch, jobs, log } = makeBatch('a', 'b', 'c');
    const run = batch.start();
    const reason = new Error('enough');
    batch.abort(reason);
    expect(batch.state).to.equal('aborted');
    expect(log.slice(-2)).to.deep.equal(['abort 0/30', 'loadend 0/30']);
    expect(jobs.map(({ signal }) => signal.reason as unknown)).to.deep.equal([reason, reason]);
    await jobs[0]!.done();
    jobs[1]!.progress(5);
    expect(batch.items.map(({ state, loaded }) => [state, loaded])).to.deep.equal(Array(3).fill(['aborted', 0]));
    expect(await run.catch((error: unknown) => error)).to.equal(reason);
  });

  it('does nothing when there is nothing to abort', () => {
    const { batch, log } = makeBatch('a');
    batch.abort();
    expect(log).to.deep.equal([]);
    expect(batch.state).to.equal('ready');
  });

  it('goes on with the others when one fails, and reports the first failure', async () => {
    const { batch, jobs, log } = makeBatch('a', 'b');
    const run = batch.start();
    const error = new Error('no');
    await jobs[0]!.fail(error);
    await jobs[1]!.done();
    expect(await run.catch((reason: unknown) => reason)).to.equal(error);
    expect(batch.error).to.equal(error);
    expect(batch.results.map(({ name }) => name)).to.deep.equal(['b.out']);
    expect(log.filter((line) => /^(load|error|abort) /.test(line))).to.deep.equal(['error 10/20']);
  });

  it('ends with timeout when all failures are timeouts', async () => {
    const { batch, jobs, log } = makeBatch('a');
    const run = batch.start();
    await jobs[0]!.fail(new DOMException('late', 'TimeoutError'));
    await run.catch(() => undefined);
    expect(log.at(-2)).to.equal('timeout 0/10');
  });

  it('tries again only what is asked for, from the beginning, and forgets the error', async () => {
    const { batch, jobs } = makeBatch('a', 'b');
    const run = batch.start();
    jobs[0]!.progress(7);
    await jobs[0]!.fail(new Error('no'));
    await jobs[1]!.done();
    await run.catch(() => undefined);
    const again = batch.items[0]!.retry();
    expect(batch.error).to.equal(null);
    expect(batch.items[0]).to.include({ state: 'running', loaded: 0, error: null });
    expect(batch.total).to.equal(10);
    await jobs[2]!.done();
    await again;
    expect(batch.state).to.equal('done');
  });

  it('takes a file that is tried again into the run that goes on', async () => {
    const { batch, jobs } = makeBatch('a', 'b');
    const run = batch.start();
    await jobs[0]!.fail(new Error('no'));
    void batch.items[0]!.retry();
    expect(jobs).to.have.length(3);
    await jobs[1]!.done();
    await jobs[2]!.done();
    expect(await run).to.have.length(2);
  });

  it('cancels one file and finishes the rest; the state tells what is left', async () => {
    const { batch, jobs } = makeBatch('a', 'b', 'c');
    const run = batch.start();
    batch.items[2]!.abort();
    batch.items[0]!.abort();
    await jobs[1]!.done();
    expect(await run.catch((error: unknown) => (error instanceof DOMException ? error.name : ''))).to.equal(
      'AbortError',
    );
    expect(batch.items.map(({ state }) => state)).to.deep.equal(['aborted', 'done', 'aborted']);
    expect(batch.state).to.equal('aborted');
    batch.items[0]!.remove();
    batch.items[1]!.remove();
    expect(batch.state).to.equal('done');
  });

  it('ends the run when its last file is removed', async () => {
    const { batch, jobs } = makeBatch('a');
    const run = batch.start();
    batch.items[0]!.remove();
    expect(jobs[0]!.signal.aborted).to.equal(true);
    expect(batch.state).to.equal('empty');
    expect(await run.catch(() => 'aborted')).to.equal('aborted');
  });

  it('survives a listener that aborts while the run starts', async () => {
    const { batch, jobs } = makeBatch('a', 'b');
    batch.items[0]!.addEventListener('loadstart', () => batch.abort());
    await batch.start().catch(() => undefined);
    expect(batch.state).to.equal('aborted');
    expect(jobs.every(({ signal }) => signal.aborted)).to.equal(true);
  });

  it('never works on what was refused', async () => {
    const { batch, jobs } = makeBatch('a');
    batch.add([{ file: new File(['x'], 'x'), path: 'x', refusal: { code: 'type' } }]);
    const run = batch.start();
    await jobs[0]!.done();
    expect(await run).to.have.length(1);
    expect(jobs).to.have.length(1);
    expect(batch.state).to.equal('done');
  });

  it('gives each file the same events as the whole', async () => {
    const { batch, jobs } = makeBatch('a');
    const seen: string[] = [];
    for (const type of ['loadstart', 'progress', 'load', 'loadend', 'statechange'])
      batch.items[0]!.addEventListener(type, () => seen.push(type));
    void batch.start();
    jobs[0]!.progress(3);
    await jobs[0]!.done();
    expect(seen).to.deep.equal([
      'statechange',
      'statechange',
      'loadstart',
      'progress',
      'progress',
      'statechange',
      'load',
      'loadend',
    ]);
  });

  it('derives its state from those of its items alone', () => {
    const items = (...states: ItemState[]) => states.map((state) => ({ state }));
    expect(stateOf([])).to.equal('empty');
    expect(stateOf(items('refused'))).to.equal('empty');
    expect(stateOf(items('done', 'ready', 'failed'))).to.equal('ready');
    expect(stateOf(items('done', 'aborted', 'failed'))).to.equal('failed');
    expect(stateOf(items('done', 'aborted'))).to.equal('aborted');
    expect(stateOf(items('done', 'refused'))).to.equal('done');
  });
});
