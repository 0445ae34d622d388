/** The first word of a new worker: when it has to come, what becomes of the tasks when it does not, and that their time counts from it. */
import { expect } from '@open-wc/testing';
import { createWorkerPool, type PoolOptions, type WorkerLike, type WorkerPool } from '../../src/pool/pool.js';
import { gate } from '../support/gates.js';
import { holdTimers, type HeldTimers } from '../support/held-timers.js';
import { rejection } from '../support/outcome.js';
import { createBench } from '../support/pool-bench.js';
import { until } from '../support/pool-until.js';
import { silentWays } from '../support/ways-to-die.js';

const once: PoolOptions = { restartLimit: 1, maxRetries: 0 };
const echo = { type: 'echo', payload: 1 };

describe('a worker that never says a word', () => {
  let pool: WorkerPool;
  let timers: HeldTimers;
  /** Opened when a worker was made, and when it was given a task. */
  let made: ReturnType<typeof gate>;
  let asked: ReturnType<typeof gate>;

  const missing = () => new Worker(new URL('../support/no-such.worker.ts', import.meta.url), { type: 'module' });

  function start(make: () => Worker): () => WorkerLike {
    return () => {
      const worker = make();
      made.open();
      return {
        postMessage(message, transfer) {
          worker.postMessage(message, transfer);
          asked.open();
        },
        addEventListener: (type, listener) => worker.addEventListener(type, listener),
        removeEventListener: (type, listener) => worker.removeEventListener(type, listener),
        terminate: () => worker.terminate(),
      };
    };
  }

  beforeEach(() => {
    timers = holdTimers(30_000);
    made = gate();
    asked = gate();
  });
  afterEach(() => {
    pool.terminate();
    timers.restore();
  });

  for (const { name, start: make } of silentWays) {
    it(`is unavailable when it ${name}, and its task is told so`, async () => {
      pool = createWorkerPool(start(make), 1, once);
      const call = rejection(pool.execute(echo));
      await asked.promise;
      timers.fire();
      expect(await call)
        .to.include({ code: 'unavailable' })
        .and.have.property('message')
        .that.includes('within 30000 ms');
      expect(pool.state).to.equal('failed');
    });

    it(`is given no task when it ${name}, where its word is waited for`, async () => {
      pool = createWorkerPool(start(make), 1, { ...once, handshakeTimeout: 30_000 });
      const call = rejection(pool.execute(echo));
      await made.promise;
      timers.fire();
      expect(await call).to.include({ code: 'unavailable' });
    });

    it(`does not count as warm when it ${name}`, async () => {
      pool = createWorkerPool(start(make), 1, once);
      const warm = rejection(pool.warmUp());
      await until(pool, ({ idle }) => idle === 1);
      timers.fire();
      expect(await warm).to.include({ code: 'unavailable' });
    });
  }

  it('does not count as warm when its script is missing', async () => {
    pool = createWorkerPool(start(missing), 2, once);
    expect(await rejection(pool.warmUp())).to.include({ code: 'unavailable' });
  });

  it('has had a task that moved something: that says that there was no worker', async () => {
    pool = createWorkerPool(start(missing), 1, once);
    const task = { ...echo, transfer: [new ArrayBuffer(1)] };
    expect(await rejection(pool.execute(task))).to.include({ code: 'unavailable' });
  });

  it('has its task done by the next one, as a retry: it may have begun', async () => {
    const bench = createBench();
    let starts = 0;
    const source = () => bench.start({ mute: ++starts === 1 });
    pool = createWorkerPool(source, 1, { restartDelay: 1 });
    const call = pool.execute(echo);
    await until(pool, ({ busy }) => busy === 1);
    timers.fire();
    expect(await call).to.equal(1);
    expect(pool.getStats()).to.include({ retried: 1, failed: 0 });
  });

  it('is left alone while nothing is asked of it, and for ever where no word is expected', async () => {
    const bench = createBench();
    pool = createWorkerPool(() => bench.start({ mute: true }), 1, { handshakeTimeout: 0 });
    await pool.warmUp();
    const call = rejection(pool.execute(echo));
    await until(pool, ({ busy }) => busy === 1);
    expect(timers.pending).to.equal(0);
    pool.terminate();
    expect(await call).to.include({ code: 'terminated' });
  });
});

describe('the time of a task', () => {
  for (const [whose, options, more] of [
    ['of its pool', { taskTimeout: 20_000 }, {}],
    ['of its own', {}, { timeout: 20_000 }],
  ] as const) {
    it(`counts from when its worker has started: a limit ${whose}`, async () => {
      const timers = holdTimers(19_000, 20_000);
      const loaded = gate();
      const bench = createBench();
      const pool = createWorkerPool(() => bench.start({ loaded: loaded.promise }), 1, options);
      try {
        const call = rejection(pool.execute({ type: 'hold', payload: 'slow', ...more }));
        await until(pool, ({ busy }) => busy === 1);
        expect(timers.pending).to.equal(0);
        loaded.open();
        await until(pool, ({ place }) => place !== null);
        expect(timers.pending).to.equal(1);
        timers.fire();
        expect(await call).to.include({ code: 'timeout' });
      } finally {
        pool.terminate();
        timers.restore();
      }
    });
  }
});
