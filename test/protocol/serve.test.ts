/** What the side that answers promises: what can be reached, what is sent, and when it stops. */
import { expect } from '@open-wc/testing';
import { IPCError, OperationError } from '../../src/errors.js';
import type { OperationContext, Progress, Services } from '../../src/operation.js';
import { serve } from '../../src/protocol/serve.js';
import { createIPCProtocol } from '../../src/protocol/protocol.js';
import { endpointDouble, type EndpointDouble } from '../support/endpoint-double.js';
import { gate } from '../support/gates.js';
import { linked, rejection, unlink } from '../support/linked.js';

describe('what serve offers', () => {
  afterEach(unlink);

  const table: unknown = Object.assign(inheriting({ inherited: () => 'secret' }), { own: () => 'own', data: 'text' });
  const services: Services = Object.assign(inheriting({ elsewhere: { secret: () => 'secret' } }), {
    custom: table as Services[string],
  });

  const unreachable: [string, string][] = [
    ['missing', 'custom'],
    ['inherited', 'custom'],
    ['data', 'custom'],
    ['constructor', 'custom'],
    ['__proto__', 'custom'],
    ['toString', 'custom'],
    ['hasOwnProperty', 'custom'],
    ['own', 'missing'],
    ['secret', 'elsewhere'],
    ['own', 'constructor'],
    ['toString', '__proto__'],
    ['', ''],
  ];
  for (const [type, channel] of unreachable) {
    it(`does not reach '${channel}.${type}'`, async () => {
      const { protocol, port } = linked(services);
      const error = await rejection(protocol.request(port, type, channel, undefined));
      expect(error).to.be.instanceOf(IPCError).and.include({ code: 'unknown-operation' });
      expect((error as Error).message).to.contain(`${channel}.${type}`);
      expect(await protocol.request(port, 'own', 'custom', undefined)).to.equal('own');
    });
  }

  it('does not reach what a class has in common', async () => {
    class Table {
      readonly #secret = 'secret';
      readonly own = () => 'own';
      method(): string {
        return this.#secret;
      }
    }
    const { protocol, port } = linked({ custom: new Table() as unknown as Services[string] });
    expect(await protocol.request(port, 'own', 'custom', undefined)).to.equal('own');
    for (const name of ['method', '#secret', 'constructor']) {
      const error = await rejection(protocol.request(port, name, 'custom', undefined));
      expect(error).to.include({ code: 'unknown-operation' });
    }
  });

  it('may be named as the messages of the wire are', async () => {
    const names = ['ping', 'pong', 'cancel', 'ready', 'progress', 'fault', 'batch'];
    const { protocol, port } = linked({ custom: Object.fromEntries(names.map((name) => [name, () => name])) });
    for (const name of names) expect(await protocol.request(port, name, 'custom', undefined)).to.equal(name);
  });

  it('is not what is added to the table later', async () => {
    const open: Record<string, () => string> = { early: () => 'early' };
    const { protocol, port } = linked({ custom: open });
    open.late = () => 'late';
    expect(await rejection(protocol.request(port, 'late', 'custom', undefined))).to.include({
      code: 'unknown-operation',
    });
  });

  it('is refused where nobody can be heard', () => {
    expect(() => serve({})).to.throw(OperationError, /endpoint/);
    expect(() => serve({}, { postMessage: () => undefined })).to.throw(OperationError, /endpoint/);
    // as the scope of a SharedWorker is one
    expect(() => void Reflect.apply(serve, undefined, [{}, new EventTarget()])).to.throw(
      OperationError,
      /SharedWorker/,
    );
  });
});

describe('what serve sends', () => {
  let endpoint: EndpointDouble;
  let stop = (): void => undefined;
  afterEach(() => stop());

  /** Serves on a double, and waits until it is ready. */
  async function served(custom: Services[string]): Promise<void> {
    const ready = gate();
    endpoint = endpointDouble(() => queueMicrotask(ready.open));
    stop = serve({ custom }, endpoint);
    await ready.promise;
  }
  const ask = (id: string, type: string, payload?: unknown) =>
    endpoint.say({ id, type, channel: 'custom', payload, timestamp: 0 });

  it('is ready, first and once, with the lock that it holds', async () => {
    await served({ echo: (value: unknown) => value });
    expect(endpoint.posted).to.have.length(1);
    const [ready] = endpoint.posted;
    expect(ready).to.include({ type: 'ready', origin });
    const { held = [] } = await navigator.locks.query();
    expect(held.map(({ name }) => name)).to.include(ready?.lock);
  });

  it('is nothing before it is ready, and everything after', async () => {
    const ready = gate();
    endpoint = endpointDouble(() => queueMicrotask(ready.open));
    stop = serve({ custom: { echo: (value: unknown) => value } }, endpoint);
    ask('early', 'echo', 1);
    expect(endpoint.posted).to.deep.equal([]);
    await ready.promise;
    expect(endpoint.posted.map(({ type, id }) => type ?? id)).to.deep.equal(['ready', 'early']);
  });

  it('is one reply for each request, though it comes twice', async () => {
    const held = gate();
    await served({ wait: () => held.promise });
    ask('a', 'wait');
    ask('a', 'wait');
    held.open();
    await held.promise;
    await Promise.resolve();
    expect(endpoint.posted.filter(({ id }) => id === 'a')).to.have.length(1);
  });

  it('is the answer at once, when it is there at once, with its duration', async () => {
    await served({ echo: (value: unknown) => value });
    ask('a', 'echo', 5);
    expect(endpoint.posted[1]).to.include({ id: 'a', success: true, data: 5 });
    expect(endpoint.posted[1]?.duration).to.be.a('number');
  });

  it('is not the result of a call that was cancelled', async () => {
    const held = gate();
    await served({ wait: () => held.promise.then(() => 'large') });
    ask('a', 'wait');
    endpoint.say({ type: 'cancel', id: 'a' });
    held.open();
    while (endpoint.posted.length < 2) await Promise.resolve();
    expect(endpoint.posted[1]).to.include({ id: 'a', success: false, errorCode: 'aborted' });
  });

  it('is an answer to a cancel for what it does not know', async () => {
    await served({});
    endpoint.say({ type: 'cancel', id: 'long gone' });
    expect(endpoint.posted[1]).to.include({ id: 'long gone', success: false, errorCode: 'aborted' });
  });

  it('is nothing more after stop, which aborts what runs', async () => {
    const begun = gate();
    let signal: AbortSignal | undefined;
    await served({
      work(_: unknown, context: OperationContext) {
        signal = context.signal;
        begun.open();
        return new Promise(() => undefined);
      },
    });
    ask('a', 'work');
    await begun.promise;
    stop();
    stop();
    ask('b', 'work');
    expect(signal?.aborted).to.equal(true);
    expect(endpoint.listening).to.equal(0);
    expect(endpoint.posted.slice(1).map(({ type, reason }) => [type, reason])).to.deep.equal([['fault', 'stopped']]);
  });
});

