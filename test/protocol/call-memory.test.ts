/** A call's signal and progress may be shared primitives: the same table over every side, whether memory is shared or not. */
import { expect } from '@open-wc/testing';
import type { OperationContext } from '../../src/operation.js';
import { createIPCProtocol, type IPCProtocol } from '../../src/protocol/protocol.js';
import { isSharedArrayBufferAvailable } from '../../src/shared/capabilities.js';
import { SharedCancellation } from '../../src/shared/shared-cancellation.js';
import { SharedProgress } from '../../src/shared/shared-progress.js';
import { endpointDouble } from '../support/endpoint-double.js';
import { gate } from '../support/gates.js';
import { linked, unlink } from '../support/linked.js';
import { rejection } from '../support/outcome.js';
import { probePlaces, type ProbeServices, type ProbeSide } from '../support/probe-places.js';

const shared = isSharedArrayBufferAvailable();
// WebKitGTK 2.50 copies it where it should share
const sharedOnPage = shared && structuredClone(new SharedArrayBuffer(1)) instanceof SharedArrayBuffer;

for (const { name, thread, start } of probePlaces) {
  describe(`a call to ${name}, with shared primitives`, () => {
    let protocol: IPCProtocol<ProbeServices>;
    let side: ProbeSide;
    beforeEach(async () => {
      protocol = createIPCProtocol<ProbeServices>({ defaultTimeout: 0 });
      side = start();
      await protocol.connect(side.endpoint).ready;
    });
    afterEach(() => {
      protocol.destroy();
      side.end();
    });
    const echo = (value: unknown) => protocol.request(side.endpoint, 'echo', 'probe', value);

    it('is given up by a SharedCancellation, with its reason as the cause', async () => {
      const signal = new SharedCancellation();
      const begun = gate();
      const call = protocol.call(side.endpoint, 'listen', 'probe', null, { signal, onProgress: begun.open });
      await begun.promise;
      signal.cancel('had enough');
      const error = await rejection(call.result);
      expect(error).to.include({ name: 'AbortError', code: 'aborted', message: 'Request cancelled' });
      expect(error).to.have.property('cause').that.includes({ name: 'AbortError', message: 'had enough' });
      await call.done;
      expect(protocol.getStats()).to.include({ cancelled: 1, failed: 0, pendingRequests: 0 });
      expect(await echo(1)).to.equal(1);
    });

    it('is never sent when it is cancelled already', async () => {
      const signal = new SharedCancellation();
      signal.cancel('before');
      const error = await rejection(protocol.request(side.endpoint, 'hang', 'probe', null, { signal }));
      expect(error).to.include({ code: 'aborted' }).and.to.have.property('cause').that.includes({ message: 'before' });
      expect(protocol.getStats()).to.include({ sent: 0, cancelled: 1 });
    });

    it('is never sent when it was cancelled, and closed after', async () => {
      const signal = new SharedCancellation();
      signal.cancel('before');
      signal.close();
      const error = await rejection(protocol.request(side.endpoint, 'hang', 'probe', null, { signal }));
      expect(error).to.include({ code: 'aborted' }).and.to.have.property('cause').that.includes({ message: 'before' });
      expect(protocol.getStats()).to.include({ sent: 0, cancelled: 1, pendingRequests: 0 });
    });

    it('runs to its end with a SharedCancellation and a SharedProgress that were closed', async () => {
      const signal = new SharedCancellation();
      const onProgress = new SharedProgress(5);
      signal.close();
      onProgress.close();
      const call = protocol.call(side.endpoint, 'steps', 'probe', 3, { signal, onProgress });
      expect(await call.result).to.equal(3);
      await call.done;
      expect(protocol.getStats()).to.include({ completed: 1, pendingRequests: 0 });
    });

    it('leaves no listener with the SharedCancellation of calls that are over', async () => {
      const signal = new SharedCancellation();
      let listening = 0;
      signal.subscribe = () => {
        listening++;
        return () => {
          listening--;
        };
      };
      await protocol.request(side.endpoint, 'echo', 'probe', 1, { signal });
      await rejection(protocol.request(side.endpoint, 'stumble', 'probe', 1, { signal }));
      expect(listening).to.equal(0);
    });

    it('has its last report in the SharedProgress before it settles', async () => {
      const onProgress = new SharedProgress();
      expect(await protocol.request(side.endpoint, 'steps', 'probe', 1000, { onProgress })).to.equal(1000);
      expect([onProgress.get(), onProgress.total, onProgress.getPercent()]).to.deep.equal([1000, 1000, 100]);
    });

    it('has its last report in the SharedProgress before it fails', async () => {
      const onProgress = new SharedProgress(5);
      const error = await rejection(protocol.request(side.endpoint, 'stumble', 'probe', 30, { onProgress }));
      expect(error).to.be.instanceOf(RangeError);
      expect([onProgress.get(), onProgress.total]).to.deep.equal([30, 30]);
    });

    const silent = thread ? shared : sharedOnPage;
    it(`posts ${silent ? 'no' : 'its'} progress`, async () => {
      let posted = 0;
      side.endpoint.addEventListener?.('message', (event) => {
        if (event instanceof MessageEvent && (event.data as { type?: unknown }).type === 'progress') posted++;
      });
      await protocol.request(side.endpoint, 'steps', 'probe', 10, { onProgress: new SharedProgress() });
      if (silent) expect(posted).to.equal(0);
      else expect(posted).to.be.greaterThan(0);
    });

    it('takes both at once, beside a deadline and a name', async () => {
      const options = { signal: new SharedCancellation(), onProgress: new SharedProgress(), timeout: 60_000 };
      expect(
        await protocol.request(side.endpoint, 'steps', 'probe', 7, { ...options, correlationId: 'mine' }),
      ).to.equal(7);
      expect(options.onProgress.get()).to.equal(7);
    });

    if (shared && thread) {
      /** An operation that never yields, on the way. */
      async function watching(options: { signal?: AbortSignal | SharedCancellation; timeout?: number }) {
        const begun = gate();
        const call = protocol.call(side.endpoint, 'watch', 'probe', null, { ...options, onProgress: begun.open });
        const outcome = rejection(call.result);
        await Promise.race([begun.promise, outcome]);
        return { ...call, outcome };
      }

      const ways: [string, () => Promise<{ readonly outcome: Promise<unknown>; readonly done: Promise<void> }>][] = [
        [
          'an AbortSignal',
          async () => {
            const stop = new AbortController();
            const call = await watching({ signal: stop.signal });
            stop.abort();
            return call;
          },
        ],
        [
          'a SharedCancellation',
          async () => {
            const signal = new SharedCancellation();
            const call = await watching({ signal });
            signal.cancel();
            return call;
          },
        ],
        [
          'a SharedCancellation that another worker cancels',
          async () => {
            const signal = new SharedCancellation();
            const call = await watching({ signal });
            const other = probePlaces[0]!.start();
            await protocol.request(other.endpoint, 'cancel', 'probe', signal.getBuffer() as SharedArrayBuffer);
            other.end();
            return call;
          },
        ],
        ['a deadline', () => watching({ timeout: 200 })],
        [
          'cancelRequest',
          async () => {
            const call = await watching({ timeout: 60_000 });
            protocol.cancelRequest(call.id);
            return call;
          },
        ],
      ];
      for (const [way, give] of ways) {
        it(`ends an operation that never yields, by ${way}`, async () => {
          const call = await give();
          expect(await call.outcome)
            .to.have.property('code')
            .that.is.oneOf(['aborted', 'timeout']);
          await call.done;
          const seen = await protocol.request(side.endpoint, 'seen', 'probe', undefined);
          expect(seen).to.include({ agrees: true, reason: 'AbortError: Request cancelled' });
          // a deadline may have passed before it began
          expect(seen?.heard).to.deep.equal(way === 'a deadline' && seen?.heard.length === 0 ? [] : ['abort']);
        });
      }

      it('is over by the cancellation, though the answer came first', async () => {
        const signal = new SharedCancellation();
        const call = await watching({ signal });
        signal.cancel('both at once');
        const error = await call.outcome;
        expect(error).to.have.property('cause').that.includes({ message: 'both at once' });
        expect(protocol.getStats()).to.include({ cancelled: 1, failed: 0 });
      });
    }
  });
}

