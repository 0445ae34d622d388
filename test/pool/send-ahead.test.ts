/** Tasks that are sent to a worker before it has answered: which, how many, and that they lose nothing by it. */
import { expect } from '@open-wc/testing';
import { createWorkerPool, type PoolOptions, type WorkerLike, type WorkerPool } from '../../src/pool/pool.js';
import { createBench, type Bench } from '../support/pool-bench.js';
import { until } from '../support/pool-until.js';
import { rejection } from '../support/outcome.js';

describe('a pool that sends ahead', () => {
  let bench: Bench;
  let pool: WorkerPool;
  /** The payloads of what was posted to workers, in order. */
  let sent: unknown[];
  /** Milliseconds: the time of both sides, which stands still unless a test moves it. */
  let now: number;

  function source(): WorkerLike {
    const worker = bench.start();
    const postMessage: WorkerLike['postMessage'] = (message, transfer) => {
      const posted = message as { readonly messages?: readonly object[] };
      for (const each of posted.messages ?? [posted]) if ('payload' in each) sent.push(each.payload);
      worker.postMessage(message, transfer);
    };
    return { ...worker, postMessage, terminate: () => worker.terminate() };
  }

  const either = (name: string, more = {}) => pool.execute({ type: 'either', payload: name, ...more });
  const hold = (name: string, more = {}) => pool.execute({ type: 'hold', payload: name, ...more });
  const finish = async (name: string, time = 1) => (await bench.task(name, time)).finish(name);

  /** A warm pool, of one worker unless told otherwise, that has done so many quick tasks one after the other. */
  async function make(runs: number, options?: PoolOptions, size = 1): Promise<void> {
    pool = createWorkerPool(source, size, { handshakeTimeout: 10_000, ...options });
    await pool.warmUp();
    for (let run = 0; run < runs; run++) await either('quick');
    sent.length = 0;
  }

  /** Has a worker hold a task, asks for these behind it, and tells which of them were sent. */
  async function behind(names: readonly string[], more = {}): Promise<{ went: unknown[]; all: Promise<unknown[]> }> {
    sent.length = 0;
    const held = either('held');
    const others = names.map((name) => either(name, more));
    await Promise.resolve();
    const went = sent.slice(1);
    return { went, all: Promise.all([held, ...others]) };
  }

  beforeEach(() => {
    bench = createBench();
    sent = [];
    now = 1000;
    performance.now = () => now;
  });
  afterEach(() => {
    pool.terminate();
    Reflect.deleteProperty(performance, 'now');
  });

  const depths: [runs: number, went: number][] = [
    [0, 0],
    [7, 0],
    [8, 1],
    [16, 3],
    [32, 7],
    [128, 31],
  ];
  for (const [runs, went] of depths) {
    it(`has ${went} tasks wait behind another at a worker after ${runs} quick ones`, async () => {
      await make(runs);
      const names = Array.from({ length: 40 }, (_, index) => `quick ${index}`);
      const tried = await behind(names);
      expect(tried.went).to.deep.equal(names.slice(0, went));
      expect(pool.getStats()).to.include({ running: 1, queued: 40, busy: 1 });
      await finish('held');
      expect(await tried.all).to.deep.equal(['held', ...names]);
      expect(pool.getStats()).to.include({ running: 0, queued: 0, completed: runs + 41 });
    });
  }

  it('still has them done one at a time, and in their order', async () => {
    await make(16);
    const { went, all } = await behind(['a', 'b', 'c']);
    expect(went).to.deep.equal(['a', 'b', 'c']);
    for (const [place, name] of ['held', 'a', 'b', 'c'].entries()) {
      await bench.task(name);
      await until(pool, ({ queued }) => queued === 3 - place);
      expect(pool.getStats()).to.include({ running: 1, busy: 1 });
      expect(bench.begun).to.have.length(place + 1);
      await finish(name);
    }
    await all;
  });

  const never: [what: string, more: object, options?: PoolOptions][] = [
    ['moves something', { transfer: [new ArrayBuffer(1)] }],
    ['has a signal', { signal: new AbortController().signal }],
    ['has a time limit', { timeout: 60_000 }],
    ['is of another operation', { type: 'echo' }],
    ['is of a pool with a time limit', {}, { taskTimeout: 60_000 }],
    ['is of a pool that tries nothing again', {}, { maxRetries: 0 }],
    ['is of a pool with a concurrency of 1', {}, { concurrency: 1 }],
  ];
  for (const [what, more, options] of never) {
    it(`never sends a task ahead that ${what}`, async () => {
      await make(128, options);
      const { went, all } = await behind(['quick'], more);
      expect(went).to.deep.equal([]);
      await finish('held');
      await all;
    });
  }

  it('sends nothing ahead behind a task that never is sent ahead itself', async () => {
    await make(128);
    const limited = either('limited', { timeout: 60_000 });
    const quick = either('quick');
    await Promise.resolve();
    expect(sent).to.deep.equal(['limited']);
    await finish('limited');
    await Promise.all([limited, quick]);
  });

  it('gives as many as concurrency says, and no more, whatever they take', async () => {
    await make(128, { concurrency: 3 });
    const { went, all } = await behind(['a', 'b', 'c', 'd']);
    expect(went).to.deep.equal(['a', 'b']);
    for (const name of ['held', 'a', 'b']) await bench.task(name);
    expect(pool.getStats()).to.include({ running: 3, queued: 2 });
    for (const name of ['held', 'a', 'b', 'c', 'd']) await finish(name);
    await all;
  });

  it('prefers a worker that is idle', async () => {
    await make(128, {}, 2);
    const held = either('held');
    const { worker } = await bench.task('held');
    const second = either('second');
    expect((await bench.task('second')).worker).not.to.equal(worker);
    for (const name of ['held', 'second']) await finish(name);
    await Promise.all([held, second]);
  });

  it('lets nobody overtake those who wait', async () => {
    await make(8);
    const { went, all } = await behind(['quick 1']);
    const waiting = either('waits', { timeout: 60_000, priority: 1 });
    const late = [either('quick 2'), either('quick 3', { priority: 2 }), either('quick 4', { affinity: 'k' })];
    await finish('held');
    await all;
    await finish('waits');
    await Promise.all([waiting, ...late]);
    expect(went).to.deep.equal(['quick 1']);
    expect(sent).to.deep.equal(['held', 'quick 1', 'quick 3', 'waits', 'quick 2', 'quick 4']);
  });

  it('has those that wait behind a slow task done by another worker', async () => {
    await make(128, {}, 2);
    const other = hold('other');
    await bench.task('other');
    const { went, all } = await behind(['quick 1', 'quick 2']);
    expect(went).to.deep.equal(['quick 1', 'quick 2']);
    now += 2;
    await finish('other');
    const settled: unknown[] = [];
    void all.then((values) => settled.push(values));
    await other;
    const rest = await Promise.all([either('quick 3'), either('quick 4')]);
    expect(rest).to.deep.equal(['quick 3', 'quick 4']);
    expect(settled).to.deep.equal([]);
    expect(pool.getStats()).to.include({ running: 1, retried: 0 });
    await finish('held');
    await all;
  });

  it('sends nothing ahead after the first slow one', async () => {
    await make(128);
    const slow = either('slow');
    await bench.task('slow');
    now += 2;
    const early = either('quick 1');
    await Promise.resolve();
    expect(sent, 'while it runs').to.deep.equal(['slow']);
    await finish('slow');
    await Promise.all([slow, early]);
    const { went, all } = await behind(['quick 2']);
    expect(went, 'when it has ended').to.deep.equal([]);
    await finish('held');
    await all;
  });

  it('gives what a dead worker had not begun to another, which is none of its retries', async () => {
    await make(128, { maxRetries: 1 });
    const { went, all } = await behind(['a', 'b']);
    expect(went).to.deep.equal(['a', 'b']);
    await bench.task('held');
    bench.workers[0]?.crash();
    await finish('held', 2);
    await finish('a');
    await bench.task('b');
    expect(pool.getStats()).to.include({ retried: 1 });
    bench.workers[1]?.crash();
    await finish('b', 2);
    expect(await all).to.deep.equal(['held', 'a', 'b']);
    expect(pool.getStats()).to.include({ retried: 2, failed: 0, restarted: 2 });
  });

  it('has it done alone there, so that the next death has one to blame', async () => {
    await make(128);
    const tried = await behind(['a', 'b']);
    await bench.task('held');
    bench.workers[0]?.crash();
    await bench.task('held', 2);
    await Promise.resolve();
    expect(sent.slice(3)).to.deep.equal(['held']);
    await finish('held', 2);
    for (const name of ['a', 'b']) await finish(name);
    await tried.all;
  });

  it('leaves a worker alone that is slow when a tiny task behind it is aborted', async () => {
    await make(128, { abortGrace: 0 });
    const held = either('held');
    const stop = new AbortController();
    const aborted = rejection(either('aborted', { signal: stop.signal }));
    const kept = either('kept');
    await bench.task('held');
    stop.abort();
    expect(await aborted).to.include({ code: 'aborted' });
    await new Promise((resolve) => setTimeout(resolve)); // after the grace
    for (const name of ['held', 'kept']) await finish(name);
    await Promise.all([held, kept]);
    expect(bench.begun).to.deep.equal(['held', 'kept']);
    expect(pool.getStats()).to.include({ aborted: 1, restarted: 0, retried: 0 });
  });

  it('sends nothing ahead behind a task whose worker may be ended for not stopping', async () => {
    await make(128, { abortGrace: 1 });
    const stop = new AbortController();
    const aborted = rejection(either('cling', { signal: stop.signal }));
    await bench.task('cling');
    const next = either('quick');
    await Promise.resolve();
    expect(sent).to.deep.equal(['cling']);
    stop.abort();
    expect(await aborted).to.include({ code: 'aborted' });
    expect(await next).to.equal('quick');
    expect(pool.getStats()).to.include({ retried: 0, restarted: 1, failed: 0 });
  });

  it('measures how long each was worked on, not how long it waited behind others', async () => {
    await make(16);
    const { went, all } = await behind(['a']);
    expect(went).to.deep.equal(['a']);
    await bench.task('held');
    now += 1;
    await finish('held');
    await until(pool, ({ completed }) => completed === 17);
    await bench.task('a');
    now += 1;
    await finish('a');
    await all;
    expect(pool.getStats().runTime).to.deep.equal({ mean: 2 / 18, max: 1 });
  });

  it('does what it has when it is closed, what was sent ahead too', async () => {
    await make(128);
    const { all } = await behind(['a', 'b']);
    const end = pool.close();
    for (const name of ['held', 'a', 'b']) await finish(name);
    expect(await all).to.deep.equal(['held', 'a', 'b']);
    await end;
  });
});

