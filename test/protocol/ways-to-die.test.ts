/** Every call settles: each way to die, over a Worker and over a port that a worker serves. */
import { expect } from '@open-wc/testing';
import { IPCError } from '../../src/errors.js';
import type { Endpoint } from '../../src/protocol/connection.js';
import { createIPCProtocol, type IPCProtocol } from '../../src/protocol/protocol.js';
import { holdTimers } from '../support/held-timers.js';
import { rejection } from '../support/outcome.js';
import { callAfterDeath, silentWays, waysToDie } from '../support/ways-to-die.js';

interface Column {
  readonly name: string;
  readonly workerOnly: boolean;
  readonly start: (script: URL) => { readonly worker: Worker; readonly endpoint: Endpoint };
}

const columns: readonly Column[] = [
  {
    name: 'a Worker',
    workerOnly: true,
    start(script) {
      const worker = new Worker(script, { type: 'module' });
      return { worker, endpoint: worker };
    },
  },
  {
    name: 'a MessagePort that a worker serves',
    workerOnly: false,
    start() {
      const worker = new Worker(new URL('../support/probe-port.worker.ts', import.meta.url), { type: 'module' });
      // what the port tells has to be enough: the worker's own events are for nobody here
      worker.addEventListener('error', (event) => event.preventDefault());
      const { port1, port2 } = new MessageChannel();
      worker.postMessage(port2, [port2]);
      return { worker, endpoint: port1 };
    },
  },
];

for (const { name, workerOnly, start } of columns) {
  describe(`a call over ${name}`, () => {
    let protocol: IPCProtocol;
    let worker: Worker | undefined;
    beforeEach(() => {
      protocol = createIPCProtocol();
    });
    afterEach(() => {
      protocol.destroy();
      worker?.terminate();
    });

    for (const way of waysToDie.filter((one) => workerOnly || !one.workerOnly)) {
      it(`rejects with ${way.code} when ${way.name}`, async () => {
        const started = start(way.script);
        worker = started.worker;
        const call = way.die({
          call: (type, options) => protocol.request(started.endpoint, type, 'probe', undefined, options),
          terminate: () => started.worker.terminate(),
        });
        const error = await call.then(
          () => null,
          (reason: unknown) => reason,
        );
        expect(error).to.be.instanceOf(IPCError);
        expect(error).to.include({ code: way.code });
        expect((error as IPCError).message).to.match(way.message);
        if (way.cause !== undefined) expect((error as IPCError).cause).to.include({ name: way.cause });
        expect(protocol.getStats().pendingRequests).to.equal(0);
      });
    }

    it('rejects with crashed when it is made after the death', async () => {
      const started = start(callAfterDeath.script);
      worker = started.worker;
      const call = callAfterDeath.die({
        call: (type, options) => protocol.request(started.endpoint, type, 'probe', undefined, options),
        terminate: () => started.worker.terminate(),
      });
      expect(await rejection(call))
        .to.be.instanceOf(IPCError)
        .and.include({ code: 'crashed' });
    });
  });
}

describe('a call to a worker of which nothing is ever heard', () => {
  for (const { name, start } of silentWays) {
    it(`rejects with timeout, for want of anything better, when it ${name}`, async () => {
      const timers = holdTimers(29_000, 30_000);
      const protocol = createIPCProtocol({ defaultTimeout: 30_000 });
      const worker = start();
      try {
        const call = rejection(protocol.request(worker, 'echo', 'probe', 1));
        timers.fire();
        expect(await call)
          .to.be.instanceOf(IPCError)
          .and.include({ code: 'timeout', name: 'TimeoutError' });
        expect(protocol.getStats().pendingRequests).to.equal(0);
      } finally {
        protocol.destroy();
        worker.terminate();
        timers.restore();
      }
    });
  }
});

describe('a call to a worker that a policy blocks', () => {
  it('rejects with unavailable where there is a worker to call', async () => {
    const frame = document.createElement('iframe');
    const query = new URLSearchParams({ csp: "worker-src 'none'", module: '/test/support/policy-probe.ts' });
    frame.src = `/policy-page?${query}`;
    const outcome = new Promise((resolve) => {
      addEventListener('message', function hear(event) {
        if (event.source !== frame.contentWindow) return;
        removeEventListener('message', hear);
        resolve(event.data);
      });
    });
    document.body.append(frame);
    // WebKit makes no worker at all: its constructor throws, and no call can be made
    expect(await outcome).to.be.oneOf(['unavailable', 'SecurityError']);
    frame.remove();
  });
});
