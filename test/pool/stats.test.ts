/** What a pool counts, measures and tells. */
import { expect } from '@open-wc/testing';
import { createWorkerPool, type PoolOptions, type PoolStats, type WorkerPool } from '../../src/pool/pool.js';
import { createMeter } from '../../src/pool/stats.js';
import { createBench, type Bench } from '../support/pool-bench.js';
import { until } from '../support/pool-until.js';
import { rejection } from '../support/outcome.js';

describe('the statistics of a pool', () => {
  let bench: Bench;
  let pool: WorkerPool;
  const make = (size: number, options?: PoolOptions) =>
    (pool = createWorkerPool(bench.source, size, { handshakeTimeout: 5000, ...options }));
  const hold = (name: string, more = {}) => pool.execute({ type: 'hold', payload: name, ...more });

  beforeEach(() => {
    bench = createBench();
  });
  afterEach(() => pool.terminate());

  it('begins with nothing', () => {
    make(2);
    expect(pool.getStats()).to.deep.equal({
      ...{ state: 'idle', size: 2, busy: 0, idle: 0, starting: 0, restarted: 0, place: null },
      ...{ queued: 0, running: 0, completed: 0, failed: 0, aborted: 0, retried: 0 },
      ...{ waitTime: { mean: 0, max: 0 }, runTime: { mean: 0, max: 0 } },
    });
  });

  it('adds up at every step: each accepted task is in one place, and there are never more workers than size', async () => {
    make(2, { maxQueue: 4, maxRetries: 1, abortGrace: 1 });
    let accepted = 0;
    const check = (stats: PoolStats) => {
      const { queued, running, completed, failed, aborted } = stats;
      expect(queued + running + completed + failed + aborted, JSON.stringify(stats)).to.equal(accepted);
      expect(stats.busy + stats.idle + stats.starting, JSON.stringify(stats)).to.be.at.most(2);
      expect(stats.running, JSON.stringify(stats)).to.be.at.most(stats.busy);
    };
    const failures: unknown[] = [];
    const look = () => {
      try {
        check(pool.getStats());
      } catch (failure) {
        failures.push(failure);
      }
    };
    pool.subscribe(look);
    const outcomes: Promise<unknown>[] = [];
    const add = (task: Promise<unknown>) => {
      accepted++;
      outcomes.push(task.catch((reason: unknown) => reason));
      look();
    };
    const stop = new AbortController();
    add(hold('a'));
    add(hold('b'));
    add(hold('crashes'));
    add(hold('waits', { signal: stop.signal }));
    add(pool.execute({ type: 'cling', payload: 'clings', signal: stop.signal, priority: 1 }));
    add(pool.execute({ type: 'fail', payload: 'no', priority: -1 }));
    expect(await rejection(hold('too many'))).to.include({ code: 'overloaded' });
    look();
    await bench.task('clings');
    look();
    (await bench.task('a')).finish();
    await bench.task('b');
    stop.abort();
    look();
    (await bench.task('b')).finish();
    bench.workers[(await bench.task('crashes')).worker]?.crash();
    look();
    (await bench.task('crashes', 2)).finish();
    await Promise.all(outcomes);
    look();
    const stats = await until(pool, ({ busy, starting }) => busy + starting === 0);
    expect(stats).to.include({ queued: 0, running: 0, completed: 3, failed: 1, aborted: 2, retried: 1, restarted: 2 });
    if (failures.length > 0) throw failures[0];
  });

  it('measures how long tasks wait and run', async () => {
    make(1);
    await pool.warmUp();
    let now = 1000;
    performance.now = () => now;
    try {
      const tasks = [hold('a'), hold('b')];
      const a = await bench.task('a');
      now += 30;
      a.finish();
      const b = await bench.task('b');
      now += 50;
      b.finish();
      await Promise.all(tasks);
      expect(pool.getStats().waitTime).to.deep.equal({ mean: 15, max: 30 });
      expect(pool.getStats().runTime).to.deep.equal({ mean: 40, max: 50 });
    } finally {
      Reflect.deleteProperty(performance, 'now');
    }
  });

  it('keeps mean and maximum', () => {
    const meter = createMeter();
    for (const ms of [1, 2, 6]) meter.add(ms);
    expect(meter.read()).to.deep.equal({ mean: 3, max: 6 });
  });

  it('tells listeners once for all that happens in one turn, until they leave', async () => {
    make(1);
    let told = 0;
    const leave = pool.subscribe(() => told++);
    const tasks = ['a', 'b', 'c'].map((name) => hold(name));
    expect(told).to.equal(0);
    await Promise.resolve();
    expect(told).to.equal(1);
    leave();
    leave();
    for (const name of ['a', 'b', 'c']) (await bench.task(name)).finish();
    await Promise.all(tasks);
    expect(told).to.equal(1);
  });

  it('names the place the workers are from', async () => {
    make(1);
    expect(pool.place).to.equal(null);
    await pool.warmUp();
    expect(pool.place).to.equal('worker');
    expect(pool.getStats()).to.include({ place: 'worker' });
  });
});
