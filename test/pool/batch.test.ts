/** Tiny tasks: how many messages a pool needs for them, and that nobody pays for those who die beside them. */
import { expect } from '@open-wc/testing';
import { createWorkerPool, type WorkerLike, type WorkerPool } from '../../src/pool/pool.js';
import { createBench } from '../support/pool-bench.js';
import { rejection } from '../support/outcome.js';

describe('a pool of tiny tasks', () => {
  let pool: WorkerPool;
  let posted: number;
  let heard: number;
  afterEach(() => pool.terminate());

  /** A warm pool of one worker whose messages are counted from now on. */
  async function make(concurrency: number): Promise<void> {
    const bench = createBench();
    const source = (): WorkerLike => {
      const worker = bench.start();
      worker.addEventListener?.('message', () => heard++);
      const postMessage: WorkerLike['postMessage'] = (message, transfer) => {
        posted++;
        worker.postMessage(message, transfer);
      };
      return { ...worker, postMessage };
    };
    pool = createWorkerPool(source, 1, { concurrency, handshakeTimeout: 10_000 });
    await pool.warmUp();
    await burst(4);
    posted = 0;
    heard = 0;
  }

  /** Their answers wait for nothing but the turn; those of `echo` do not wait for one that a slow machine took long for. */
  function burst(count: number): Promise<unknown[]> {
    return Promise.all(Array.from({ length: count }, (_, index) => pool.execute({ type: 'later', payload: index })));
  }

  it('has the first begin at once, and sends the others of the turn together', async () => {
    await make(50);
    const all = burst(40);
    expect(posted).to.equal(1);
    expect(await all).to.deep.equal(Array.from({ length: 40 }, (_, index) => index));
    expect(posted).to.equal(2);
    expect(heard).to.equal(2);
  });

  it('sends each by itself with a concurrency of 1', async () => {
    await make(1);
    await burst(10);
    expect(posted).to.equal(10);
    expect(heard).to.equal(10);
  });

  it('has answers that a spinning task kept worked out again elsewhere', async () => {
    const source = new URL('../support/probe.worker.ts', import.meta.url);
    pool = createWorkerPool(source, 1, { concurrency: 4, abortGrace: 1, handshakeTimeout: 10_000 });
    const obey = (payload: unknown, more = {}) => pool.execute({ channel: 'probe', type: 'obey', payload, ...more });
    await pool.warmUp();
    for (let round = 0; round < 3; round++) await Promise.all([obey(1), obey(2), obey(3)]);
    const stop = new AbortController();
    const first = obey(4);
    const kept = [obey(5), obey(6)];
    const spinning = obey('spin', { signal: stop.signal });
    expect(await first).to.equal(4);
    stop.abort();
    expect(await rejection(spinning)).to.include({ code: 'aborted' });
    expect(await Promise.all(kept)).to.deep.equal([5, 6]);
    expect(pool.getStats()).to.include({ failed: 0, aborted: 1 });
  });

  it('rejects only the one that cannot be cloned', async () => {
    await make(10);
    const all = burst(5);
    const guilty = pool.execute({ type: 'echo', payload: () => 0 });
    const more = burst(3);
    expect(await rejection(guilty)).to.include({ code: 'uncloneable' });
    expect(await all).to.deep.equal([0, 1, 2, 3, 4]);
    expect(await more).to.deep.equal([0, 1, 2]);
    expect(pool.getStats()).to.include({ running: 0, queued: 0, failed: 1 });
  });

  it('forgets those that are aborted before they left, and keeps the worker', async () => {
    await make(10);
    const controller = new AbortController();
    const kept = burst(2);
    const aborted = pool.execute({ type: 'echo', payload: 0, signal: controller.signal });
    controller.abort();
    expect(await rejection(aborted)).to.include({ code: 'aborted' });
    expect(await kept).to.deep.equal([0, 1]);
    expect(pool.getStats()).to.include({ aborted: 1, restarted: 0, idle: 1 });
    expect(posted).to.equal(2);
  });
});
