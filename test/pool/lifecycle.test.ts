/** From warming up to the end of a pool, and what it refuses at the door. */
import { expect } from '@open-wc/testing';
import { createWorkerPool, type PoolOptions, type WorkerPool, type WorkerSource } from '../../src/pool/pool.js';
import { createBench, type Bench } from '../support/pool-bench.js';
import { until } from '../support/pool-until.js';
import { rejection } from '../support/outcome.js';
import { watchTimers } from '../support/pool-timers.js';

describe('the life of a pool', () => {
  let bench: Bench;
  let pool: WorkerPool;
  const make = (size: number, options?: PoolOptions) =>
    (pool = createWorkerPool(bench.source, size, { handshakeTimeout: 5000, ...options }));
  const hold = (name: string, more = {}) => pool.execute({ type: 'hold', payload: name, ...more });
  const finish = async (name: string, value?: unknown) => (await bench.task(name)).finish(value);
  const finishAgain = async (name: string, value?: unknown) => (await bench.task(name, 2)).finish(value);

  beforeEach(() => {
    bench = createBench();
  });
  afterEach(() => pool.terminate());

  it('warms up all workers, or as many as asked for', async () => {
    make(3);
    await pool.warmUp(2);
    expect(pool.getStats()).to.include({ idle: 2, starting: 0 });
    await pool.warmUp();
    expect(pool.getStats()).to.include({ idle: 3, starting: 0 });
    expect(pool.state).to.equal('ready');
    await pool.warmUp();
    await pool.warmUp(0);
    expect(bench.workers).to.have.length(3);
  });

  it('does not wait for ever for workers that come and die', async () => {
    make(2);
    const warm = pool.warmUp(2);
    await until(pool, ({ idle }) => idle > 0);
    bench.workers[0]?.crash();
    await warm;
  });

  it('goes through its states', async () => {
    make(1);
    const seen = [pool.state];
    pool.subscribe(({ state }) => {
      if (seen.at(-1) !== state) seen.push(state);
    });
    const task = hold('a');
    await finish('a');
    await task;
    await pool.close();
    await Promise.resolve();
    expect(seen).to.deep.equal(['idle', 'starting', 'busy', 'ready', 'closed']);
  });

  it('finishes what it has when it is closed, and takes nothing more', async () => {
    make(1);
    const tasks = [hold('a'), hold('b')];
    await bench.task('a');
    const end = pool.close();
    expect(pool.state).to.equal('closing');
    expect(await rejection(hold('c'))).to.include({ name: 'IPCError', code: 'terminated' });
    expect(await rejection(pool.warmUp())).to.include({ code: 'terminated' });
    await finish('a', 1);
    await finish('b', 2);
    expect(await Promise.all(tasks)).to.deep.equal([1, 2]);
    await end;
    expect(pool.state).to.equal('closed');
    expect(bench.workers.map(({ terminated }) => terminated)).to.deep.equal([true]);
    await pool.close();
  });

  it('closes at once when it has nothing to do', async () => {
    make(2);
    await pool.close();
    expect(pool.state).to.equal('closed');
    expect(bench.workers).to.have.length(0);
  });

  it('still replaces a worker that dies while it is closed', async () => {
    make(1);
    const task = hold('a');
    await bench.task('a');
    const end = pool.close();
    bench.workers[0]?.crash();
    (await bench.task('a', 2)).finish('done');
    expect(await task).to.equal('done');
    await end;
  });

  it('still finishes a task whose worker died while it was closed, though the one beside it fails', async () => {
    make(1, { concurrency: 2 });
    const moved = rejection(hold('moved', { transfer: [new ArrayBuffer(8)] }));
    const task = hold('a');
    await bench.task('moved');
    await bench.task('a');
    const end = pool.close();
    bench.workers[0]?.crash();
    expect(await moved).to.include({ code: 'crashed' });
    await Promise.race([task, end.then(() => undefined), bench.task('a', 2)]);
    expect(pool.state).to.equal('closing');
    await finishAgain('a', 'done');
    expect(await task).to.equal('done');
    await end;
  });

  it('rejects what runs and what waits when it is terminated', async () => {
    make(1);
    const tasks = [rejection(hold('running')), rejection(hold('waiting'))];
    const { signal } = await bench.task('running');
    pool.terminate();
    for (const error of await Promise.all(tasks)) expect(error).to.include({ name: 'IPCError', code: 'terminated' });
    expect(pool.getStats()).to.include({ busy: 0, idle: 0, starting: 0, queued: 0, running: 0, failed: 2 });
    expect(bench.workers.map(({ terminated }) => terminated)).to.deep.equal([true]);
    expect(signal.aborted).to.equal(true);
    expect(await rejection(hold('late'))).to.include({ code: 'terminated' });
    pool.terminate();
  });

  it('ends a close that waits when it is terminated', async () => {
    make(1);
    const task = rejection(hold('a'));
    await bench.task('a');
    const end = pool.close();
    pool.terminate();
    await end;
    expect(await task).to.include({ code: 'terminated' });
  });

  it('rejects who waits for workers when it is terminated', async () => {
    make(1);
    const warm = rejection(pool.warmUp());
    pool.terminate();
    expect(await warm).to.include({ code: 'terminated' });
  });

  it('leaves no timer behind', async () => {
    const timers = watchTimers();
    try {
      make(2, { abortGrace: 60_000, taskTimeout: 60_000, pingInterval: 60_000 });
      const stop = new AbortController();
      const clinging = rejection(pool.execute({ type: 'cling', payload: 'a', signal: stop.signal }));
      const held = rejection(hold('b'));
      await bench.task('a');
      await bench.task('b');
      stop.abort();
      await clinging;
      expect(timers.pending).to.be.greaterThan(0);
      pool.terminate();
      await held;
      expect(timers.pending).to.equal(0);
    } finally {
      timers.restore();
    }
  });

  describe('refuses at the door', () => {
    for (const size of [0, -1, 1.5, NaN, Infinity, 513]) {
      it(`a size of ${size}`, () => {
        expect(() => make(size)).to.throw(RangeError, 'whole number from 1 to 512');
      });
    }

    const wrong: [name: string, options: PoolOptions][] = [
      ['concurrency', { concurrency: 0 }],
      ['concurrency', { concurrency: Infinity }],
      ['maxRetries', { maxRetries: -1 }],
      ['maxQueue', { maxQueue: NaN }],
      ['restartLimit', { restartLimit: 0 }],
      ['taskTimeout', { taskTimeout: -5 }],
      ['abortGrace', { abortGrace: NaN }],
      ['pingInterval', { pingInterval: -1 }],
      ['pingTimeout', { pingTimeout: 0 }],
    ];
    for (const [name, options] of wrong) {
      it(`${name} of ${String(Object.values(options)[0])}`, () => {
        expect(() => make(1, options)).to.throw(RangeError, name);
      });
    }

    it('an unknown strategy', () => {
      const options = JSON.parse('{"strategy": "constructor"}') as PoolOptions;
      expect(() => make(1, options)).to.throw(RangeError, "not 'constructor'");
    });

    it('a source that is none', () => {
      for (const text of ['[]', '{}', 'null', '7']) {
        const source = JSON.parse(text) as WorkerSource;
        expect(() => createWorkerPool(source, 1)).to.throw(TypeError, 'URL of a worker');
      }
    });

    const options: [name: string, options: string][] = [
      ['signal', '{"signal":{}}'],
      ['signal', '{"signal":null}'],
      ['onProgress', '{"onProgress":7}'],
      ['timeout', '{"timeout":-1}'],
      ['timeout', '{"timeout":"5"}'],
      ['priority', '{"priority":"high"}'],
    ];
    for (const [name, text] of options) {
      it(`a task with ${text}, and goes on`, async () => {
        make(1);
        const running = hold('a');
        await bench.task('a');
        const more = JSON.parse(text) as object;
        const error = await rejection(hold('wrong', more));
        expect(error).to.include({ name: 'OperationError', code: 'invalid' });
        expect((error as Error).message).to.contain(name);
        expect(pool.getStats()).to.include({ queued: 0, running: 1, failed: 0 });
        await finish('a');
        await running;
        await pool.close();
      });
    }

    it('a warm-up of more workers than there may be', async () => {
      make(2);
      for (const n of [3, -1, 0.5, NaN]) expect(await rejection(pool.warmUp(n))).to.be.instanceOf(RangeError);
    });
  });
});
