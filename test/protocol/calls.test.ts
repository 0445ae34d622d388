/** How calls end before they are answered, and how they are tried again. */
import { expect } from '@open-wc/testing';
import type { OperationContext, Progress } from '../../src/operation.js';
import type { Endpoint } from '../../src/protocol/connection.js';
import { createIPCProtocol } from '../../src/protocol/protocol.js';
import { endpointDouble, type EndpointDouble } from '../support/endpoint-double.js';
import { gate } from '../support/gates.js';
import { linked, rejection, unlink } from '../support/linked.js';

describe('aborting a call', () => {
  afterEach(unlink);

  it('rejects at once with an AbortError that keeps the reason', async () => {
    const { signal, abort } = counted();
    const call = createIPCProtocol().request(endpointDouble(), 'a', 'b', 1, { signal });
    const reason = new Error('changed my mind');
    abort(reason);
    const error = await rejection(call);
    expect(error).to.include({ name: 'AbortError', code: 'aborted', cause: reason });
    expect((error as Error).message).to.match(/^Request cancelled/);
  });

  it('posts nothing when the signal was aborted before', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    const { result, done } = protocol.call(endpoint, 'a', 'b', 1, { signal: AbortSignal.abort('early') });
    expect(await rejection(result)).to.include({ code: 'aborted', cause: 'early' });
    await done;
    expect(endpoint.posted).to.deep.equal([]);
    expect(protocol.getStats()).to.include({ sent: 0, cancelled: 1, pendingRequests: 0 });
  });

  it('tells the operation, and is done only when that has ended', async () => {
    const begun = gate();
    const told = gate();
    const end = gate();
    const events: string[] = [];
    const { protocol, port } = linked({
      custom: {
        async work(_: unknown, { signal }: OperationContext) {
          signal.addEventListener('abort', told.open);
          begun.open();
          await end.promise;
          events.push('ended');
          return 'too late';
        },
      },
    });
    const { signal, abort } = counted();
    const { result, done } = protocol.call(port, 'work', 'custom', undefined, { signal });
    const finished = done.then(() => events.push('done'));
    await begun.promise;
    abort();
    expect(await rejection(result)).to.include({ code: 'aborted' });
    await told.promise;
    expect(events).to.deep.equal([]);
    end.open();
    await finished;
    expect(events).to.deep.equal(['ended', 'done']);
  });

  it('gives an operation that asks late a signal that is aborted already', async () => {
    const begun = gate();
    const cancelled = gate();
    const seen: boolean[] = [];
    const { protocol, port } = linked({
      custom: {
        async work(_: unknown, context: OperationContext) {
          begun.open();
          await cancelled.promise;
          seen.push(context.signal.aborted);
        },
        after: () => cancelled.open(),
      },
    });
    const { signal, abort } = counted();
    const { result, done } = protocol.call(port, 'work', 'custom', undefined, { signal });
    await begun.promise;
    abort();
    await rejection(result);
    await protocol.request(port, 'after', 'custom', undefined);
    await done;
    expect(seen).to.deep.equal([true]);
  });

  it('is done at once when the answer crossed the cancelling', async () => {
    const { protocol, port } = linked({ custom: { quick: () => 'quick' } });
    const { signal, abort } = counted();
    const { result, done } = protocol.call(port, 'quick', 'custom', undefined, { signal });
    abort();
    await rejection(result);
    await done;
  });

  for (const [how, end] of endings()) {
    it(`leaves no listener on the signal after ${how}`, async () => {
      const endpoint = endpointDouble();
      const protocol = createIPCProtocol();
      const { signal, abort, listening } = counted();
      const call = protocol.request(endpoint, 'a', 'b', 1, { signal });
      expect(listening()).to.equal(1);
      end(endpoint, endpoint.requests()[0]!.id, abort);
      await call.catch(() => undefined);
      expect(listening()).to.equal(0);
      protocol.destroy();
    });
  }
});

