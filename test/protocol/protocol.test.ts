/** What a caller sees: values, names, limits, cancelling, statistics. */
import { expect } from '@open-wc/testing';
import { IPCError, OperationError } from '../../src/errors.js';
import type { OperationContext } from '../../src/operation.js';
import { createIPCProtocol, createTypedSender } from '../../src/protocol/protocol.js';
import { endpointDouble } from '../support/endpoint-double.js';
import { gate } from '../support/gates.js';
import { linked, rejection, unlink } from '../support/linked.js';

const idShape = /^ipc-\d+-\d+-\d+$/;

describe('a request', () => {
  afterEach(unlink);

  const values: [string, unknown][] = [
    ['undefined', undefined],
    ['null', null],
    ['false', false],
    ['a number', -0.5],
    ['an empty string', ''],
    ['a bigint', 2n ** 70n],
    ['a date', new Date(0)],
    ['a map', new Map([[1, { two: 3 }]])],
    ['nested records', { list: [{ deep: { er: [1, null] } }] }],
    ['bytes', new Uint8Array([1, 2, 3])],
  ];
  for (const [name, value] of values) {
    it(`brings ${name} there and back`, async () => {
      const { protocol, port } = linked({ custom: { echo: (input: unknown) => input } });
      expect(await protocol.request(port, 'echo', 'custom', value)).to.deep.equal(value);
    });
  }

  it('brings back what promises and thenables resolve with', async () => {
    const { protocol, port } = linked({
      custom: {
        promise: (input: number) => Promise.resolve(Promise.resolve(input + 1)),
        thenable: () => ({ then: (resolve: (value: string) => void) => resolve('later') }) as PromiseLike<string>,
      },
    });
    expect(await protocol.request(port, 'promise', 'custom', 1)).to.equal(2);
    expect(await protocol.request(port, 'thenable', 'custom', undefined)).to.equal('later');
  });

  it('is matched with its own answer, in whatever order they come', async () => {
    const gates = [gate(), gate(), gate()];
    const { protocol, port } = linked({
      custom: {
        wait: async (index: number) => {
          await gates[index]?.promise;
          return index;
        },
      },
    });
    const settled: number[] = [];
    const calls = [0, 1, 2].map((index) =>
      protocol.request(port, 'wait', 'custom', index).then((n) => settled.push(n)),
    );
    for (const index of [2, 0, 1]) {
      gates[index]?.open();
      await calls[index];
    }
    expect(settled).to.deep.equal([2, 0, 1]);
  });

  it('runs operations in the order of the calls', async () => {
    const seen: number[] = [];
    const { protocol, port } = linked({ custom: { note: (input: number) => void seen.push(input) } });
    const order = Array.from({ length: 100 }, (_, index) => index);
    await Promise.all(order.map((index) => protocol.request(port, 'note', 'custom', index)));
    expect(seen).to.deep.equal(order);
  });

  it('may be bound to one operation', async () => {
    const services = { custom: { double: (value: number) => value * 2 } };
    const { protocol, port } = linked(services);
    const double = createTypedSender(protocol, port, 'double', 'custom');
    expect(await double(4)).to.equal(8);
  });

  it('moves what it is told to move, both ways', async () => {
    const { protocol, port } = linked({
      custom: { back: (buffer: ArrayBuffer, { transfer }: OperationContext) => transfer(buffer, [buffer]) },
    });
    const there = new ArrayBuffer(8);
    const back = await protocol.request(port, 'back', 'custom', there, { transfer: [there] });
    expect(there.byteLength).to.equal(0);
    expect(back.byteLength).to.equal(8);
  });

  it('rejects at once when the payload cannot be cloned', async () => {
    const { protocol, port } = linked({ custom: { echo: (input: unknown) => input } });
    const error = await rejection(protocol.request(port, 'echo', 'custom', () => undefined));
    expect(error).to.be.instanceOf(IPCError).and.include({ code: 'uncloneable' });
    expect(error).to.have.nested.property('cause.name', 'DataCloneError');
    expect(protocol.getStats()).to.include({ pendingRequests: 0, failed: 1 });
  });

  it('rejects with unavailable when the endpoint takes no message', async () => {
    const endpoint = endpointDouble(() => {
      throw new Error('closed for today');
    });
    const error = await rejection(createIPCProtocol().request(endpoint, 'a', 'b', 1));
    expect(error).to.include({ code: 'unavailable' });
    expect(error).to.have.nested.property('cause.message', 'closed for today');
  });

  it('rejects when there is nothing to post to', async () => {
    const nothing: unknown = {};
    const error = await rejection(createIPCProtocol().request(nothing as Worker, 'a', 'b', 1));
    expect(error).to.be.instanceOf(OperationError).and.include({ code: 'invalid' });
  });

  it('is refused beyond maxPendingRequests, and taken again after', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol({ maxPendingRequests: 2 });
    const first = protocol.request(endpoint, 'a', 'b', 1);
    void protocol.request(endpoint, 'a', 'b', 2).catch(() => undefined);
    const error = await rejection(protocol.request(endpoint, 'a', 'b', 3));
    expect(error).to.include({ code: 'overloaded' });
    expect((error as Error).message).to.match(/^Maximum pending requests exceeded/);
    endpoint.say({ id: endpoint.requests()[0]?.id, success: true, data: 'one' });
    expect(await first).to.equal('one');
    const next = protocol.request(endpoint, 'a', 'b', 4);
    endpoint.say({ id: endpoint.requests()[2]?.id, success: true, data: 'four' });
    expect(await next).to.equal('four');
    protocol.destroy();
  });

  it('carries what its options say, and only that', () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    const options = { priority: 2, correlationId: 'mine', timeout: 500 };
    protocol.request(endpoint, 'type', 'channel', { a: 1 }, options).catch(() => undefined);
    protocol.request(endpoint, 'type', 'channel', 'plain').catch(() => undefined);
    const [full, plain] = endpoint.requests();
    expect(full).to.include({ type: 'type', channel: 'channel', ...options });
    expect(full?.id).to.match(idShape);
    expect(full?.timestamp).to.be.a('number');
    expect(Object.keys(plain ?? {})).to.have.members(['id', 'type', 'channel', 'payload', 'timestamp']);
    protocol.destroy();
  });
});