describe('a pool of real workers that sends ahead', () => {
  let pool: WorkerPool;
  afterEach(() => pool.terminate());

  it('has what was sent ahead to a worker that is ended done again, as none of its retries', async () => {
    const sent: unknown[] = [];
    const workers: Worker[] = [];
    const start = (): WorkerLike => {
      const worker = new Worker(new URL('../support/probe.worker.ts', import.meta.url), { type: 'module' });
      workers.push(worker);
      return {
        postMessage(message: { readonly messages?: readonly object[] }, transfer) {
          for (const each of message.messages ?? [message]) if ('payload' in each) sent.push(each.payload);
          worker.postMessage(message, transfer);
        },
        addEventListener: (type, listener) => worker.addEventListener(type, listener),
        removeEventListener: (type, listener) => worker.removeEventListener(type, listener),
        terminate: () => worker.terminate(),
      };
    };
    const obey = (payload: unknown) => pool.execute({ channel: 'probe', type: 'obey', payload });
    // a machine that is busy may find a tiny task slow: nothing is sent ahead then, and nothing shown
    do {
      pool = createWorkerPool(start, 1, { handshakeTimeout: 10_000 });
      await pool.warmUp();
      for (let round = 0; round < 200; round++) await Promise.all([obey(1), obey(2), obey(3)]);
      sent.length = 0;
      const tasks = [4, 5, 6].map(obey);
      await Promise.resolve();
      const ahead = sent.includes(6);
      workers.at(-1)?.terminate();
      expect(await Promise.all(tasks)).to.deep.equal([4, 5, 6]);
      expect(pool.getStats()).to.include({ failed: 0, retried: 1, restarted: 1 });
      if (ahead) break;
      pool.terminate();
    } while (pool.state === 'closed');
  });
});
