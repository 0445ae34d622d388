/** A protocol and a served port, linked by a MessageChannel: most tests need no worker. */
import type { Services } from '../../src/operation.js';
import { createIPCProtocol, type IPCProtocol, type IPCProtocolOptions } from '../../src/protocol/protocol.js';
import { serve } from '../../src/protocol/serve.js';

export interface Linked<S extends Services> {
  readonly protocol: IPCProtocol<S>;
  readonly port: MessagePort;
  readonly stop: () => void;
}

const cleanups: (() => void)[] = [];

export function linked<S extends Services>(services: S, options?: IPCProtocolOptions): Linked<S> {
  const { port1, port2 } = new MessageChannel();
  const stop = serve(services, port2);
  const protocol = createIPCProtocol<S>(options);
  cleanups.push(() => {
    protocol.destroy();
    stop();
    port1.close();
  });
  return { protocol, port: port1, stop };
}

/** Ends every link of the test; for `afterEach`. */
export function unlink(): void {
  for (const cleanup of cleanups.splice(0)) cleanup();
}

/** What a promise rejects with; a test that expects a rejection fails when there is none. */
export function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`It resolved, with ${String(value)}.`);
    },
    (reason: unknown) => reason,
  );
}
