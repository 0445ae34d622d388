/** The pool over real workers: each way to die, and life after it. */
import { expect } from '@open-wc/testing';
import { IPCError } from '../../src/errors.js';
import { createWorkerPool, type PoolOptions, type WorkerPool } from '../../src/pool/pool.js';
import { gate } from '../support/gates.js';
import { rejection } from '../support/outcome.js';
import { callAfterDeath, waysToDie } from '../support/ways-to-die.js';

describe('a pool of real workers', () => {
  const probe = new URL('../support/probe.worker.ts', import.meta.url);
  let pool: WorkerPool;
  let workers: Worker[];
  const start = (script: URL) => () => {
    const worker = new Worker(script, { type: 'module' });
    workers.push(worker);
    return worker;
  };
  const make = (script: URL, options?: PoolOptions) => (pool = createWorkerPool(start(script), 1, options));
  const echo = (payload: unknown) => pool.execute({ channel: 'probe', type: 'echo', payload });

  beforeEach(() => {
    workers = [];
  });
  afterEach(() => pool.terminate());

  for (const handshakeTimeout of [0, 15_000]) {
    for (const way of waysToDie) {
      it(`rejects with ${way.code} when ${way.name} (handshake ${handshakeTimeout})`, async () => {
        make(way.script, { maxRetries: 0, restartLimit: 1, restartDelay: 1, abortGrace: 1, handshakeTimeout });
        const error = await rejection(
          way.die({
            call: (type, options) => pool.execute({ channel: 'probe', type, payload: undefined, ...options }),
            terminate: () => workers.at(-1)?.terminate(),
          }),
        );
        expect(error).to.be.instanceOf(IPCError).with.property('code', way.code);
        expect(error).to.have.property('message').that.matches(way.message);
        if (way.code === 'unavailable') expect(pool.state).to.equal('failed');
        else expect(await echo('alive')).to.equal('alive');
      });
    }

    it(`starts another worker, which answers, when a call is made after the death (handshake ${handshakeTimeout})`, async () => {
      make(callAfterDeath.script, { maxRetries: 0, handshakeTimeout });
      const answer = await callAfterDeath.die({
        call: (type) => pool.execute({ channel: 'probe', type, payload: type }),
        terminate: () => workers.at(-1)?.terminate(),
      });
      expect(answer).to.equal('echo');
      expect(workers).to.have.length(2);
      expect(pool.getStats()).to.include({ restarted: 1, retried: 0, completed: 1, failed: 1 });
    });
  }

  it('starts a module worker from a URL', async () => {
    for (const source of [probe, probe.href]) {
      pool = createWorkerPool(source, 1);
      expect(await echo(1)).to.equal(1);
      pool.terminate();
    }
  });

  it('ends a worker that spins when the time is over, and goes on with another', async () => {
    make(probe, { abortGrace: 1 });
    const begun = gate();
    const spin = rejection(
      pool.execute({ channel: 'probe', type: 'spin', payload: null, timeout: 1000, onProgress: begun.open }),
    );
    await begun.promise;
    const next = echo('next');
    expect(await spin).to.include({ name: 'TimeoutError', code: 'timeout' });
    expect(await next).to.equal('next');
    expect(workers).to.have.length(2);
  });

  it('rejects what runs in a spinning worker at once when it is terminated', async () => {
    make(probe);
    const begun = gate();
    const spin = rejection(pool.execute({ channel: 'probe', type: 'spin', payload: null, onProgress: begun.open }));
    await begun.promise;
    pool.terminate();
    expect(await spin).to.include({ code: 'terminated' });
  });

  it('moves what a task transfers', async () => {
    make(probe);
    const { buffer } = new Uint8Array([1, 2, 3]);
    const task = { channel: 'probe', type: 'echo', payload: buffer, transfer: [buffer] };
    const back = await pool.execute(task);
    expect(buffer.byteLength).to.equal(0);
    expect(back).to.be.instanceOf(ArrayBuffer).with.property('byteLength', 3);
  });

  it('rejects a payload that cannot be cloned, and keeps the worker', async () => {
    make(probe);
    expect(await rejection(echo(() => 0))).to.include({ name: 'IPCError', code: 'uncloneable' });
    expect(await echo('alive')).to.equal('alive');
    expect(workers).to.have.length(1);
  });

  it('uses workers of the older wire, and does not take them for dead because they know no ping', async () => {
    const options = { pingInterval: 1, pingTimeout: 1 };
    make(new URL('../support/probe-older.worker.ts', import.meta.url), options);
    for (let i = 0; i < 20; i++) expect(await pool.execute({ type: 'double', payload: i })).to.equal(2 * i);
    expect(await rejection(pool.execute({ type: 'halve', payload: 4 }))).to.have.property(
      'message',
      'Unknown type halve',
    );
    expect(pool.getStats()).to.include({ restarted: 0, completed: 20, failed: 1 });
    expect(workers).to.have.length(1);
  });
});
