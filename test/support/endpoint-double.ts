/** An endpoint without anybody behind it: it keeps what is posted (but the memory that only isolated pages post), counts its listeners, and says what the test has it say. */
import type { Endpoint } from '../../src/protocol/connection.js';
import type { RequestMessage } from '../../src/protocol/messages.js';

export interface EndpointDouble extends Required<Omit<Endpoint, 'start'>> {
  readonly posted: readonly Readonly<Record<string, unknown>>[];
  /** How many listeners it has now, of all types together. */
  readonly listening: number;
  /** The requests among what was posted. */
  requests(): readonly RequestMessage[];
  say(data: unknown): void;
  dispatch(event: Event): void;
}

export function endpointDouble(refuse: () => void = () => undefined): EndpointDouble {
  const target = new EventTarget();
  const posted: Record<string, unknown>[] = [];
  let listening = 0;
  return {
    posted,
    get listening() {
      return listening;
    },
    requests: () => posted.filter((message): message is typeof message & RequestMessage => 'channel' in message),
    postMessage(message) {
      refuse();
      const record = message as Record<string, unknown>;
      if (record.type !== 'memory') posted.push(record);
    },
    addEventListener(type, listener) {
      listening++;
      target.addEventListener(type, listener);
    },
    removeEventListener(type, listener) {
      listening--;
      target.removeEventListener(type, listener);
    },
    say: (data) => void target.dispatchEvent(new MessageEvent('message', { data })),
    dispatch: (event) => void target.dispatchEvent(event),
  };
}