describe('stopping', () => {
  it('rejects the calls of the other side with terminated', async () => {
    const { protocol, port, stop } = linked({ custom: { hang: () => new Promise(() => undefined) } });
    await protocol.connect(port).ready;
    const { result, done } = protocol.call(port, 'hang', 'custom', undefined);
    stop();
    expect(await rejection(result)).to.include({ code: 'terminated' });
    await done;
    unlink();
  });
});

describe('progress', () => {
  afterEach(unlink);

  const run = async (report: (context: OperationContext) => void): Promise<Progress[]> => {
    const seen: Progress[] = [];
    const { protocol, port } = linked({ custom: { work: (_: unknown, context: OperationContext) => report(context) } });
    await protocol.request(port, 'work', 'custom', undefined, { onProgress: (progress) => seen.push(progress) });
    return seen;
  };

  it('arrives at once, then thinned out, and always with the last before the answer', async () => {
    const seen = await run(({ progress }) => {
      for (let loaded = 1; loaded <= 10_000; loaded++) progress(loaded, 10_000);
    });
    expect(seen[0]).to.deep.equal({ loaded: 1, total: 10_000 });
    expect(seen.at(-1)).to.deep.equal({ loaded: 10_000, total: 10_000 });
    expect(seen.length).to.be.below(1000);
  });

  it('arrives though the operation says nothing more', async () => {
    const arrived = gate();
    const { protocol, port } = linked({
      custom: {
        work(_: unknown, { progress }: OperationContext) {
          progress(1, 3);
          progress(2, 3, 'half way');
          return arrived.promise;
        },
      },
    });
    const seen: Progress[] = [];
    await protocol.request(port, 'work', 'custom', undefined, {
      onProgress(progress) {
        seen.push(progress);
        if (progress.loaded === 2) arrived.open();
      },
    });
    expect(seen).to.deep.equal([
      { loaded: 1, total: 3 },
      { loaded: 2, total: 3, status: 'half way' },
    ]);
  });

  it('drops what is no number, and takes an unknown total for 0', async () => {
    const seen = await run(({ progress }) => {
      progress(NaN, 10);
      progress(5, Infinity);
    });
    expect(seen).to.deep.equal([{ loaded: 5, total: 0 }]);
  });

  it('is not heard of after the answer', async () => {
    let late: OperationContext['progress'] | undefined;
    const seen = await run(({ progress }) => {
      late = progress;
    });
    late?.(1, 1);
    expect(seen).to.deep.equal([]);
  });

  it('has a percentage on the wire', async () => {
    const endpoint = endpointDouble();
    const stop = serve(
      { custom: { work: (_: unknown, { progress }: OperationContext) => progress(1, 4, 'on') } },
      endpoint,
    );
    endpoint.say({ id: 'a', type: 'work', channel: 'custom', payload: 0, timestamp: 0 });
    while (endpoint.posted.length < 3) await Promise.resolve(await navigator.locks.query());
    const report = { id: 'a', type: 'progress', progress: 25, loaded: 1, total: 4, status: 'on' };
    expect(endpoint.posted[1]).to.deep.equal(report);
    stop();
  });
});

describe('a worker', () => {
  it('is not taken for dead because of what an aborted operation leaves behind', async () => {
    const worker = new Worker(new URL('../support/probe.worker.ts', import.meta.url), { type: 'module' });
    const protocol = createIPCProtocol();
    const begun = gate();
    const controller = new AbortController();
    const options = { signal: controller.signal, onProgress: begun.open };
    const { result, done } = protocol.call(worker, 'litter', 'probe', undefined, options);
    await begun.promise;
    controller.abort();
    expect(await rejection(result)).to.include({ code: 'aborted' });
    await done;
    expect(await protocol.request(worker, 'echo', 'probe', 'alive')).to.equal('alive');
    protocol.destroy();
    worker.terminate();
  });
});

function inheriting(prototype: object): object {
  const heir: unknown = Object.create(prototype);
  return heir as object;
}
