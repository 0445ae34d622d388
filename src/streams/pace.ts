/** Lets others have their turn during work that takes long and awaits nothing: the page its clicks, a worker its messages. */
import { type Bytes } from './bytes.js';

/** Milliseconds that may pass in between: a page that answers within 50 feels alive. */
const TURN = 12;

/** Call it often, between steps: it resolves at once, unless a turn is over. */
export type Pace = () => Promise<void> | undefined;

/** Throws the signal's reason once it is aborted. */
export function createPace(signal: AbortSignal): Pace {
  let last = performance.now();
  return () => {
    if (performance.now() - last < TURN) return undefined;
    return turn().then(() => {
      last = performance.now();
      signal.throwIfAborted();
    });
  };
}

/** The pieces in steps of `most` bytes, with a turn for others between them. `taken`: how many bytes come next. */
export async function* inSteps(
  pieces: AsyncIterable<Bytes> | Iterable<Bytes>,
  most: number,
  pace: Pace,
  taken: (bytes: number) => void = () => undefined,
): AsyncGenerator<Bytes, void> {
  for await (const piece of pieces) {
    for (let start = 0; start < piece.length; start += most) {
      const step = piece.subarray(start, start + most);
      taken(step.length);
      yield step;
      await pace();
    }
  }
}

/** By message: timers are held back to 4 ms once they are nested. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
