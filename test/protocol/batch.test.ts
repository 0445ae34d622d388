/** Many small calls as one message: what goes together, what does not, and that nothing is lost or overtaken for it. */
import { expect } from '@open-wc/testing';
import type { OperationContext, Services } from '../../src/operation.js';
import { createOutbox } from '../../src/protocol/batch.js';
import type { Endpoint } from '../../src/protocol/connection.js';
import { isRecord } from '../../src/protocol/messages.js';
import { createBatchingProtocol } from '../../src/protocol/protocol.js';
import type { BatchingProtocol } from '../../src/protocol/protocol-types.js';
import { serve } from '../../src/protocol/serve.js';
import { endpointDouble, type EndpointDouble } from '../support/endpoint-double.js';
import { gate } from '../support/gates.js';
import { rejection } from '../support/linked.js';

type Message = Readonly<Record<string, unknown>>;

/** What a message is, or holds: `batch` with its ids, or its type, or the id of a reply. */
function outline({ type, id, messages }: Message): unknown {
  return Array.isArray(messages) ? (messages as Message[]).map((member) => member.id) : (type ?? id);
}

describe('calls that may wait for the end of the turn', () => {
  let endpoint: EndpointDouble;
  let protocol: BatchingProtocol;
  let refuse: () => void;
  const soon = (payload: unknown, options = {}) => protocol.callSoon(endpoint, 'a', 'b', payload, options);
  const turn = () => new Promise((resolve) => setTimeout(resolve));

  beforeEach(() => {
    refuse = () => undefined;
    endpoint = endpointDouble(() => refuse());
    protocol = createBatchingProtocol();
    void protocol.connect(endpoint);
    endpoint.say({ type: 'ready', batch: true });
  });
  afterEach(() => protocol.destroy());

  it('go together, and settle by one message', async () => {
    const calls = [soon(1), soon(2), soon(3)];
    expect(endpoint.posted).to.deep.equal([]);
    await turn();
    expect(endpoint.posted.map(outline)).to.deep.equal([calls.map(({ id }) => id)]);
    endpoint.say({ type: 'batch', messages: calls.map(({ id }) => ({ id, success: true, data: id })) });
    for (const { id, result, done } of calls) {
      expect(await result).to.equal(id);
      await done;
    }
  });

  it('are a plain message when there is one', async () => {
    soon('alone').result.catch(() => undefined);
    await turn();
    expect(endpoint.requests().map(({ payload }) => payload)).to.deep.equal(['alone']);
  });

  it('are posted at once to a side that has not said that it reads batches', () => {
    const older = endpointDouble();
    for (const ready of [undefined, { type: 'ready' }, { type: 'ready', batch: 'yes' }]) {
      if (ready) older.say(ready);
      protocol.callSoon(older, 'a', 'b', 1).result.catch(() => undefined);
    }
    expect(older.requests()).to.have.length(3);
  });

  it('are posted at once when they move something, are large, or are no plain data', () => {
    const large = [
      'x'.repeat(2000),
      Array.from({ length: 2000 }, () => 0),
      { deep: { text: 'x'.repeat(2000) } },
      new Uint8Array(1),
      { file: new Blob() },
      new Map(),
    ];
    for (const payload of large) soon(payload).result.catch(() => undefined);
    soon(1, { transfer: [new ArrayBuffer(1)] }).result.catch(() => undefined);
    expect(endpoint.requests()).to.have.length(large.length + 1);
  });

  it('are overtaken by nothing', async () => {
    const first = soon(1);
    first.result.catch(() => undefined);
    protocol.request(endpoint, 'a', 'b', 2).catch(() => undefined);
    soon(3).result.catch(() => undefined);
    protocol
      .connect(endpoint)
      .ping(60_000)
      .catch(() => undefined);
    soon(4).result.catch(() => undefined);
    soon(new Blob()).result.catch(() => undefined);
    await turn();
    const seen = endpoint.posted.map(({ payload, type }) => payload ?? type);
    expect(seen.slice(0, 5)).to.deep.equal([1, 2, 3, 'ping', 4]);
    expect(seen).to.have.length(6);
  });

  it('have their payloads copied at once, and share nothing', async () => {
    const payload = { list: [1] };
    soon(payload).result.catch(() => undefined);
    payload.list.push(2);
    soon(payload).result.catch(() => undefined);
    await turn();
    const [one, other] = (endpoint.posted[0]?.messages as Message[]).map(
      (message) => message.payload as typeof payload,
    );
    expect(one).to.deep.equal({ list: [1] });
    expect(other).to.deep.equal({ list: [1, 2] });
    expect(other?.list).to.not.equal(one?.list);
  });

  it('reject alone when their payload cannot be cloned', async () => {
    const { port1, port2 } = new MessageChannel();
    const stop = serve({ custom: { echo: (value: unknown) => value } }, port2);
    await protocol.connect(port1).ready;
    const payloads = [1, () => 0, 2, { deep: Symbol('no') }, 3];
    const calls = payloads.map((payload) => protocol.callSoon(port1, 'echo', 'custom', payload));
    const outcomes = await Promise.allSettled(calls.map(({ result }) => result));
    await Promise.all(calls.map(({ done }) => done));
    const told = outcomes.map((one) =>
      one.status === 'fulfilled' ? one.value : (one.reason as { code: string }).code,
    );
    expect(told).to.deep.equal([1, 'uncloneable', 2, 'uncloneable', 3]);
    stop();
    port1.close();
  });

  it('all reject when the endpoint takes no message at the end of the turn', async () => {
    const calls = [soon(1), soon(2)];
    refuse = () => {
      throw new Error('closed for today');
    };
    for (const { result, done } of calls) {
      expect(await rejection(result)).to.include({ code: 'unavailable' });
      await done;
    }
    expect(protocol.getStats()).to.include({ pendingRequests: 0, failed: 2 });
  });

  it('are never sent when they are aborted before, and are done', async () => {
    const controller = new AbortController();
    const kept = soon('kept');
    const { result, done } = soon('aborted', { signal: controller.signal });
    controller.abort();
    expect(await rejection(result)).to.include({ code: 'aborted' });
    await done;
    await turn();
    expect(endpoint.requests().map(({ id }) => id)).to.deep.equal([kept.id]);
    expect(endpoint.posted).to.have.length(1);
    endpoint.say({ id: kept.id, success: true, data: 'kept' });
    expect(await kept.result).to.equal('kept');
  });

  it('settle when the connection closes before, and are not sent', async () => {
    const { result, done } = soon(1);
    const other = soon(2);
    protocol.destroy();
    expect(await rejection(result)).to.include({ code: 'terminated' });
    expect(await rejection(other.result)).to.include({ code: 'terminated' });
    await Promise.all([done, other.done]);
    await turn();
    expect(endpoint.posted).to.deep.equal([]);
  });

  it('are tried again as others are', async () => {
    const eager = createBatchingProtocol({ maxRetries: 1, retryDelay: 0 });
    const { result } = eager.callSoon(endpoint, 'a', 'b', 1, { timeout: 5 });
    expect(await rejection(result)).to.include({ code: 'timeout' });
    expect(endpoint.requests()).to.have.length(2);
    eager.destroy();
  });

  it('take nothing from a batch but replies', async () => {
    const { id, result } = soon(1);
    await turn();
    const messages = [null, 7, { type: 'fault', reason: 'stopped' }, { type: 'batch', messages: [] }];
    endpoint.say({ type: 'batch', messages: 'none' });
    endpoint.say({ type: 'batch', messages: [...messages, { id, success: true, data: 'answer' }] });
    expect(await result).to.equal('answer');
    expect(protocol.connect(endpoint).failure).to.equal(null);
  });
});