describe('an operation on the page, with a SharedCancellation', () => {
  afterEach(unlink);

  it(`sees it ${shared ? 'at once' : 'when it is told'}`, async () => {
    const signal = new SharedCancellation();
    const seen: unknown[] = [];
    const look = (_: unknown, context: OperationContext) => {
      seen.push(context.signal.aborted);
      signal.cancel('in the middle');
      seen.push(context.signal.aborted);
    };
    const { protocol, port } = linked({ custom: { look } });
    await protocol.connect(port).ready;
    const error = await rejection(protocol.request(port, 'look', 'custom', undefined, { signal }));
    expect(error).to.include({ code: 'aborted' });
    expect(seen).to.deep.equal([false, shared]);
  });
});

if (sharedOnPage) {
  describe('an operation that goes on after its call was given up', () => {
    afterEach(unlink);

    for (const way of ['its signal', 'cancelRequest']) {
      it(`writes the caller's SharedProgress no more, by ${way}`, async () => {
        const onProgress = new SharedProgress();
        const signal = new SharedCancellation();
        const over = gate();
        const careless = (_: unknown, { progress }: OperationContext) => {
          progress(10, 100);
          if (way === 'its signal') signal.cancel();
          else protocol.cancelRequest(call.id);
          progress(11, 100);
          over.open();
        };
        const { protocol, port } = linked({ custom: { careless } });
        await protocol.connect(port).ready;
        const given = way === 'its signal' ? { signal, onProgress } : { onProgress };
        const call = protocol.call(port, 'careless', 'custom', undefined, given);
        expect(await rejection(call.result)).to.include({ code: 'aborted' });
        await over.promise;
        expect(onProgress.get()).to.equal(10);
      });
    }
  });
}

