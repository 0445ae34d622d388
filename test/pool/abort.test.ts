/** Abort in three steps: leave the queue, tell the worker, end and replace it. The caller hears of it at once in each. */
import { expect } from '@open-wc/testing';
import { createWorkerPool, type PoolOptions, type WorkerPool } from '../../src/pool/pool.js';
import { createBench, type Bench } from '../support/pool-bench.js';
import { until } from '../support/pool-until.js';
import { rejection } from '../support/outcome.js';

describe('aborting a task of a pool', () => {
  let bench: Bench;
  let pool: WorkerPool;
  const make = (size: number, options?: PoolOptions) => (pool = createWorkerPool(bench.source, size, options));
  const hold = (name: string, more = {}) => pool.execute({ type: 'hold', payload: name, ...more });
  const cling = (name: string, more = {}) => pool.execute({ type: 'cling', payload: name, ...more });
  const finish = async (name: string, value?: unknown) => (await bench.task(name)).finish(value);

  beforeEach(() => {
    bench = createBench();
  });
  afterEach(() => pool.terminate());

  it('rejects at once, and starts nothing, when the signal is aborted already', async () => {
    make(1);
    const error = await rejection(hold('a', { signal: AbortSignal.abort('too late') }));
    expect(error).to.include({ name: 'AbortError', code: 'aborted', cause: 'too late' });
    expect(bench.workers).to.have.length(0);
  });

  it('takes a waiting task out of the queue, which no worker ever sees', async () => {
    make(1);
    const stop = new AbortController();
    const first = hold('first');
    await bench.task('first');
    const waiting = rejection(hold('waiting', { signal: stop.signal }));
    const last = hold('last');
    stop.abort(new Error('changed my mind'));
    const error = await waiting;
    expect(error).to.include({ name: 'AbortError', code: 'aborted' }).and.to.have.property('cause', stop.signal.reason);
    expect(error)
      .to.have.property('message')
      .that.matches(/^Request cancelled/);
    expect(pool.getStats()).to.include({ queued: 1, aborted: 1 });
    await finish('first');
    await finish('last');
    await Promise.all([first, last]);
    expect(bench.begun).to.deep.equal(['first', 'last']);
  });

  it('takes many waiting tasks of one signal out at once', async () => {
    make(1, { maxQueue: 500 });
    const stop = new AbortController();
    const first = hold('first');
    await bench.task('first');
    const many = Array.from({ length: 300 }, (_, i) =>
      rejection(hold(`w${i}`, { signal: stop.signal, priority: i % 7 })),
    );
    const kept = hold('kept', { priority: 3 });
    stop.abort();
    await Promise.all(many);
    expect(pool.getStats()).to.include({ queued: 1, aborted: 300 });
    await finish('first');
    await finish('kept');
    await Promise.all([first, kept]);
  });

  it('takes a task out of the queue of the one worker it waits for', async () => {
    make(2);
    const stop = new AbortController();
    const one = hold('one', { affinity: 'k' });
    await bench.task('one');
    const two = rejection(hold('two', { affinity: 'k', signal: stop.signal }));
    stop.abort();
    expect(await two).to.include({ code: 'aborted' });
    await finish('one');
    await one;
    expect(pool.getStats()).to.include({ queued: 0, completed: 1, aborted: 1 });
  });

  it('tells the worker, and gives it the next task once the aborted one has stopped', async () => {
    make(1, { abortGrace: Infinity });
    const stop = new AbortController();
    const task = rejection(hold('a', { signal: stop.signal }));
    const { signal } = await bench.task('a');
    stop.abort();
    expect(await task).to.include({ code: 'aborted' });
    expect(await pool.execute({ type: 'worker', payload: null })).to.equal(0);
    expect(signal.aborted).to.equal(true);
    expect(bench.workers).to.have.length(1);
  });

  it('gives no task to a worker whose aborted task still runs', async () => {
    make(1, { abortGrace: Infinity });
    const stop = new AbortController();
    const task = rejection(cling('a', { signal: stop.signal }));
    await bench.task('a');
    stop.abort();
    await task;
    const next = hold('next');
    expect(pool.getStats()).to.include({ busy: 1, running: 0, queued: 1 });
    await finish('a');
    await finish('next', 1);
    expect(await next).to.equal(1);
    expect(bench.workers).to.have.length(1);
  });

  it('ends and replaces the worker of a task that does not stop within the grace', async () => {
    make(1, { abortGrace: 1 });
    const stop = new AbortController();
    const task = rejection(cling('a', { signal: stop.signal }));
    await bench.task('a');
    stop.abort();
    expect(await task).to.include({ code: 'aborted' });
    await until(pool, ({ restarted, idle }) => restarted === 1 && idle === 1);
    expect(bench.workers[0]).to.have.property('terminated', true);
    expect(await pool.execute({ type: 'worker', payload: null })).to.equal(1);
  });

  it('treats a task that took too long alike', async () => {
    make(1, { abortGrace: 1 });
    expect(await rejection(cling('a', { timeout: 1 }))).to.include({ name: 'TimeoutError', code: 'timeout' });
    expect(await pool.execute({ type: 'worker', payload: null })).to.equal(1);
    expect(pool.getStats()).to.include({ failed: 1, aborted: 0, completed: 1, restarted: 1, retried: 0 });
  });

  it('gives the other tasks of a worker that it ends to others, which counts as a further try', async () => {
    make(1, { abortGrace: 1, concurrency: 2, maxRetries: 1 });
    const stop = new AbortController();
    const clinging = rejection(cling('a', { signal: stop.signal }));
    const beside = hold('beside');
    await bench.task('a');
    const first = await bench.task('beside');
    stop.abort();
    await clinging;
    const second = await bench.task('beside', 2);
    expect([first.worker, second.worker]).to.deep.equal([0, 1]);
    second.finish('done');
    expect(await beside).to.equal('done');
    expect(pool.getStats()).to.include({ retried: 1, failed: 0 });
  });

  it('runs them again no more often than they may be', async () => {
    make(1, { abortGrace: 1, concurrency: 2, maxRetries: 0 });
    const stop = new AbortController();
    const clinging = rejection(cling('a', { signal: stop.signal }));
    const beside = rejection(hold('beside'));
    await bench.task('a');
    await bench.task('beside');
    stop.abort();
    await clinging;
    const error = await beside;
    expect(error).to.include({ name: 'IPCError', code: 'terminated' });
    expect((error as Error).message).to.contain('because of another task');
    expect(bench.begun).to.deep.equal(['a', 'beside']);
    expect(pool.getStats()).to.include({ retried: 0, failed: 1, aborted: 1 });
  });

  it('fails those of them that moved something, which cannot be moved twice', async () => {
    make(1, { abortGrace: 1, concurrency: 2 });
    const stop = new AbortController();
    const clinging = rejection(cling('a', { signal: stop.signal }));
    const moved = rejection(hold('moved', { transfer: [new ArrayBuffer(8)] }));
    await bench.task('a');
    await bench.task('moved');
    stop.abort();
    await clinging;
    expect(await moved).to.include({ name: 'IPCError', code: 'terminated' });
  });

  it('leaves no listener at the signal', async () => {
    make(1);
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions) => {
      listeners++;
      add(type, listener, options);
    };
    signal.removeEventListener = (type: string, listener: EventListener) => {
      listeners--;
      remove(type, listener);
    };
    const tasks = ['a', 'b', 'c'].map((name) => hold(name, { signal }));
    for (const name of ['a', 'b', 'c']) await finish(name);
    await Promise.all(tasks);
    expect(listeners).to.equal(0);
  });
});