describe('a timeout', () => {
  afterEach(unlink);

  it('rejects with a TimeoutError, tells the operation, and waits for its end', async () => {
    const told = gate();
    const { protocol, port } = linked({
      custom: {
        work: (_: unknown, { signal }: OperationContext) =>
          new Promise<void>((resolve) => {
            signal.addEventListener('abort', () => {
              told.open();
              resolve();
            });
          }),
      },
    });
    const { result, done } = protocol.call(port, 'work', 'custom', undefined, { timeout: 5 });
    const error = await rejection(result);
    expect(error).to.include({ name: 'TimeoutError', code: 'timeout' });
    expect((error as Error).message).to.match(/^Request timeout.*custom\.work.*5 ms/);
    await told.promise;
    await done;
    expect(protocol.getStats()).to.include({ timedOut: 1, pendingRequests: 0 });
  });

  it('ends each call at its own time', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol();
    const order: number[] = [];
    const note = (timeout: number) =>
      rejection(protocol.request(endpoint, 'a', 'b', 1, { timeout })).then(() => order.push(timeout));
    await Promise.all([note(60), note(10), note(30)]);
    expect(order).to.deep.equal([10, 30, 60]);
    protocol.destroy();
  });

  for (const timeout of [0, Infinity, 2 ** 40]) {
    it(`of ${timeout} is none`, async () => {
      const endpoint = endpointDouble();
      const protocol = createIPCProtocol({ defaultTimeout: 1 });
      const call = protocol.request(endpoint, 'a', 'b', 1, { timeout });
      await rejection(protocol.request(endpoint, 'a', 'b', 2));
      endpoint.say({ id: endpoint.requests()[0]!.id, success: true, data: 'in its own time' });
      expect(await call).to.equal('in its own time');
      protocol.destroy();
    });
  }

  it('that makes no sense is refused', async () => {
    const error = await rejection(createIPCProtocol().request(endpointDouble(), 'a', 'b', 1, { timeout: NaN }));
    expect(error).to.include({ code: 'invalid' });
  });
});

describe('trying again', () => {
  const patient = { maxRetries: 2, retryDelay: 0, defaultTimeout: 5 };

  it('happens after a timeout, with an id of its own, and ends with the answer', async () => {
    const endpoint = answering(3);
    const protocol = createIPCProtocol(patient);
    expect(await protocol.request(endpoint, 'a', 'b', 'payload')).to.equal('answered');
    const requests = endpoint.requests();
    expect(requests.map(({ payload }) => payload)).to.deep.equal(['payload', 'payload', 'payload']);
    expect(new Set(requests.map(({ id }) => id)).size).to.equal(3);
    expect(protocol.getStats()).to.include({ sent: 1, retried: 2, completed: 1, timedOut: 0 });
    protocol.destroy();
  });

  it('never takes progress back', async () => {
    const tries = [[60], [10, 80]];
    let said = 0;
    const endpoint = endpointDouble(() => {
      queueMicrotask(() => {
        const request = endpoint.requests()[said];
        if (!request) return;
        const { id } = request;
        for (const loaded of tries[said++] ?? [])
          endpoint.say({ id, type: 'progress', progress: loaded, loaded, total: 100 });
        if (said === tries.length) endpoint.say({ id, success: true, data: 'now' });
      });
    });
    const seen: number[] = [];
    const onProgress = ({ loaded }: Progress) => seen.push(loaded);
    expect(await createIPCProtocol(patient).request(endpoint, 'a', 'b', 1, { onProgress })).to.equal('now');
    expect(seen).to.deep.equal([60, 80]);
  });

  it('ends with the error of the last try', async () => {
    const endpoint = answering(4);
    const protocol = createIPCProtocol(patient);
    expect(await rejection(protocol.request(endpoint, 'a', 'b', 1))).to.include({ code: 'timeout' });
    expect(endpoint.requests()).to.have.length(3);
    protocol.destroy();
  });

  it('happens when the endpoint takes no message for a while', async () => {
    let tries = 0;
    const endpoint = endpointDouble(() => {
      if (++tries < 3) throw new Error('not yet');
      queueMicrotask(() => endpoint.say({ id: endpoint.requests()[0]!.id, success: true, data: 'now' }));
    });
    expect(await createIPCProtocol({ ...patient, defaultTimeout: 0 }).request(endpoint, 'a', 'b', 1)).to.equal('now');
  });

  it('does not take a late answer to an earlier try for one to the next', async () => {
    const endpoint = answering(Infinity);
    const protocol = createIPCProtocol(patient);
    const call = protocol.call(endpoint, 'a', 'b', 1);
    const error = await rejection(call.result);
    expect(error).to.include({ code: 'timeout' });
    let done = false;
    const finished = call.done.then(() => (done = true));
    const [first, ...rest] = endpoint.requests();
    endpoint.say({ id: first!.id, success: true, data: 'late' });
    await Promise.resolve();
    expect(done).to.equal(false);
    for (const { id } of rest) endpoint.say({ id, success: true, data: 'late' });
    expect(await finished).to.equal(true);
    protocol.destroy();
  });

  it('never happens after an error of the operation', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol(patient);
    const call = protocol.request(endpoint, 'a', 'b', 1, { timeout: 0 });
    const error = protocol.createErrorResponse(endpoint.requests()[0]!.id, new TypeError('wrong key'));
    endpoint.say(error);
    expect(await rejection(call)).to.be.instanceOf(TypeError);
    expect(endpoint.requests()).to.have.length(1);
  });

  it('never happens when something was moved', async () => {
    const endpoint = endpointDouble();
    const transfer = [new ArrayBuffer(1)];
    const error = await rejection(createIPCProtocol(patient).request(endpoint, 'a', 'b', 1, { transfer }));
    expect(error).to.include({ code: 'timeout' });
    expect(endpoint.requests()).to.have.length(1);
  });

  it('never happens when the other side is gone', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol(patient);
    const call = protocol.request(endpoint, 'a', 'b', 1);
    endpoint.dispatch(new Event('error', { cancelable: true }));
    expect(await rejection(call)).to.include({ code: 'unavailable' });
    expect(endpoint.requests()).to.have.length(1);
  });

  it('stops by its signal, by id, and by destroying, while it waits', async () => {
    const refuse = () => {
      throw new Error('never');
    };
    const protocol = createIPCProtocol({ maxRetries: 5, retryDelay: 2 ** 30 });
    const { signal, abort } = counted();
    const aborted = protocol.request(endpointDouble(refuse), 'a', 'b', 1, { signal });
    const named = protocol.request(endpointDouble(refuse), 'a', 'b', 1, { correlationId: 'mine' });
    const destroyed = protocol.request(endpointDouble(refuse), 'a', 'b', 1);
    expect(protocol.getStats()).to.include({ pendingRequests: 3, retried: 3 });
    abort();
    expect(await rejection(aborted)).to.include({ code: 'aborted' });
    expect(protocol.cancelRequest('mine')).to.equal(true);
    expect(await rejection(named)).to.include({ code: 'aborted' });
    protocol.destroy();
    expect(await rejection(destroyed)).to.include({ code: 'terminated' });
    expect(protocol.getStats().pendingRequests).to.equal(0);
  });
});

