/** Idle workers are asked whether they live. */
import { expect } from '@open-wc/testing';
import { createWorkerPool, type PoolOptions, type WorkerPool } from '../../src/pool/pool.js';
import { createBench, type Bench } from '../support/pool-bench.js';
import { watchTimers, type TimerWatch } from '../support/pool-timers.js';
import { until } from '../support/pool-until.js';

describe('the health of idle workers', () => {
  let bench: Bench;
  let pool: WorkerPool;
  let timers: TimerWatch;
  const make = (options: PoolOptions) =>
    (pool = createWorkerPool(bench.source, 1, { handshakeTimeout: 5000, ...options }));

  beforeEach(() => {
    bench = createBench();
    timers = watchTimers();
  });
  afterEach(() => {
    timers.restore();
    pool.terminate();
  });

  it('replaces one that does not answer', async () => {
    make({ pingInterval: 1, pingTimeout: 1000 });
    await pool.warmUp();
    bench.workers[0]?.fallSilent();
    await until(pool, ({ restarted, idle }) => restarted === 1 && idle === 1);
    expect(bench.workers[0]).to.have.property('terminated', true);
    expect(await pool.execute({ type: 'worker', payload: null })).to.equal(1);
  });

  it('keeps those that answer', async () => {
    make({ pingInterval: 1, pingTimeout: 5000 });
    await pool.warmUp();
    const [worker] = bench.workers;
    const pongs = new Promise<void>((resolve) => {
      let count = 0;
      worker?.addEventListener?.('message', (event) => {
        const data: unknown = event instanceof MessageEvent ? event.data : undefined;
        if (JSON.stringify(data).includes('"pong"') && ++count === 3) resolve();
      });
    });
    await pongs;
    expect(pool.getStats()).to.include({ idle: 1, restarted: 0 });
  });

  it('does not look at busy ones, and runs no timer for them', async () => {
    make({ pingInterval: 60_000 });
    await pool.warmUp();
    const idle = timers.pending;
    const task = pool.execute({ type: 'hold', payload: 'a' });
    const held = await bench.task('a');
    expect(timers.pending).to.equal(idle - 1);
    held.finish();
    await task;
    expect(timers.pending).to.equal(idle);
  });

  it('runs no timer while there is no worker, or when it is turned off', async () => {
    const before = timers.pending;
    make({ pingInterval: 60_000 });
    expect(timers.pending).to.equal(before);
    pool.terminate();
    make({ pingInterval: 0 });
    await pool.warmUp();
    expect(timers.pending).to.equal(before);
  });
});
