/** Tasks and workers: who gets what, in which order, and when a worker is started. */
import { expect } from '@open-wc/testing';
import { createWorkerPool, type PoolOptions, type WorkerPool } from '../../src/pool/pool.js';
import { createBench, type Bench } from '../support/pool-bench.js';
import { until } from '../support/pool-until.js';
import { rejection } from '../support/outcome.js';

describe('createWorkerPool', () => {
  let bench: Bench;
  let pool: WorkerPool;
  const make = (size: number, options?: PoolOptions) => (pool = createWorkerPool(bench.source, size, options));
  const hold = (name: string, more = {}) => pool.execute({ channel: 'custom', type: 'hold', payload: name, ...more });
  const finish = async (name: string, value?: unknown) => (await bench.task(name)).finish(value);

  beforeEach(() => {
    bench = createBench();
  });
  afterEach(() => pool.terminate());

  it('resolves with what the operation returns', async () => {
    make(1);
    expect(await pool.execute({ channel: 'custom', type: 'echo', payload: { a: [1] } })).to.deep.equal({ a: [1] });
  });

  it('takes the channel custom when none is named', async () => {
    make(1);
    expect(await pool.execute({ type: 'echo', payload: 7 })).to.equal(7);
  });

  it('rejects with the own error of the operation, and does not try again', async () => {
    make(1, { maxRetries: 5 });
    const error = await rejection(pool.execute({ type: 'fail', payload: 'too far' }));
    expect(error).to.be.instanceOf(RangeError).with.property('message', 'too far');
    expect(pool.getStats()).to.include({ failed: 1, retried: 0, restarted: 0 });
    expect(bench.workers).to.have.length(1);
  });

  it('starts no worker before the first task', async () => {
    make(3);
    await Promise.resolve();
    expect(bench.workers).to.have.length(0);
    expect(pool.state).to.equal('idle');
  });

  it('starts one worker for tasks that follow each other', async () => {
    make(3);
    for (let i = 0; i < 5; i++) await pool.execute({ type: 'echo', payload: i });
    expect(bench.workers).to.have.length(1);
  });

  it('starts up to size workers at once for a burst', async () => {
    make(3);
    const tasks = ['a', 'b', 'c', 'd'].map((name) => hold(name));
    expect(pool.getStats()).to.include({ starting: 3, queued: 4 });
    const [a, b, c] = [await bench.task('a'), await bench.task('b'), await bench.task('c')];
    expect(new Set([a.worker, b.worker, c.worker]).size).to.equal(3);
    b.finish();
    const d = await bench.task('d');
    expect(d.worker).to.equal(b.worker);
    for (const task of [a, c, d]) task.finish();
    await Promise.all(tasks);
    expect(bench.workers).to.have.length(3);
  });

  it('runs waiting tasks by priority, first in first out within one', async () => {
    make(1);
    const tasks = [hold('first'), hold('low', { priority: -1 }), hold('a'), hold('high', { priority: 5 }), hold('b')];
    for (const name of ['high', 'first', 'a', 'b', 'low']) await finish(name);
    await Promise.all(tasks);
    expect(bench.begun).to.deep.equal(['high', 'first', 'a', 'b', 'low']);
  });

  it('refuses the task that is one too many for the queue, and no other', async () => {
    make(1, { maxQueue: 2 });
    const running = hold('running');
    await bench.task('running');
    const waiting = [hold('a'), hold('b')];
    expect(await rejection(hold('c'))).to.include({ name: 'IPCError', code: 'overloaded' });
    for (const name of ['running', 'a', 'b']) await finish(name);
    await Promise.all([running, ...waiting]);
    expect(pool.getStats()).to.include({ completed: 3, failed: 0, queued: 0 });
  });

  it('does not count against the queue what waits for a worker of its own to start', async () => {
    make(2, { maxQueue: 0 });
    const tasks = [hold('a'), hold('b')];
    expect(await rejection(hold('c'))).to.include({ code: 'overloaded' });
    await finish('a');
    await finish('b');
    await Promise.all(tasks);
  });

  it('gives a worker as many tasks as concurrency says, and spreads a burst evenly', async () => {
    make(2, { concurrency: 3 });
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const tasks = names.map((name) => hold(name));
    const six = await Promise.all(names.slice(0, 6).map((name) => bench.task(name)));
    expect(six.filter(({ worker }) => worker === 0)).to.have.length(3);
    expect(pool.getStats()).to.include({ running: 6, queued: 1, busy: 2 });
    for (const task of six) task.finish();
    await finish('g');
    await Promise.all(tasks);
  });

  it('starts another worker rather than crowd one, while there may be more', async () => {
    make(2, { concurrency: 4 });
    const a = hold('a');
    await bench.task('a');
    const b = hold('b');
    await bench.task('b');
    await until(pool, ({ idle }) => idle === 1);
    const c = hold('c');
    expect((await bench.task('c')).worker).to.equal(1);
    for (const name of ['a', 'b', 'c']) await finish(name);
    await Promise.all([a, b, c]);
  });

  it('takes workers in turn with round-robin', async () => {
    make(3, { strategy: 'round-robin' });
    await pool.warmUp();
    const workers = [];
    for (let i = 0; i < 6; i++) workers.push(await pool.execute({ type: 'worker', payload: null }));
    expect(workers).to.deep.equal([0, 1, 2, 0, 1, 2]);
  });

  it('sends tasks with the same key to the same worker, in order, while others overtake them', async () => {
    make(2);
    await pool.warmUp();
    const one = hold('one', { affinity: 'k' });
    const { worker } = await bench.task('one');
    const two = hold('two', { affinity: 'k' });
    const three = hold('three', { affinity: 'k' });
    const other = hold('other');
    expect((await bench.task('other')).worker).not.to.equal(worker);
    expect(pool.getStats()).to.include({ queued: 2, running: 2 });
    await finish('other');
    await other;
    expect(pool.getStats()).to.include({ queued: 2, idle: 1 });
    for (const name of ['one', 'two', 'three']) {
      expect((await bench.task(name)).worker).to.equal(worker);
      await finish(name);
    }
    await Promise.all([one, two, three]);
    expect(bench.begun).to.deep.equal(['one', 'other', 'two', 'three']);
  });

  it('starts no worker for tasks that wait for another one alone', async () => {
    make(3);
    const tasks = [hold('one', { affinity: 'k' })];
    await bench.task('one');
    tasks.push(hold('two', { affinity: 'k' }), hold('three', { affinity: 'k' }));
    expect(pool.getStats()).to.include({ queued: 2, running: 1, starting: 0 });
    expect(bench.workers).to.have.length(1);
    for (const name of ['one', 'two', 'three']) await finish(name);
    await Promise.all(tasks);
    expect(bench.workers).to.have.length(1);
  });

  it('keeps a key together when its tasks were all waiting for the first worker', async () => {
    make(2);
    const tasks = ['a', 'b', 'c'].map((name) => hold(name, { affinity: 1 }));
    const { worker } = await bench.task('a');
    for (const name of ['a', 'b', 'c']) {
      expect((await bench.task(name)).worker).to.equal(worker);
      await finish(name);
    }
    await Promise.all(tasks);
  });

  it('counts the time limit from when the task starts', async () => {
    make(1);
    const first = hold('first');
    const late = rejection(hold('late', { timeout: 1 }));
    await bench.task('first');
    // as long as that again passes before the first one ends
    const other = createWorkerPool(bench.source, 1);
    expect(await rejection(other.execute({ type: 'hold', payload: 'other', timeout: 1 }))).to.include({
      code: 'timeout',
    });
    other.terminate();
    expect(pool.getStats()).to.include({ queued: 1, failed: 0 });
    await finish('first', 'done');
    expect(await first).to.equal('done');
    expect(await late).to.include({ name: 'TimeoutError', code: 'timeout' });
  });

  it('limits tasks that set no limit of their own by taskTimeout', async () => {
    make(1, { taskTimeout: 1 });
    expect(await rejection(hold('long'))).to.include({ code: 'timeout' });
    const free = hold('free', { timeout: 0 });
    await finish('free', 3);
    expect(await free).to.equal(3);
  });

  it('hands progress on', async () => {
    make(1);
    const seen: number[] = [];
    await pool.execute({ type: 'steps', payload: 3, onProgress: ({ loaded }) => seen.push(loaded) });
    expect(seen.at(-1)).to.equal(3);
  });
});
