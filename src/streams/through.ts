/** Pieces through one of the platform's transform streams, with back-pressure, without a stream on either side. */
import { createBallast } from './ballast.js';
import { type Bytes } from './bytes.js';

/** Node 20's streams say that they are done with a piece before a thread of theirs has read it: they get copies of lent ones. */
const readsLater = 'process' in globalThis;

/** What the transform gives for the pieces. Throws what the pieces or the transform threw, and stops both when it is given up. */
export async function* through(
  transform: ReadableWritablePair<Bytes, BufferSource>,
  pieces: AsyncIterable<Bytes>,
): AsyncGenerator<Bytes, void> {
  const writer = transform.writable.getWriter();
  const reader = transform.readable.getReader();
  const ballast = createBallast();
  let isWanted = true;
  const pump = async () => {
    try {
      for await (const piece of pieces) {
        if (!isWanted) return;
        await writer.write(readsLater ? piece.slice() : piece);
      }
      await writer.close();
    } catch (reason) {
      // what was read so far is of no use; the reader is told why
      await writer.abort(reason).catch(() => undefined);
      throw reason;
    }
  };
  const pumped = pump();
  pumped.catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      // it may be moved away
      const { length } = value;
      yield value;
      ballast(length);
    }
    await pumped;
  } catch (error) {
    // where both failed, the pieces failed first
    await pumped;
    throw error;
  } finally {
    isWanted = false;
    await reader.cancel('no longer needed').catch(() => undefined);
    writer.abort('no longer needed').catch(() => undefined);
  }
}