describe('the makers of messages', () => {
  const protocol = createIPCProtocol();

  it('make ids that differ, also between protocols', () => {
    const ids = [protocol, createIPCProtocol()].flatMap((one) => [one.generateMessageId(), one.generateMessageId()]);
    expect(new Set(ids).size).to.equal(4);
    for (const id of ids) expect(id).to.match(idShape);
  });

  it('make requests and replies as the wire has them', () => {
    expect(protocol.createMessage('t', 'c', 1, { priority: 3 })).to.include({
      type: 't',
      channel: 'c',
      payload: 1,
      priority: 3,
    });
    const reply = protocol.createSuccessResponse('x', [1], { duration: 5 });
    expect(reply).to.deep.equal({ id: 'x', success: true, data: [1], duration: 5 });
    const failure = protocol.createErrorResponse('x', new OperationError('corrupt', 'bent'));
    expect(failure).to.include({ id: 'x', success: false, errorCode: 'corrupt' });
    expect(failure.error).to.include({ name: 'OperationError', message: 'bent' });
    expect(protocol.createErrorResponse('x', 'in words', 'code')).to.deep.include({ errorCode: 'code' });
  });
});

describe('a protocol without listening', () => {
  it('hears by handleMessage', async () => {
    const posted: { id: string }[] = [];
    const worker = { postMessage: (message: unknown) => void posted.push(message as { id: string }) };
    const protocol = createIPCProtocol();
    const progress: number[] = [];
    const good = protocol.request(worker, 'a', 'b', 1, { onProgress: ({ loaded }) => progress.push(loaded) });
    const bad = protocol.request(worker, 'a', 'b', 2);
    const older = protocol.request(worker, 'a', 'b', 3);
    protocol.handleMessage({ data: { type: 'progress', id: posted[0]!.id, progress: 50, loaded: 1, total: 2 } });
    protocol.handleMessage({ data: protocol.createSuccessResponse(posted[0]!.id, 'yes') });
    protocol.handleMessage({ data: protocol.createErrorResponse(posted[1]!.id, new RangeError('no')) });
    protocol.handleMessage({ data: { id: posted[2]!.id, success: true, result: 'older' } });
    expect(await good).to.equal('yes');
    expect(progress).to.deep.equal([1]);
    expect(await rejection(bad))
      .to.be.instanceOf(RangeError)
      .and.include({ message: 'no' });
    expect(await older).to.equal('older');
  });

  it('takes no notice, for a worker that listens itself, of what names another sender', async () => {
    const endpoint = endpointDouble();
    const deaf = { postMessage: () => undefined };
    const protocol = createIPCProtocol();
    const call = protocol.request(endpoint, 'a', 'b', 1);
    const fault = { type: 'fault', reason: 'uncaught', error: 'of somebody else' };
    protocol.handleMessage({ data: fault, target: window });
    endpoint.say({ id: endpoint.requests()[0]!.id, success: true, data: 'yes' });
    expect(await call).to.equal('yes');
    // one that cannot listen is meant
    const other = rejection(protocol.request(deaf, 'a', 'b', 1));
    protocol.handleMessage({ data: fault, target: window });
    expect(await other).to.include({ code: 'crashed' });
    expect(protocol.connect(endpoint).failure).to.equal(null);
    protocol.destroy();
  });

  it('counts a message once that is heard twice', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    const seen: number[] = [];
    const call = protocol.request(endpoint, 'a', 'b', 1, { onProgress: ({ loaded }) => seen.push(loaded) });
    const { id } = endpoint.requests()[0]!;
    for (const data of [
      { type: 'progress', id, loaded: 1, total: 2 },
      { id, success: true, data: 'yes' },
    ]) {
      endpoint.say(data);
      protocol.handleMessage({ data, target: endpoint });
    }
    expect(await call).to.equal('yes');
    expect(seen).to.deep.equal([1]);
    expect(protocol.getStats()).to.include({ completed: 1 });
  });
});

