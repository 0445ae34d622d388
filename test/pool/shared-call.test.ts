/** What a pool's tasks are given may be shared: a SharedCancellation takes them out of the queue, ends them, and spares the worker if it can. */
import { expect } from '@open-wc/testing';
import { createWorkerPool, type WorkerPool } from '../../src/pool/pool.js';
import { isSharedArrayBufferAvailable } from '../../src/shared/capabilities.js';
import { SharedCancellation } from '../../src/shared/shared-cancellation.js';
import { SharedProgress } from '../../src/shared/shared-progress.js';
import { gate } from '../support/gates.js';
import { rejection } from '../support/outcome.js';
import type { ProbeServices } from '../support/probe-places.js';

describe('a task with shared primitives', () => {
  let pool: WorkerPool<ProbeServices>;
  afterEach(() => pool.terminate());
  const start = (abortGrace: number) =>
    (pool = createWorkerPool<ProbeServices>(new URL('../support/probe.worker.ts', import.meta.url), 1, { abortGrace }));
  const echo = () => pool.execute({ channel: 'probe', type: 'echo', payload: 'next' });

  it('is refused when it is cancelled already', async () => {
    start(1000);
    const signal = new SharedCancellation();
    signal.cancel('before');
    const error = await rejection(pool.execute({ channel: 'probe', type: 'echo', payload: 1, signal }));
    expect(error).to.include({ name: 'AbortError', code: 'aborted' });
    expect(error).to.have.property('cause').that.includes({ message: 'before' });
    expect(pool.getStats()).to.include({ busy: 0, starting: 0 });
  });

  it('leaves the queue when it is cancelled there', async () => {
    start(Infinity);
    const first = pool.execute({ channel: 'probe', type: 'hold', payload: 'first' });
    const signal = new SharedCancellation();
    const waiting = Array.from({ length: 20 }, () =>
      rejection(pool.execute({ channel: 'probe', type: 'echo', payload: 'waits', signal })),
    );
    signal.cancel();
    for (const error of await Promise.all(waiting)) expect(error).to.include({ code: 'aborted' });
    expect(pool.getStats()).to.include({ aborted: 20, failed: 0 });
    pool.terminate();
    await rejection(first);
  });

  it('is done though its SharedCancellation was closed: one that waits, and one that need not', async () => {
    start(1000);
    const signal = new SharedCancellation();
    signal.close();
    const tasks = Array.from({ length: 20 }, (_, payload) =>
      pool.execute({ channel: 'probe', type: 'echo', payload, signal }),
    );
    expect(await Promise.all(tasks)).to.deep.equal(Array.from({ length: 20 }, (_, index) => index));
    expect(await pool.execute({ channel: 'probe', type: 'echo', payload: 'last', signal })).to.equal('last');
    expect(pool.getStats()).to.include({ completed: 21, failed: 0, queued: 0, running: 0, restarted: 0 });
  });

  it('is in no queue when its signal cannot be heard', async () => {
    start(1000);
    const signal = new SharedCancellation();
    signal.subscribe = () => {
      throw new TypeError('a bad signal');
    };
    expect(await rejection(pool.execute({ channel: 'probe', type: 'echo', payload: 1, signal }))).to.include({
      name: 'TypeError',
    });
    expect(pool.getStats()).to.include({ queued: 0, running: 0 });
    expect(await echo()).to.equal('next');
    expect(pool.getStats()).to.include({ completed: 1 });
  });

  it('has its last report in the SharedProgress before it settles', async () => {
    start(1000);
    const onProgress = new SharedProgress(1);
    expect(await pool.execute({ channel: 'probe', type: 'steps', payload: 50, onProgress })).to.equal(50);
    expect([onProgress.get(), onProgress.total]).to.deep.equal([50, 50]);
  });

  for (const [name, make] of [
    ['a SharedCancellation', ownCancellation],
    ['an AbortSignal', ownController],
  ] as const) {
    const shared = isSharedArrayBufferAvailable();
    it(`that never yields is ended by ${name}, ${shared ? 'and its worker goes on' : 'with its worker'}`, async () => {
      start(shared ? Infinity : 1);
      const { signal, cancel } = make();
      const begun = gate();
      const task = pool.execute({ channel: 'probe', type: 'watch', payload: null, signal, onProgress: begun.open });
      const outcome = rejection(task);
      await begun.promise;
      cancel();
      expect(await outcome).to.include({ name: 'AbortError', code: 'aborted' });
      expect(await echo()).to.equal('next');
      expect(pool.getStats()).to.include({ aborted: 1, failed: 0, restarted: shared ? 0 : 1 });
    });
  }

  it('is refused with what is neither a signal nor a progress', async () => {
    start(1000);
    const odd = { cancel: () => true, set: () => undefined } as unknown;
    const asSignal = pool.execute({ channel: 'probe', type: 'echo', payload: 1, signal: odd as AbortSignal });
    expect(await rejection(asSignal)).to.include({ name: 'OperationError', code: 'invalid' });
    const asProgress = pool.execute({ channel: 'probe', type: 'echo', payload: 1, onProgress: odd as SharedProgress });
    expect(await rejection(asProgress)).to.include({ name: 'OperationError', code: 'invalid' });
  });
});

function ownCancellation() {
  const signal = new SharedCancellation();
  return { signal, cancel: () => void signal.cancel() };
}

function ownController() {
  const controller = new AbortController();
  return { signal: controller.signal, cancel: () => controller.abort() };
}
