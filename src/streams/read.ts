/**
 * Bytes of a Blob: a few at once, or a long stretch in pieces. A read that fails, stalls or ends early is `changed`; memory that
 * cannot be had is the RangeError that the browser makes of it.
 */
import { OperationError } from '../errors.js';
import { type Bytes } from './bytes.js';
import { openLender, type Lender } from './lender.js';

/**
 * Milliseconds between looks, and how many looks in a row at a piece that somebody waits for end the read. Looks, not time: a
 * laptop may sleep.
 */
const LOOK = 10_000;
const PATIENCE = 6;

/** Exactly the bytes from `start` to `end`. */
export async function readBytes(blob: Blob, start: number, end: number): Promise<Bytes> {
  try {
    const bytes = new Uint8Array(await blob.slice(start, end).arrayBuffer());
    if (bytes.length === end - start) return bytes;
  } catch (cause) {
    throw failed(cause);
  }
  throw changed();
}

/**
 * Bytes that one stream is opened over. WebKitGTK 2.50, and Firefox 153 of a Blob in memory, give all of it as one piece (64 MiB were one),
 * so that reading a file in one go would hold the file. As large as the largest range that is sealed: each costs 1.5 ms to open in Chromium 156.
 */
const STRETCH = 32 * 1024 * 1024;

/**
 * The bytes from `start` to `end`, lent: a piece holds them until the next one is asked for, then its memory is read into again. For who is
 * done with a piece by then, as hashes, ciphers and encoders are, which copy it. The next piece is asked for before one is handed out.
 */
export async function* lendPieces(
  blob: Blob,
  start: number,
  end: number,
  signal: AbortSignal,
  look = LOOK,
): AsyncGenerator<Bytes, void> {
  let at = start;
  do {
    const next = Math.min(at + STRETCH, end);
    yield* pieces(openLender(blob.slice(at, next).stream(), next - at), next - at, signal, look);
    at = next;
  } while (at < end);
}

/**
 * What is being read. Chromium 156 collects the stream of a Blob that nothing but its own pending read holds on to, and that read then
 * never settles: in 19 of 60 runs over 512 MB with a BYOB reader; in none of 84 while the reader or the stream was held.
 */
const held = new Set<Lender>();

/** From a reader: all of the `size` bytes, or an error. `for await` over a stream is not everywhere. */
async function* pieces(reader: Lender, size: number, signal: AbortSignal, look: number): AsyncGenerator<Bytes, void> {
  const watch = watchdog(look);
  const give = (reason: unknown) => void reader.cancel(reason).catch(() => undefined);
  const onAbort = () => give(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const next = () => {
    const read = Promise.race([reader.read(), watch.stalled]);
    read.catch(() => undefined);
    return read;
  };
  held.add(reader);
  try {
    let missing = size;
    for (let read = next(); ;) {
      watch.begin();
      const { done, value } = await read;
      watch.end();
      signal.throwIfAborted();
      if (done) break;
      missing -= value.length;
      read = next();
      yield value;
    }
    if (missing !== 0) throw changed();
    // whoever asked for more than the last piece is done with that
    reader.end();
  } catch (error) {
    throw signal.aborted ? error : failed(error);
  } finally {
    held.delete(reader);
    signal.removeEventListener('abort', onAbort);
    watch.stop();
    give('no longer needed');
  }
}

/** The pieces, and after each how many bytes have been taken so far. */
export async function* counted(
  pieces: AsyncIterable<Bytes>,
  report: (bytes: number) => void,
): AsyncGenerator<Bytes, void> {
  let bytes = 0;
  for await (const piece of pieces) {
    yield piece;
    report((bytes += piece.length));
  }
}

/** Looks only while somebody waits: the one who reads may take any time with a piece that was handed out. */
function watchdog(look: number): { stalled: Promise<never>; begin(): void; end(): void; stop(): void } {
  let looks = 0;
  let waiting = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  const stalled = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (waiting && ++looks >= PATIENCE)
        reject(new OperationError('changed', 'The file stopped giving bytes while it was read'));
    }, look);
  });
  stalled.catch(() => undefined);
  return {
    stalled,
    begin() {
      looks = 0;
      waiting = true;
    },
    end: () => void (waiting = false),
    stop: () => clearInterval(timer),
  };
}

const changed = (cause?: unknown): OperationError =>
  new OperationError('changed', 'The file changed, or vanished, while it was read', { cause });

/** What a read failed with: the file's fault, unless there was no memory for it. */
const failed = (cause: unknown): unknown =>
  cause instanceof OperationError || cause instanceof RangeError ? cause : changed(cause);
