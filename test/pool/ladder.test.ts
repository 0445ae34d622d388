/** Several ways to start a worker: the first one that says ready is used, and each refusal is told. */
import { expect } from '@open-wc/testing';
import {
  createWorkerPool,
  type PoolOptions,
  type Rung,
  type WorkerLike,
  type WorkerPool,
} from '../../src/pool/pool.js';
import { createBench, type Bench } from '../support/pool-bench.js';
import { rejection } from '../support/outcome.js';

describe('a pool with several rungs', () => {
  const task = { type: 'echo', payload: 'here' };
  let bench: Bench;
  let pool: WorkerPool;
  let tried: string[];

  const rung = (name: string, start: () => WorkerLike | Promise<WorkerLike>): Rung => ({
    name,
    start() {
      tried.push(name);
      return start();
    },
  });
  const throws = (name = 'throws') =>
    rung(name, () => {
      throw new Error(`${name} is out of the question`);
    });
  const rejects = () => rung('rejects', () => Promise.reject(new TypeError('no network')));
  const missing = () => rung('missing', () => new Worker('/no-such.worker.js', { type: 'module' }));
  const silent = () => rung('silent', () => bench.start({ mute: true }));
  const works = (name = 'works') => rung(name, () => bench.start());
  const make = (rungs: readonly Rung[], size = 1, options?: PoolOptions) =>
    (pool = createWorkerPool(rungs, size, { restartDelay: 1, ...options }));

  beforeEach(() => {
    bench = createBench();
    tried = [];
  });
  afterEach(() => pool.terminate());

  it('uses the first, and none after it', async () => {
    make([works('first'), works('second')], 2);
    await pool.warmUp();
    expect(await pool.execute(task)).to.equal('here');
    expect(pool.place).to.equal('first');
    expect(tried).to.deep.equal(['first', 'first']);
  });

  for (const [what, refused, handshakeTimeout] of [
    ['throws', throws, 5000],
    ['rejects', rejects, 5000],
    ['fires error', missing, 5000],
    ['never says ready', silent, 2000],
  ] as const) {
    it(`goes on to the next when the first ${what}`, async () => {
      make([refused(), works()], 1, { handshakeTimeout });
      expect(await pool.execute(task)).to.equal('here');
      expect(pool.place).to.equal('works');
      expect(pool.getStats().restarted).to.equal(0);
      expect(tried).to.have.length(2);
    });
  }

  it('ends a worker that never said ready', async () => {
    make([silent(), works()], 1, { handshakeTimeout: 2000 });
    await pool.execute(task);
    expect(bench.workers[0]).to.have.property('terminated', true);
  });

  it('does not try a refused rung again for the next worker', async () => {
    make([throws(), works()], 2, { handshakeTimeout: 5000 });
    await pool.warmUp(1);
    await pool.warmUp(2);
    expect(tried.filter((name) => name === 'throws')).to.have.length(1);
  });

  it('says of each why it was refused, when all are', async () => {
    make([throws('one'), rejects(), missing()], 2, { handshakeTimeout: 5000 });
    const error = await rejection(pool.execute(task));
    expect(error).to.include({ name: 'IPCError', code: 'unavailable' });
    expect(error).to.have.property('message').that.includes('one: one is out of the question');
    expect(error).to.have.property('message').that.includes('rejects: no network');
    expect(error)
      .to.have.property('message')
      .that.matches(/missing: .*did not load/);
    expect(error).to.have.property('cause').that.is.instanceOf(AggregateError);
    expect(error).to.have.nested.property('cause.errors').that.has.length(3);
    expect(pool.state).to.equal('failed');
    expect(tried).to.have.length(3);
  });

  it('goes on to the next when a rung that worked fails to start restartLimit times', async () => {
    let gone = false;
    const file = rung('file', () => {
      if (!gone) return bench.start();
      return new Worker('/no-such.worker.js', { type: 'module' });
    });
    make([file, works('page')], 1, { restartLimit: 2, handshakeTimeout: 5000 });
    await pool.execute(task);
    expect(pool.place).to.equal('file');
    gone = true;
    bench.workers[0]?.crash();
    expect(await pool.execute(task)).to.equal('here');
    expect(pool.place).to.equal('page');
    expect(tried).to.deep.equal(['file', 'file', 'file', 'page']);
  });

  describe('says on the console', () => {
    const { warn } = console;
    let said: unknown[][];
    beforeEach(() => {
      said = [];
      console.warn = (...args) => void said.push(args);
    });
    afterEach(() => {
      console.warn = warn;
    });

    it('once that the work is done on the page, and why', async () => {
      make([throws('file'), rejects(), works('page')], 2, { handshakeTimeout: 5000 });
      await pool.warmUp();
      bench.workers[0]?.crash();
      await pool.execute(task);
      expect(pool.place).to.equal('page');
      expect(said).to.have.length(1);
      expect(said[0]).to.have.length(1);
      expect(said[0]?.[0]).to.include('file: file is out of the question; rejects: no network');
    });

    it('nothing where the page is the first choice', async () => {
      make([works('page'), throws()], 1, { handshakeTimeout: 5000 });
      await pool.execute(task);
      expect(said).to.deep.equal([]);
    });

    it('nothing where a refused rung is followed by another worker', async () => {
      make([throws(), works('text')], 1, { handshakeTimeout: 5000 });
      await pool.execute(task);
      expect(said).to.deep.equal([]);
    });

    it('nothing where there never are workers', async () => {
      const { Worker: known } = globalThis;
      Reflect.deleteProperty(globalThis, 'Worker');
      try {
        make([throws(), works('page')], 1, { handshakeTimeout: 5000 });
        await pool.execute(task);
      } finally {
        globalThis.Worker = known;
      }
      expect(pool.place).to.equal('page');
      expect(said).to.deep.equal([]);
    });
  });

  it('names the script that could not be loaded', async () => {
    const url = new URL('/no-such.worker.js', location.href);
    pool = createWorkerPool(url, 1, { restartLimit: 1 });
    expect(await rejection(pool.execute(task)))
      .to.have.property('message')
      .that.includes(`No worker could be started: ${url.href}: The worker script did not load`);
  });

  it('runs a task on the next rung when the first turns out to be dead without a handshake', async () => {
    make([missing(), works()], 1, { handshakeTimeout: 0, maxRetries: 0 });
    expect(await pool.execute(task)).to.equal('here');
  });
});