describe('options that make no sense', () => {
  const wrong = [
    '{"signal":{}}',
    '{"signal":null}',
    '{"onProgress":{}}',
    '{"timeout":-1}',
    '{"timeout":"5"}',
    '{"priority":"high"}',
  ];
  for (const text of wrong) {
    it(`reject, and leave nothing behind: ${text}`, async () => {
      const endpoint = endpointDouble();
      const protocol = createIPCProtocol({ maxPendingRequests: 1 });
      const options = JSON.parse(text) as object;
      const { result, done } = protocol.call(endpoint, 'a', 'b', 1, options);
      expect(await rejection(result)).to.include({ name: 'OperationError', code: 'invalid' });
      await done;
      expect(await rejection(protocol.request(endpoint, 'a', 'b', 1, options))).to.include({ code: 'invalid' });
      expect(endpoint.posted).to.deep.equal([]);
      expect(protocol.getStats()).to.include({ pendingRequests: 0, failed: 2 });
      const next = protocol.request(endpoint, 'a', 'b', 1);
      endpoint.say({ id: endpoint.requests()[0]!.id, success: true, data: 'answer' });
      expect(await next).to.equal('answer');
      protocol.destroy();
    });
  }

  it('have a call be done, as an endpoint that is none', async () => {
    const none = JSON.parse('{}') as Endpoint;
    const { result, done } = createIPCProtocol().call(none, 'a', 'b', 1);
    expect(await rejection(result)).to.include({ name: 'OperationError', code: 'invalid' });
    await done;
  });
});

/** An endpoint that leaves requests without an answer until the `nth`. */
function answering(nth: number): EndpointDouble {
  let seen = 0;
  const endpoint = endpointDouble(() => {
    queueMicrotask(() => {
      const requests = endpoint.requests();
      if (requests.length === seen) return;
      seen = requests.length;
      if (seen === nth) endpoint.say({ id: requests[seen - 1]!.id, success: true, data: 'answered' });
    });
  });
  return endpoint;
}

type Ending = (endpoint: EndpointDouble, id: string, abort: () => void) => void;

function endings(): [string, Ending][] {
  return [
    ['success', (endpoint, id) => endpoint.say({ id, success: true, data: 1 })],
    ['an error', (endpoint, id) => endpoint.say({ id, success: false, error: 'no' })],
    ['an abort', (_endpoint, _id, abort) => abort()],
    ['a death', (endpoint) => endpoint.dispatch(new Event('error', { cancelable: true }))],
  ];
}

/** A signal that counts its listeners. */
function counted(): { signal: AbortSignal; abort: (reason?: unknown) => void; listening: () => number } {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  signal.addEventListener = (...args: Parameters<EventTarget['addEventListener']>) => {
    listeners++;
    EventTarget.prototype.addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<EventTarget['removeEventListener']>) => {
    listeners--;
    EventTarget.prototype.removeEventListener.apply(signal, args);
  };
  return { signal, abort: (reason) => controller.abort(reason), listening: () => listeners };
}