describe('what waits for the end of the turn', () => {
  it('is found by its id, however many there are', () => {
    let looked = 0;
    const outbox = createOutbox<{ readonly id: string }>(() => undefined);
    const ids = Array.from({ length: 1000 }, (_, index) => `id-${index}`);
    for (const id of ids) {
      const message = {
        get id() {
          looked++;
          return id;
        },
      };
      outbox.add(message, 0);
    }
    for (const id of ids.reverse()) expect(outbox.remove(id)).to.equal(true);
    expect(outbox.remove('id-0')).to.equal(false);
    expect(looked).to.be.at.most(3 * ids.length);
  });

  it('goes out twice when it has the id of another, in order', () => {
    const posted: unknown[] = [];
    const outbox = createOutbox<{ readonly id: string; readonly data: number }>((message) => posted.push(message));
    outbox.add({ id: 'a', data: 1 }, 1);
    outbox.add({ id: 'a', data: 2 }, 2);
    outbox.flush();
    expect(posted).to.deep.equal([
      { id: 'a', data: 1 },
      { id: 'a', data: 2 },
    ]);
  });
});

describe('answers to a batch', () => {
  let endpoint: EndpointDouble;
  let stop = (): void => undefined;
  afterEach(() => stop());

  const request = (id: string, type: string, payload?: unknown) => ({
    id,
    type,
    channel: 'custom',
    payload,
    timestamp: 0,
  });
  const batch = (...messages: unknown[]) => endpoint.say({ type: 'batch', messages });
  const said = () => endpoint.posted.slice(1).map(outline);

  /** Serves on a double; `echo` has shown that it is quick. */
  async function served(custom: Services[string]): Promise<void> {
    const ready = gate();
    endpoint = endpointDouble(() => queueMicrotask(ready.open));
    stop = serve({ custom: { echo: (value: unknown) => value, ...custom } }, endpoint);
    await ready.promise;
    expect(endpoint.posted[0]).to.include({ type: 'ready', batch: true });
  }

  it('go together, those that are there at once as well as those that follow', async () => {
    const held = gate();
    await served({ wait: () => held.promise });
    batch(request('a', 'wait'), request('b', 'wait'));
    held.open();
    await held.promise;
    await new Promise((resolve) => setTimeout(resolve));
    expect(said()).to.deep.equal([['a', 'b']]);
  });

  it('are plain messages to a side that never sent a batch', async () => {
    await served({});
    endpoint.say(request('a', 'echo'));
    endpoint.say(request('b', 'echo'));
    expect(said()).to.deep.equal(['a', 'b']);
  });

  it('stay in order with progress, and with what is moved or cannot be copied', async () => {
    await served({
      report: (_: unknown, { progress }: OperationContext) => progress(1, 2),
      move: (_: unknown, { transfer }: OperationContext) => transfer(1, [new ArrayBuffer(1)]),
      large: () => new Blob(),
    });
    const { ids, types } = { ids: 'abcdefg', types: ['echo', 'report', 'echo', 'move', 'echo', 'large', 'echo'] };
    batch(...types.map((type, index) => request(ids.charAt(index), type)));
    const flat = endpoint.posted.slice(1).flatMap((one) => (one.messages as Message[] | undefined) ?? [one]);
    expect(flat.map(({ id, type }) => type ?? id)).to.deep.equal(['a', 'progress', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('do not share what two operations returned', async () => {
    const config = { list: [1] };
    await served({ config: () => Promise.resolve(config) });
    batch(request('a', 'config'), request('b', 'config'));
    await new Promise((resolve) => setTimeout(resolve));
    const [one, other] = (endpoint.posted[1]?.messages as { data: unknown }[]).map(({ data }) => data);
    expect(one).to.deep.equal(config);
    expect(other).to.deep.equal(config);
    expect(one).to.not.equal(other);
  });

  it('do not wait for an operation that has not shown to be quick', async () => {
    let before: unknown;
    await served({
      look: () => {
        before = said().flat();
      },
    });
    batch(request('a', 'echo'), request('b', 'look'));
    expect(before).to.deep.equal(['a']);
  });

  it('go out before the word that nobody serves any more', async () => {
    await served({ wait: () => Promise.resolve() });
    batch(request('a', 'echo'), request('b', 'wait'));
    await Promise.resolve();
    stop();
    expect(said().flat()).to.include.members(['a', 'fault']);
    expect(said().at(-1)).to.equal('fault');
  });

  it('take nothing from a batch but requests', async () => {
    await served({});
    batch(
      null,
      'text',
      { type: 'ping', id: 'p' },
      { type: 'batch', messages: [request('x', 'echo')] },
      request('a', 'echo'),
    );
    expect(said().flat()).to.deep.equal(['a']);
  });

  it('are as many, when one of the results cannot be cloned', async () => {
    const { port1, port2 } = new MessageChannel();
    const protocol = createBatchingProtocol();
    const services = { custom: { echo: (value: unknown) => value, refuse: () => () => 0 } };
    stop = serve(services, port2);
    await protocol.connect(port1).ready;
    const types = ['echo', 'refuse', 'echo', 'refuse', 'echo'];
    const calls = types.map((type, index) => protocol.callSoon(port1, type, 'custom', index).result);
    const outcomes = await Promise.allSettled(calls);
    const told = outcomes.map((one) =>
      one.status === 'fulfilled' ? one.value : (one.reason as { code: string }).code,
    );
    expect(told).to.deep.equal([0, 'uncloneable', 2, 'uncloneable', 4]);
    protocol.destroy();
    port1.close();
  });
});

describe('a batch to a real worker', () => {
  let worker: Worker;
  let protocol: BatchingProtocol;
  const soon = (type: string, payload?: unknown) => protocol.callSoon(worker, type, 'probe', payload).result;
  beforeEach(async () => {
    worker = new Worker(new URL('../support/probe.worker.ts', import.meta.url), { type: 'module' });
    protocol = createBatchingProtocol();
    await protocol.connect(worker).ready;
    await Promise.all([soon('echo', 0), soon('echo', 0)]);
  });
  afterEach(() => {
    protocol.destroy();
    worker.terminate();
  });

  it('is one message each way', async () => {
    let posted = 0;
    let heard = 0;
    const counting: Endpoint = {
      postMessage(message, transfer) {
        posted++;
        worker.postMessage(message, transfer);
      },
      addEventListener: (type, listener) => worker.addEventListener(type, listener),
      removeEventListener: (type, listener) => worker.removeEventListener(type, listener),
    };
    worker.addEventListener('message', ({ data }) => (heard += isRecord(data) && data.type === 'ready' ? 0 : 1));
    const other = createBatchingProtocol();
    void other.connect(counting);
    // what the worker said long ago
    worker.dispatchEvent(new MessageEvent('message', { data: { type: 'ready', batch: true } }));
    const call = (payload: number) => other.callSoon(counting, 'later', 'probe', payload).result;
    expect(await Promise.all([call(1), call(2), call(3)])).to.deep.equal([1, 2, 3]);
    expect({ posted, heard }).to.deep.equal({ posted: 1, heard: 1 });
    other.destroy();
  });

  for (const [death, code] of [
    ['close', 'crashed'],
    ['rejectElsewhere', 'crashed'],
    ['throwElsewhere', 'crashed'],
  ] as const) {
    it(`loses no answer that was given before ${death}`, async () => {
      const before = [soon('echo', 1), soon('echo', 2)];
      const dying = soon(death);
      expect(await Promise.all(before)).to.deep.equal([1, 2]);
      expect(await rejection(dying)).to.include({ code });
    });
  }

  it('answers though a later operation of it never lets go of the thread', async () => {
    const before = [soon('echo', 1), soon('echo', 2)];
    const spin = soon('spin');
    spin.catch(() => undefined);
    expect(await Promise.all(before)).to.deep.equal([1, 2]);
  });

  it('loses no answer to an operation that was always quick, and now has the worker close', async () => {
    for (let round = 0; round < 3; round++) await Promise.all([soon('obey', 1), soon('obey', 2)]);
    const before = [soon('obey', 3), soon('obey', 4)];
    soon('obey', 'close').catch(() => undefined);
    expect(await Promise.all(before)).to.deep.equal([3, 4]);
  });

  it('has its last answer out though the worker closes right after', async () => {
    const last = soon('echo', 'last');
    expect(await Promise.all([soon('farewell', 'bye'), last])).to.deep.equal(['bye', 'last']);
    expect(await rejection(soon('echo'))).to.include({ code: 'crashed' });
  });
});
