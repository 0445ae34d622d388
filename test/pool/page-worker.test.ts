/** The worker that is none. */
import { expect } from '@open-wc/testing';
import type { OperationContext } from '../../src/operation.js';
import { createPageWorker } from '../../src/pool/page-worker.js';
import { createWorkerPool, type WorkerLike } from '../../src/pool/pool.js';
import { createIPCProtocol, type IPCProtocol } from '../../src/protocol/protocol.js';
import { gate, type Gate } from '../support/gates.js';
import { rejection } from '../support/outcome.js';

describe('createPageWorker', () => {
  let protocol: IPCProtocol;
  let worker: WorkerLike;
  let begun: Gate;
  let signals: AbortSignal[];
  const services = {
    custom: {
      same: (value: object) => value === sent,
      echo: (value: unknown) => value,
      uncloneable: () => () => undefined,
      hang(_: unknown, { signal }: OperationContext) {
        signals.push(signal);
        begun.open();
        return new Promise<never>(() => undefined);
      },
    },
  };
  const sent = { a: 1 };
  const request = (type: string, payload?: unknown, options = {}) =>
    protocol.request(worker, type, 'custom', payload, options);

  beforeEach(() => {
    begun = gate();
    signals = [];
    protocol = createIPCProtocol();
    worker = createPageWorker(() => Promise.resolve(services));
  });
  afterEach(() => {
    protocol.destroy();
    worker.terminate();
  });

  it('answers calls that were made before its operations were loaded', async () => {
    expect(await request('echo', [1, 2])).to.deep.equal([1, 2]);
    await protocol.connect(worker).ready;
  });

  it('loads at once, and once', async () => {
    let loads = 0;
    worker.terminate();
    worker = createPageWorker(() => {
      loads++;
      return services;
    });
    await Promise.all([request('echo', 1), request('echo', 2)]);
    expect(loads).to.equal(1);
  });

  it('clones what is sent, then and there', async () => {
    expect(await request('same', sent)).to.equal(false);
    const payload = [1];
    const answer = request('echo', payload);
    payload[0] = 2;
    expect(await answer).to.deep.equal([1]);
  });

  it('moves what is transferred', async () => {
    const buffer = new ArrayBuffer(5);
    expect(await request('echo', buffer, { transfer: [buffer] })).to.have.property('byteLength', 5);
    expect(buffer.byteLength).to.equal(0);
  });

  it('delivers later, never in the middle of what the page does', () => {
    const heard: unknown[] = [];
    worker.addEventListener?.('message', (event) => heard.push(event));
    worker.postMessage({ id: '1', type: 'echo', channel: 'custom', payload: 1 }, []);
    expect(heard).to.deep.equal([]);
  });

  it('fails like a worker with what cannot be cloned, either way', async () => {
    for (const [type, payload] of [
      ['echo', () => 0],
      ['uncloneable', null],
    ] as const) {
      expect(await rejection(request(type, payload))).to.include({ name: 'IPCError', code: 'uncloneable' });
    }
  });

  it('aborts what runs and stops serving when it is terminated', async () => {
    const call = rejection(request('hang'));
    await begun.promise;
    worker.terminate();
    expect(await call).to.include({ name: 'IPCError', code: 'terminated' });
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
    expect(await rejection(request('echo', 1))).to.include({ code: 'terminated' });
  });

  it('never serves when it was terminated before its operations were there', async () => {
    const load = gate();
    worker.terminate();
    worker = createPageWorker(async () => {
      await load.promise;
      return services;
    });
    const heard: unknown[] = [];
    worker.addEventListener?.('message', (event) => heard.push(event));
    worker.postMessage({ id: '1', type: 'echo', channel: 'custom', payload: 1 }, []);
    worker.terminate();
    load.open();
    const other = createPageWorker(() => services);
    await protocol.request(other, 'echo', 'custom', 1);
    other.terminate();
    expect(heard).to.deep.equal([]);
  });

  it('is unavailable when its operations cannot be loaded', async () => {
    worker.terminate();
    worker = createPageWorker(() => Promise.reject(new TypeError('no such module')));
    const error = await rejection(request('echo', 1));
    expect(error).to.include({ name: 'IPCError', code: 'unavailable' });
    expect(error).to.have.property('message').that.includes('no such module');
  });

  it('is the last rung of a ladder', async () => {
    const pool = createWorkerPool(
      [
        { name: 'none', start: () => Promise.reject(new Error('none')) },
        { name: 'page', start: () => createPageWorker(() => services) },
      ],
      2,
      { handshakeTimeout: 15_000 },
    );
    expect(await pool.execute({ type: 'echo', payload: 3 })).to.equal(3);
    expect(pool.place).to.equal('page');
    pool.terminate();
  });
});
