/** Compiles, and so proves, that a wrong channel, type, payload or result is an error of the compiler. Never run. */
import type { OperationContext } from '../../src/operation.js';
import { createIPCProtocol, createTypedSender } from '../../src/protocol/protocol.js';
import { serve } from '../../src/protocol/serve.js';

declare const worker: Worker;
declare const port: MessagePort;

const services = {
  crypto: {
    hash: async (data: Blob, { progress }: OperationContext): Promise<string> => {
      progress(data.size, data.size);
      return Promise.resolve('00');
    },
  },
  custom: {
    double: (value: number) => value * 2,
    nothing: () => undefined,
  },
};

const protocol = createIPCProtocol<typeof services>();
const digest: Promise<string> = protocol.request(worker, 'hash', 'crypto', new Blob());
const doubled: Promise<number> = protocol.call(port, 'double', 'custom', 2).result;
const nothing: Promise<undefined> = protocol.request(port, 'nothing', 'custom', undefined);

// @ts-expect-error there is no such channel
void protocol.request(worker, 'hash', 'crypt', new Blob());
// @ts-expect-error there is no such type
void protocol.request(worker, 'hush', 'crypto', new Blob());
// @ts-expect-error the type is of another channel
void protocol.request(worker, 'double', 'crypto', 2);
// @ts-expect-error the payload is a number
void protocol.request(worker, 'double', 'custom', '2');
// @ts-expect-error the payload is missing
void protocol.request(worker, 'double', 'custom');
// @ts-expect-error the result is a number
const text: Promise<string> = protocol.request(worker, 'double', 'custom', 2);
// @ts-expect-error there is no such option
void protocol.request(worker, 'double', 'custom', 2, { nonce: 1 });
// @ts-expect-error a string cannot be posted to
void protocol.request('worker.js', 'double', 'custom', 2);

const double = createTypedSender(protocol, worker, 'double', 'custom');
const sent: Promise<number> = double(2, { timeout: 5 });
// @ts-expect-error the payload is a number
void double('2');
// @ts-expect-error there is no such type
createTypedSender(protocol, worker, 'triple', 'custom');

// without services anything may be tried, and nothing is known of what comes back
const untyped = createIPCProtocol();
const unknown: Promise<unknown> = untyped.request(worker, 'any', 'thing', { at: 'all' });
// @ts-expect-error what comes back is unknown
const known: Promise<number> = untyped.request(worker, 'any', 'thing', 1);

serve(services);
serve(services, port);
// @ts-expect-error an operation is a function
serve({ custom: { double: 2 } });

export const checked = [digest, doubled, nothing, text, sent, unknown, known];