describe('foreign and malformed messages', () => {
  const foreign: unknown[] = [
    undefined,
    null,
    0,
    'ready',
    [],
    {},
    { id: 5, success: true },
    { id: 'unknown', success: true, data: 1 },
    { id: 'x', success: 'yes' },
    { type: 'progress' },
    { type: 'webpackOk' },
    { type: 'pong', id: 'never sent' },
    { type: 'ready', channel: 'not ours' },
    JSON.parse('{"__proto__": {"success": true}, "id": "x"}'),
  ];

  it('are ignored by who asks', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    const progress: unknown[] = [];
    const call = protocol.request(endpoint, 'a', 'b', 1, { onProgress: (report) => progress.push(report) });
    const { id } = endpoint.requests()[0]!;
    for (const data of foreign) {
      endpoint.say(data);
      protocol.handleMessage({ data });
    }
    for (const loaded of [NaN, Infinity, '5', undefined]) endpoint.say({ type: 'progress', id, loaded, total: 10 });
    endpoint.say({ id, success: true, data: 'ours' });
    expect(await call).to.equal('ours');
    expect(progress).to.deep.equal([]);
    protocol.destroy();
  });

  it('are ignored when they answer for somebody else', async () => {
    const [asked, other] = [endpointDouble(), endpointDouble()];
    const protocol = createIPCProtocol();
    const call = protocol.request(asked, 'a', 'b', 1);
    void protocol.connect(other);
    const { id } = asked.requests()[0]!;
    other.say({ id, success: true, data: 'forged' });
    asked.say({ id, success: true, data: 'asked' });
    expect(await call).to.equal('asked');
    protocol.destroy();
  });

  it('are ignored by who answers', async () => {
    const { protocol, port } = linked({ custom: { echo: (input: unknown) => input } });
    for (const data of [...foreign, { id: 1, type: 'echo', channel: 'custom' }, { type: 'cancel' }])
      port.postMessage(data);
    expect(await protocol.request(port, 'echo', 'custom', 'ours')).to.equal('ours');
    unlink();
  });
});

describe('cancelling', () => {
  it('goes by id and by correlation id', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    const byId = protocol.request(endpoint, 'a', 'b', 1);
    const byName = protocol.request(endpoint, 'a', 'b', 1, { correlationId: 'mine' });
    const { id } = endpoint.requests()[0]!;
    expect(protocol.cancelRequest('nobody')).to.equal(false);
    expect(protocol.cancelRequest(id)).to.equal(true);
    expect(protocol.cancelRequest(id)).to.equal(false);
    expect(protocol.cancelRequest('mine')).to.equal(true);
    for (const call of [byId, byName]) {
      expect(await rejection(call)).to.include({ name: 'AbortError', code: 'aborted', message: 'Request cancelled' });
    }
    expect(endpoint.posted).to.deep.include({ type: 'cancel', id });
    expect(protocol.getStats()).to.include({ pendingRequests: 0, cancelled: 2 });
  });

  it('may end all calls at once', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    const calls = [1, 2, 3].map((payload) => protocol.request(endpoint, 'a', 'b', payload));
    protocol.cancelAll();
    for (const call of calls) expect(await rejection(call)).to.include({ code: 'aborted' });
    const next = protocol.request(endpoint, 'a', 'b', 4);
    endpoint.say({ id: endpoint.requests()[3]!.id, success: true, data: 'goes on' });
    expect(await next).to.equal('goes on');
  });
});

