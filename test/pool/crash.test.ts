/** Workers that die, and workers that cannot be started. */
import { expect } from '@open-wc/testing';
import { createWorkerPool, type PoolOptions, type WorkerLike, type WorkerPool } from '../../src/pool/pool.js';
import type { Progress } from '../../src/operation.js';
import { SharedProgress } from '../../src/shared/shared-progress.js';
import { gate } from '../support/gates.js';
import { createBench, type Bench } from '../support/pool-bench.js';
import { until } from '../support/pool-until.js';
import { rejection } from '../support/outcome.js';

describe('a pool whose workers die', () => {
  let bench: Bench;
  let pool: WorkerPool;
  const make = (size: number, options?: PoolOptions) => (pool = createWorkerPool(bench.source, size, options));
  const hold = (name: string, more = {}) => pool.execute({ type: 'hold', payload: name, ...more });

  async function crashUnder(name: string, time = 1): Promise<void> {
    const { worker } = await bench.task(name, time);
    bench.workers[worker]?.crash();
  }

  beforeEach(() => {
    bench = createBench();
  });
  afterEach(() => pool.terminate());

  it('tries a task again on another worker', async () => {
    make(1, { maxRetries: 1 });
    const task = hold('a');
    await crashUnder('a');
    const again = await bench.task('a', 2);
    expect(again.worker).to.equal(1);
    again.finish('done');
    expect(await task).to.equal('done');
    expect(pool.getStats()).to.include({ completed: 1, failed: 0, retried: 1, restarted: 1 });
    expect(bench.workers[0]).to.have.property('terminated', true);
  });

  it('gives a task up after maxRetries further tries, and goes on with the next', async () => {
    make(1, { maxRetries: 2, handshakeTimeout: 5000 });
    const task = rejection(hold('poison'));
    for (const time of [1, 2, 3]) await crashUnder('poison', time);
    expect(await task).to.include({ name: 'IPCError', code: 'crashed' });
    expect(pool.getStats()).to.include({ failed: 1, retried: 2 });
    expect(await pool.execute({ type: 'echo', payload: 5 })).to.equal(5);
  });

  it('never takes progress back when it tries a task again', async () => {
    make(1, { maxRetries: 1 });
    const seen: number[] = [];
    const far = gate();
    const onProgress = ({ loaded }: Progress) => {
      seen.push(loaded);
      far.open();
    };
    const task = hold('a', { onProgress });
    (await bench.task('a')).report(60, 100);
    await far.promise;
    await crashUnder('a');
    const again = await bench.task('a', 2);
    again.report(10, 100);
    again.report(80, 100);
    again.finish();
    await task;
    expect(seen).to.deep.equal([60, 80]);
  });

  it('never takes a SharedProgress back either', async () => {
    make(1, { maxRetries: 1 });
    const progress = new SharedProgress(100);
    const far = gate();
    progress.subscribe(far.open);
    const task = hold('a', { onProgress: progress });
    (await bench.task('a')).report(60, 100);
    await far.promise;
    await crashUnder('a');
    const again = await bench.task('a', 2);
    again.report(10, 100);
    again.finish();
    await task;
    expect(progress.get()).to.equal(60);
  });

  it('never tries a task again that moved something', async () => {
    make(1, { maxRetries: 5 });
    const task = rejection(hold('moved', { transfer: [new ArrayBuffer(8)] }));
    await crashUnder('moved');
    expect(await task).to.include({ code: 'crashed' });
    expect(pool.getStats()).to.include({ retried: 0 });
  });

  it('keeps the turn of a task that is tried again', async () => {
    make(1);
    const tasks = [hold('first'), hold('second'), hold('third')];
    await crashUnder('first');
    (await bench.task('first', 2)).finish();
    for (const name of ['second', 'third']) (await bench.task(name)).finish();
    await Promise.all(tasks);
    expect(bench.begun).to.deep.equal(['first', 'first', 'second', 'third']);
  });

  it('lets the tasks of a key go on together elsewhere', async () => {
    make(2, { maxRetries: 1 });
    const tasks = ['a', 'b', 'c'].map((name) => hold(name, { affinity: 'k' }));
    await crashUnder('a');
    const again = await bench.task('a', 2);
    expect(again.worker).not.to.equal((await bench.task('a')).worker);
    again.finish();
    for (const name of ['b', 'c']) {
      const task = await bench.task(name);
      expect(task.worker).to.equal(again.worker);
      task.finish();
    }
    await Promise.all(tasks);
  });

  it('does not run a task again whose caller gave up just when the worker died', async () => {
    make(1);
    const stop = new AbortController();
    const task = rejection(hold('a', { signal: stop.signal }));
    const { worker } = await bench.task('a');
    stop.abort();
    bench.workers[worker]?.crash();
    expect(await task).to.include({ code: 'aborted' });
    expect(pool.getStats()).to.include({ aborted: 1, retried: 0, queued: 0, running: 0 });
  });

  it('does not start a worker in place of an idle one that has done nothing yet', async () => {
    make(1);
    await pool.warmUp();
    await until(pool, ({ place }) => place !== null);
    bench.workers[0]?.crash();
    await until(pool, ({ idle }) => idle === 0);
    expect(pool.getStats()).to.include({ starting: 0, busy: 0 });
    expect(await pool.execute({ type: 'worker', payload: null })).to.equal(1);
  });
});

