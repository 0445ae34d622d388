/** Reading a response's body up to a limit, with a deadline that holds although the body does not end. */
import { untilAborted } from './deadline.js';

/** Hands each piece to `take` until that returns false, or the body ends. True where it ended by itself. */
export async function readBody(
  response: Response,
  signal: AbortSignal,
  take: (piece: Uint8Array) => boolean,
): Promise<boolean> {
  if (!response.body) return true;
  const reader = response.body.getReader();
  const cancel = () => void reader.cancel().catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await untilAborted(reader.read(), signal);
      if (done) return true;
      if (!take(value)) {
        cancel();
        return false;
      }
    }
  } catch (error) {
    cancel();
    throw error;
  }
}

/** The body as text, cut after `limit` bytes. */
export async function readText(response: Response, signal: AbortSignal, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let left = limit;
  await readBody(response, signal, (piece) => {
    text += decoder.decode(piece.subarray(0, left), { stream: true });
    left -= piece.length;
    return left > 0;
  });
  return text;
}
