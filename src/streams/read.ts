/**
 * Bytes of a Blob: a few at once, or a long stretch in pieces. A read that fails, stalls or ends early is `changed`; memory that
 * cannot be had is the RangeError that the browser makes of it.
 */
import { OperationError } from '../errors.js';
import { type Bytes } from './bytes.js';

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
 * The bytes from `start` to `end`, in pieces of the browser's size. The next piece is asked for before one is handed out.
 * A default reader: a BYOB reader stalled for ever in 4 of 6 runs over ranges of an OPFS file (Chromium 156), and `for await` is not everywhere.
 */
export async function* readPieces(
  blob: Blob,
  start: number,
  end: number,
  signal: AbortSignal,
  look = LOOK,
): AsyncGenerator<Bytes, void> {
  const reader: ReadableStreamDefaultReader<Bytes> = blob.slice(start, end).stream().getReader();
  const watch = watchdog(look);
  const give = (reason: unknown) => void reader.cancel(reason).catch(() => undefined);
  const onAbort = () => give(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const next = () => {
    const read = Promise.race([reader.read(), watch.stalled]);
    read.catch(() => undefined);
    return read;
  };
  try {
    let missing = end - start;
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
  } catch (error) {
    throw signal.aborted ? error : failed(error);
  } finally {
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