describe('a pool whose workers cannot be started', () => {
  const task = { type: 'echo', payload: 1 };
  let starts: number;
  const dying = (): WorkerLike => {
    starts++;
    const events = new EventTarget();
    setTimeout(() => events.dispatchEvent(new Event('error')));
    return {
      postMessage: () => undefined,
      addEventListener: (type, listener) => events.addEventListener(type, listener),
      removeEventListener: (type, listener) => events.removeEventListener(type, listener),
      terminate: () => undefined,
    };
  };

  beforeEach(() => {
    starts = 0;
  });

  for (const handshakeTimeout of [0, 5000]) {
    it(`starts restartLimit of them, one after the other, and then fails (handshake ${handshakeTimeout})`, async () => {
      const pool = createWorkerPool(dying, 1, { restartLimit: 3, restartDelay: 1, handshakeTimeout, maxRetries: 0 });
      const waiting = [rejection(pool.execute(task)), rejection(pool.execute(task))];
      for (const error of await Promise.all(waiting)) {
        expect(error).to.include({ name: 'IPCError', code: 'unavailable' });
        expect(error).to.have.property('message').that.includes('did not load');
        expect(error).to.have.property('cause').that.is.instanceOf(Error);
      }
      expect(starts).to.equal(3);
      expect(pool.state).to.equal('failed');
      expect(await rejection(pool.execute(task))).to.include({ code: 'unavailable' });
      expect(await rejection(pool.warmUp())).to.include({ code: 'unavailable' });
      expect(starts).to.equal(3);
      pool.terminate();
      expect(pool.state).to.equal('closed');
    });
  }

  it('counts workers that fail together once, and then starts one at a time', async () => {
    const pool = createWorkerPool(dying, 4, { restartLimit: 3, restartDelay: 1 });
    await Promise.all(Array.from({ length: 8 }, () => rejection(pool.execute(task))));
    expect(starts).to.equal(4 + 1 + 1);
    pool.terminate();
  });

  it('goes on when a later try succeeds, and forgets the failures', async () => {
    const bench = createBench();
    const source = () => (++starts % 3 === 0 ? bench.start() : dying());
    const pool = createWorkerPool(source, 1, { restartLimit: 4, restartDelay: 1, handshakeTimeout: 5000 });
    expect(await pool.execute(task)).to.equal(1);
    pool.terminate();
  });

  it('fails at once when the source throws, with what it threw as the reason', async () => {
    const thrown = new Error('not today');
    const pool = createWorkerPool(() => {
      starts++;
      throw thrown;
    }, 1);
    const error = await rejection(pool.execute(task));
    expect(error).to.include({ code: 'unavailable' }).and.to.have.property('message').that.includes('not today');
    expect(error).to.have.nested.property('cause.cause', thrown);
    expect(starts).to.equal(1);
    pool.terminate();
  });

  it('ends a worker that comes when the pool is gone', async () => {
    const bench = createBench();
    let deliver: (worker: WorkerLike) => void = () => undefined;
    const pool = createWorkerPool(() => new Promise<WorkerLike>((resolve) => (deliver = resolve)), 1);
    const waiting = rejection(pool.execute(task));
    await Promise.resolve();
    pool.terminate();
    expect(await waiting).to.include({ code: 'terminated' });
    const late = bench.start();
    const ended = new Promise<void>((resolve) => {
      const terminate = late.terminate.bind(late);
      late.terminate = () => {
        terminate();
        resolve();
      };
    });
    deliver(late);
    await ended;
    expect(late.terminated).to.equal(true);
  });

  it('says that a worker was not ready in time', async () => {
    const bench = createBench();
    const pool = createWorkerPool(() => bench.start({ mute: true }), 1, { handshakeTimeout: 1, restartLimit: 1 });
    expect(await rejection(pool.execute(task)))
      .to.have.property('message')
      .that.includes('within 1 ms');
    expect(bench.workers[0]).to.have.property('terminated', true);
    pool.terminate();
  });

  it('keeps the workers it has when no further one can be started', async () => {
    const bench = createBench();
    const pool = createWorkerPool(() => (starts++ === 0 ? bench.start() : dying()), 2, {
      restartLimit: 1,
      handshakeTimeout: 5000,
    });
    const held = pool.execute({ type: 'hold', payload: 'held' });
    const { finish } = await bench.task('held');
    const next = pool.execute(task);
    await until(pool, ({ starting }) => starting === 0);
    expect(pool.state).to.equal('busy');
    finish();
    await held;
    expect(await next).to.equal(1);
    expect(await rejection(pool.warmUp(2))).to.include({ code: 'unavailable' });
    pool.terminate();
  });
});