describe('destroying a protocol', () => {
  it('rejects what is open and what comes later, once and for all', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    const open = protocol.call(endpoint, 'a', 'b', 1);
    protocol.destroy();
    protocol.destroy();
    expect(await rejection(open.result)).to.include({ code: 'terminated' });
    await open.done;
    expect(await rejection(protocol.request(endpoint, 'a', 'b', 1))).to.include({ code: 'terminated' });
    expect(await rejection(protocol.request(endpointDouble(), 'a', 'b', 1))).to.include({ code: 'terminated' });
    expect(await protocol.connect(endpointDouble()).closed).to.include({ code: 'terminated' });
    expect(endpoint.listening).to.equal(0);
    expect(protocol.getStats().pendingRequests).to.equal(0);
  });

  it('leaves other protocols on the same endpoint alone', async () => {
    const endpoint = endpointDouble();
    const [one, other] = [createIPCProtocol(), createIPCProtocol()];
    const lost = one.request(endpoint, 'a', 'b', 1);
    const kept = other.request(endpoint, 'a', 'b', 1);
    one.destroy();
    expect(await rejection(lost)).to.include({ code: 'terminated' });
    endpoint.say({ id: endpoint.requests()[1]!.id, success: true, data: 'kept' });
    expect(await kept).to.equal('kept');
    other.destroy();
    expect(endpoint.listening).to.equal(0);
  });
});

describe('statistics', () => {
  it('are measured, and add up at every step', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    let clock = 1000;
    performance.now = () => clock;
    try {
      const none = { pendingRequests: 0, oldestRequestAge: 0, averageResponseTime: 0 };
      const counts = { sent: 0, completed: 0, failed: 0, cancelled: 0, timedOut: 0, retried: 0 };
      expect(protocol.getStats()).to.deep.equal({ ...none, ...counts });
      const bad = protocol.request(endpoint, 'a', 'b', 1);
      clock += 5;
      const good = protocol.request(endpoint, 'a', 'b', 2);
      clock += 5;
      expect(protocol.getStats()).to.include({ sent: 2, pendingRequests: 2, oldestRequestAge: 10 });
      const [first, second] = endpoint.requests();
      endpoint.say({ id: first!.id, success: false, error: 'no' });
      await rejection(bad);
      expect(protocol.getStats()).to.include({
        failed: 1,
        pendingRequests: 1,
        oldestRequestAge: 5,
        averageResponseTime: 10,
      });
      clock += 15;
      endpoint.say({ id: second!.id, success: true });
      await good;
      expect(protocol.getStats()).to.include({ ...none, sent: 2, completed: 1, averageResponseTime: 15 });
    } finally {
      Reflect.deleteProperty(performance, 'now');
      protocol.destroy();
    }
  });
});

describe('options', () => {
  for (const options of [{ defaultTimeout: -1 }, { maxPendingRequests: NaN }, { maxRetries: -2 }, { pingTimeout: 0 }]) {
    it(`are refused when they make no sense: ${JSON.stringify(options)}`, () => {
      expect(() => createIPCProtocol(options)).to.throw(OperationError, Object.keys(options)[0]);
    });
  }

  it('log names with debug, and never payloads', async () => {
    const logged: unknown[][] = [];
    const { debug } = console;
    console.debug = (...words: unknown[]) => void logged.push(words);
    try {
      const { protocol, port } = linked({ custom: { echo: (input: unknown) => input } }, { debug: true });
      await protocol.request(port, 'echo', 'custom', { secret: 'swordfish' });
      unlink();
    } finally {
      console.debug = debug;
    }
    expect(JSON.stringify(logged)).to.contain('custom.echo').and.not.contain('swordfish');
  });
});
