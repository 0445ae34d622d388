/** Asks the other side whether it answers, and measures how long that takes. */
import { IPCError } from '../errors.js';
import { after } from './after.js';
import type { PingMessage } from './messages.js';

interface Sent {
  readonly at: number;
  readonly stopTimer: () => void;
  readonly resolve: (ms: number) => void;
  readonly reject: (reason: IPCError) => void;
}

export interface Pings {
  newId(): string;
  send(timeout: number): Promise<number>;
  answer(id: string): void;
  fail(reason: IPCError): void;
}

let counter = 0; // shared, so that ids of several connections to one endpoint differ

export function createPings(post: (message: PingMessage, transfer: Transferable[]) => void): Pings {
  const sent = new Map<string, Sent>();

  function take(id: string): Sent | undefined {
    const ping = sent.get(id);
    sent.delete(id);
    ping?.stopTimer();
    return ping;
  }
  const newId = () => `ping-${++counter}`;

  return {
    newId,
    send(timeout) {
      return new Promise((resolve, reject) => {
        const id = newId();
        const silence = () =>
          take(id)?.reject(new IPCError('crashed', `The worker has not answered a ping for ${timeout} ms.`));
        sent.set(id, { at: performance.now(), stopTimer: after(timeout, silence), resolve, reject });
        try {
          post({ type: 'ping', id }, []);
        } catch (cause) {
          take(id)?.reject(new IPCError('crashed', 'The worker does not take messages.', { cause }));
        }
      });
    },
    answer(id) {
      const ping = take(id);
      ping?.resolve(performance.now() - ping.at);
    },
    fail(reason) {
      for (const id of [...sent.keys()]) take(id)?.reject(reason);
    },
  };
}
