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
  const discarded: string[] = [];
  const left: string[] = [];
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
  const onLeft = ({ name, state }: FileItem) => void left.push(`${name} ${state}`);
  const discard = ({ name }: File) => void discarded.push(name);
  const batch = new FileBatch({
    work,
    target,
    discard,
    left: onLeft,
    changed: () => undefined,
    moved: () => undefined,
  });
  batch.add(names.map((name) => ({ file: new File(['0123456789'], name), path: name })));
  log.length = 0;
  return { batch, jobs, log, discarded, left, target };
}

const failure = (run: Promise<unknown>) =>
  run.then(
    () => 'it did not fail',
    (error: unknown) => error,
  );

describe('FileBatch', () => {
  it('does nothing when nothing is left to do, while a run goes on too', async () => {
    const { batch, jobs, log } = makeBatch('a', 'b');
    const first = batch.start([batch.items[0]!]);
    await jobs[0]!.done();
    await first;
    log.length = 0;
    expect(await batch.start([batch.items[0]!])).to.deep.equal([batch.items[0]]);
    expect(log).to.deep.equal([]);
    const second = batch.start();
    expect(await batch.start([])).to.deep.equal([batch.items[0]]);
    await jobs[1]!.done();
    await second;
    log.length = 0;
    expect(await batch.start()).to.deep.equal([...batch.items]);
    expect(log).to.deep.equal([]);
  });

  describe('with a signal', () => {
    it('cancels what this start has set to work, and nothing else', async () => {
      const { batch, jobs, log } = makeBatch('a', 'b', 'c');
      const other = batch.start([batch.items[0]!]);
      const controller = new AbortController();
      const run = failure(batch.start([...batch.items], controller.signal));
      const reason = new Error('enough');
      controller.abort(reason);
      expect(await run).to.equal(reason);
      expect(batch.items.map(({ state }) => state)).to.deep.equal(['running', 'aborted', 'aborted']);
      await jobs[0]!.done();
      expect(await other).to.deep.equal([batch.items[0]]);
      expect(log.at(-1)).to.match(/^loadend/);
    });

    it('leaves a file alone that somebody else has started again', async () => {
      const { batch, jobs } = makeBatch('a', 'b');
      const controller = new AbortController();
      const run = failure(batch.start(undefined, controller.signal));
      await jobs[0]!.fail(new Error('no'));
      const again = batch.start([batch.items[0]!]);
      controller.abort('enough');
      expect(await run).to.equal('enough');
      expect(batch.items.map(({ state }) => state)).to.deep.equal(['running', 'aborted']);
      await jobs[2]!.done();
      expect(await again).to.deep.equal([batch.items[0]]);
    });

    it('ends the run when nothing else is in it, with the reason', async () => {
      const { batch, log } = makeBatch('a', 'b');
      const controller = new AbortController();
      const run = failure(batch.start(undefined, controller.signal));
      controller.abort('enough');
      expect(log.slice(-2)).to.deep.equal(['abort 0/20', 'loadend 0/20']);
      expect(await run).to.equal('enough');
    });

    it('starts nothing when it was aborted before, and cancels nothing when the run is over', async () => {
      const { batch, jobs, log } = makeBatch('a', 'b');
      expect(await failure(batch.start(undefined, AbortSignal.abort('early')))).to.equal('early');
      expect(log).to.deep.equal([]);
      const controller = new AbortController();
      const run = batch.start([batch.items[0]!], controller.signal);
      await jobs[0]!.done();
      await run;
      void batch.start();
      controller.abort();
      expect(batch.items.map(({ state }) => state)).to.deep.equal(['done', 'running']);
    });
  });

  describe('discards results', () => {
    async function finished() {
      const made = makeBatch('a', 'b');
      const run = made.batch.start();
      for (const job of made.jobs) await job.done();
      await run;
      return made;
    }

    it('of a file that is removed, and of all when the list is cleared', async () => {
      const { batch, discarded } = await finished();
      batch.items[0]!.remove();
      expect(discarded).to.deep.equal(['a.out']);
      batch.clear();
      expect(discarded).to.deep.equal(['a.out', 'b.out']);
    });

    it('but none that somebody has got and may hold', async () => {
      const { batch, discarded } = await finished();
      const [first] = batch.items;
      const held = first?.result;
      batch.clear();
      expect(discarded).to.deep.equal(['b.out']);
      expect(first?.result).to.equal(held);
    });

    it('that come after their attempt was cancelled', async () => {
      const { batch, jobs, discarded } = makeBatch('a');
      void batch.start();
      batch.abort();
      await jobs[0]!.done();
      expect(discarded).to.deep.equal(['a.out']);
    });
  });

  it('lets a listener of a failure start the file again', async () => {
    const { batch, jobs } = makeBatch('a');
    batch.items[0]!.addEventListener('error', () => void batch.start(), { once: true });
    const run = batch.start();
    await jobs[0]!.fail(new Error('no'));
    expect(jobs).to.have.length(2);
    await jobs[1]!.done();
    expect(await run).to.deep.equal([...batch.items]);
  });

  describe('where listeners change what they hear of', () => {
    const heard = (target: EventTarget) => {
      const log: string[] = [];
      for (const type of ['loadstart', 'load', 'abort', 'error', 'loadend'])
        target.addEventListener(type, () => log.push(type));
      return log;
    };

    for (const [outcome, end] of [
      ['load', (job: Job) => job.done()],
      ['error', (job: Job) => job.fail(new Error('no'))],
      ['abort', (job: Job) => job.item.abort()],
    ] as const) {
      it(`tells of the end of a run before the start of the next, begun in ${outcome}`, async () => {
        const { batch, jobs, target } = makeBatch('a', 'b');
        const [a, b] = batch.items;
        const start = () => void batch.start([b!]).catch(() => undefined);
        batch.start([a!]).catch(() => undefined);
        const log = heard(target);
        target.addEventListener(outcome, start, { once: true });
        await end(jobs[0]!);
        expect(log).to.deep.equal([outcome, 'loadend', 'loadstart']);
        expect(batch.state).to.equal('running');
        await jobs[1]!.done();
        expect(b!.state).to.equal('done');
      });
    }

    it('tells of the end of a file before its next start, begun in its abort', () => {
      const { batch } = makeBatch('a');
      const [a] = batch.items;
      const log = heard(a!);
      a!.addEventListener('abort', () => void batch.start(), { once: true });
      void batch.start();
      a!.abort();
      expect(log).to.deep.equal(['loadstart', 'abort', 'loadend', 'loadstart']);
    });

    it('leaves no file waiting for a run that was cancelled as it began', async () => {
      const { batch, log } = makeBatch('a', 'b', 'c');
      batch.items[0]!.addEventListener('statechange', () => batch.abort(), { once: true });
      expect(await failure(batch.start())).to.have.property('name', 'AbortError');
      expect(batch.items.map(({ state }) => state)).to.deep.equal(['aborted', 'aborted', 'aborted']);
      expect(log).to.deep.equal(['state aborted', 'loadstart 0/30', 'progress 0/30', 'abort 0/30', 'loadend 0/30']);
    });

    it('keeps a run going that more is added to in its last progress', async () => {
      const { batch, jobs, log } = makeBatch('a', 'b');
      const [a, b] = batch.items;
      const run = batch.start([a!]);
      a!.addEventListener('progress', () => void batch.start([b!]), { once: true });
      await jobs[0]!.done();
      expect(batch.state).to.equal('running');
      await jobs[1]!.done();
      expect(await run).to.deep.equal([a, b]);
      expect(log.filter((line) => line.startsWith('load'))).to.deep.equal([
        'loadstart 0/10',
        'load 20/20',
        'loadend 20/20',
      ]);
    });

    it('forgets every file, though one is started again as it is cancelled', () => {
      const { batch, jobs } = makeBatch('a');
      const [a] = batch.items;
      a!.addEventListener('abort', () => void batch.start([a!]));
      void batch.start();
      batch.clear();
      expect(batch.state).to.equal('empty');
      expect(jobs).to.have.length(1);
      expect(a!.state).to.equal('aborted');
    });
  });

  it('tells of each file that leaves the run, before anybody else hears of it', async () => {
    const { batch, jobs, left } = makeBatch('a', 'b', 'c', 'd', 'e');
    void batch.start();
    batch.items[3]!.remove();
    await jobs[0]!.done();
    await jobs[1]!.fail(new Error('no'));
    batch.abort();
    expect(left).to.deep.equal(['d waiting', 'a running', 'b running', 'c running', 'e running']);
  });

  it('starts nothing that was removed', async () => {
    const { batch, jobs } = makeBatch('a');
    const [item] = batch.items;
    item!.remove();
    await item!.retry();
    expect(jobs).to.deep.equal([]);
  });

  it('works on two files at once, in the order of the list', async () => {
    const { batch, jobs } = makeBatch('a', 'b', 'c');
    const run = batch.start();
    expect(jobs.map(({ item }) => item.name)).to.deep.equal(['a', 'b']);
    expect(batch.items.map(({ state }) => state)).to.deep.equal(['running', 'running', 'waiting']);
    await jobs[1]!.done();
    expect(jobs.map(({ item }) => item.name)).to.deep.equal(['a', 'b', 'c']);
    await jobs[0]!.done();
    await jobs[2]!.done();
    expect((await run).map(({ result }) => result?.name)).to.deep.equal(['a.out', 'b.out', 'c.out']);
    expect(batch.results.map(({ name }) => name)).to.deep.equal(['a.out', 'b.out', 'c.out']);
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