describe('a signal that cannot be heard', () => {
  afterEach(unlink);

  it('fails its call, which is counted no longer', async () => {
    const { protocol, port } = linked({ custom: { echo: (value: unknown) => value } });
    const signal = new SharedCancellation();
    signal.subscribe = () => {
      throw new TypeError('a bad signal');
    };
    expect(await rejection(protocol.request(port, 'echo', 'custom', 1, { signal }))).to.include({ name: 'TypeError' });
    expect(protocol.getStats()).to.include({ pendingRequests: 0, sent: 0 });
    expect(await protocol.request(port, 'echo', 'custom', 2)).to.equal(2);
  });
});

describe('memory on the wire', () => {
  const announce = (memory: boolean) => ({ type: 'ready', batch: true, ...(memory && { memory }) });
  const answered = (id: string) => ({ id, success: true, data: 'done' });

  it('is not posted to a side that never said it has any', () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol({ defaultTimeout: 0 });
    protocol.request(endpoint, 'a', 'custom', 0, { signal: new SharedCancellation(), timeout: 1000 }).catch(() => 0);
    endpoint.say(announce(false));
    protocol.request(endpoint, 'a', 'custom', 0, { onProgress: new SharedProgress() }).catch(() => 0);
    expect(endpoint.requests().map(({ memory }) => memory)).to.deep.equal([undefined, undefined]);
    protocol.destroy();
  });

  it('is not posted where its announcement could not be read, which fails no call', async () => {
    const endpoint = endpointDouble();
    const protocol = createIPCProtocol({ defaultTimeout: 0 });
    const early = protocol.request(endpoint, 'a', 'custom', 0);
    endpoint.say(announce(true));
    endpoint.dispatch(new Event('messageerror'));
    await protocol.connect(endpoint).ready;
    const late = protocol.request(endpoint, 'a', 'custom', 0, { signal: new SharedCancellation() });
    const [first, second] = endpoint.requests();
    expect(second).to.not.have.property('memory');
    endpoint.say(answered(first!.id));
    endpoint.say(answered(second!.id));
    expect(await Promise.all([early, late])).to.deep.equal(['done', 'done']);
    const lost = protocol.request(endpoint, 'a', 'custom', 0);
    endpoint.dispatch(new Event('messageerror'));
    expect(await rejection(lost)).to.include({ code: 'uncloneable' });
    protocol.destroy();
  });

  if (shared) {
    it('is posted once it has arrived, with what a call can be given up by or reports to, and with no other call', () => {
      const endpoint = endpointDouble();
      const protocol = createIPCProtocol({ defaultTimeout: 0 });
      protocol.connect(endpoint);
      endpoint.say(announce(true));
      endpoint.say({ type: 'memory', memory: new SharedArrayBuffer(1) });
      const all = [
        {},
        { onProgress: () => undefined, priority: 1 },
        { timeout: 1 },
        { signal: new AbortController().signal },
        { signal: new SharedCancellation() },
        { onProgress: new SharedProgress() },
      ];
      for (const options of all) protocol.request(endpoint, 'a', 'custom', 0, options).catch(() => 0);
      const sizes = endpoint.requests().map(({ memory }) => memory && [memory.cancellations.length, !!memory.progress]);
      expect(sizes).to.deep.equal([undefined, undefined, [1, false], [1, false], [2, false], [1, true]]);
      protocol.destroy();
    });

    it('says that a call was given up, though its success is told first', async () => {
      const endpoint = endpointDouble();
      const protocol = createIPCProtocol({ defaultTimeout: 0 });
      const signal = new SharedCancellation();
      const result = protocol.request(endpoint, 'a', 'custom', 0, { signal });
      signal.cancel('heard in a moment');
      endpoint.say(answered(endpoint.requests()[0]!.id));
      expect(await rejection(result)).to.include({ code: 'aborted' });
      expect(protocol.getStats()).to.include({ cancelled: 1, completed: 0, pendingRequests: 0 });
      protocol.destroy();
    });

    it('is not looked at when it is none of ours', async () => {
      const look = (_: unknown, { signal, progress }: OperationContext) => {
        progress(1, 1);
        return signal.aborted;
      };
      const { protocol, port } = linked({ custom: { look } });
      await protocol.connect(port).ready;
      const odd: unknown[] = [1, {}, { cancellations: 1 }, { cancellations: [new SharedArrayBuffer(3)] }];
      for (const memory of odd) {
        const message = protocol.createMessage('look', 'custom', 0);
        const answer = new Promise((resolve) => {
          port.addEventListener('message', ({ data }: MessageEvent<{ success?: boolean }>) => {
            if (data.success !== undefined) resolve(data);
          });
        });
        port.postMessage({ ...message, memory });
        expect(await answer).to.include({ id: message.id, success: true, data: false });
      }
      unlink();
    });
  }

  if (typeof SharedWorker === 'function') {
    it('is kept from a SharedWorker, where a SharedCancellation goes by message', async () => {
      const { port } = new SharedWorker(new URL('../support/probe-shared.worker.ts', import.meta.url), {
        type: 'module',
      });
      const protocol = createIPCProtocol<ProbeServices>({ defaultTimeout: 0 });
      await protocol.connect(port).ready;
      const signal = new SharedCancellation();
      const begun = gate();
      const call = protocol.call(port, 'listen', 'probe', null, { signal, onProgress: begun.open });
      await begun.promise;
      signal.cancel();
      expect(await rejection(call.result)).to.include({ code: 'aborted' });
      await call.done;
      const onProgress = new SharedProgress();
      await protocol.request(port, 'steps', 'probe', 9, { onProgress });
      expect(onProgress.get()).to.equal(9);
      protocol.destroy();
      port.close();
    });
  }
});
