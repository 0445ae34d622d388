/** Pieces in, chunks through a cipher with many calls in flight, results out in order: what sealing and opening share. */
import { type OperationContext } from '../operation.js';
import { type Bytes } from './bytes.js';
import { lendPieces } from './read.js';
import { piecesSink, type Sink } from './sink.js';

/**
 * Calls that are started together; the next batch is started before the one before is waited for.
 *
 * Measured in Chromium 156 on 2 cores, 256 MB from an input element, two workers, best of several rounds in MB/s (the machine was shared):
 * batches of 16, 32, 64, 128: 398, 403, 407, 429 with the results dropped, and a sliding window of 64 398; 64 is 1 MiB, one report of progress.
 * Reading by stream 407, by slices of 8 or 16 MiB with the next one ahead 382 and 401, and the stream holds fewer bytes.
 */
export const BATCH = 64;

export interface Flow {
  readonly file: Blob;
  readonly start: number;
  readonly end: number;
  /** Bytes of a full chunk of input. */
  readonly size: number;
  /** Whether a short chunk, perhaps an empty one, ends the input. */
  readonly short: boolean;
  readonly context: OperationContext;
  cipher(chunk: Bytes, position: number): Promise<ArrayBuffer>;
  /** After each batch: chunks done so far. */
  done(chunks: number): void;
}

export async function runFlow<Kept>(flow: Flow, openSink: () => Sink<Kept> | Promise<Sink<Kept>>): Promise<Kept> {
  const { file, start, end, size, context } = flow;
  const { signal } = context;
  signal.throwIfAborted();
  // a file takes 5 ms to open: the first bytes are read and ciphered meanwhile
  const opened = Promise.resolve(openSink());
  opened.catch(() => undefined);
  let position = 0;
  let finished = 0;
  let batch: Promise<ArrayBuffer>[] = [];
  let before: Promise<ArrayBuffer[]> = Promise.resolve([]);
  const submit = (chunk: Bytes) => {
    const result = flow.cipher(chunk, position++);
    // It may fail while a piece is waited for, before its batch is: that is no unhandled rejection.
    result.catch(() => undefined);
    batch.push(result);
  };
  const turn = async () => {
    const waiting = before;
    before = Promise.all(batch);
    before.catch(() => undefined);
    batch = [];
    const parts = await waiting;
    const sink = await opened;
    await sink.write(parts);
    finished += parts.length;
    flow.done(finished);
    signal.throwIfAborted();
  };
  try {
    // lent too: a cipher has copied what it is given when it returns
    const rest: Bytes = new Uint8Array(size);
    let held = 0;
    for await (const piece of lendPieces(file, start, end, signal)) {
      let offset = 0;
      if (held > 0) {
        offset = Math.min(size - held, piece.length);
        rest.set(piece.subarray(0, offset), held);
        held += offset;
        if (held < size) continue;
        submit(rest);
        held = 0;
        if (batch.length >= BATCH) await turn();
      }
      for (; piece.length - offset >= size; offset += size) {
        submit(piece.subarray(offset, offset + size));
        if (batch.length >= BATCH) await turn();
      }
      if (offset < piece.length) {
        rest.set(piece.subarray(offset));
        held = piece.length - offset;
      }
    }
    if (flow.short) submit(rest.subarray(0, held));
    await turn();
    await turn();
    return await (await opened).finish();
  } catch (error) {
    await opened.then((sink) => sink.discard()).catch(() => undefined);
    throw error;
  }
}

/** The bytes themselves, moved to whoever asked: in order, each piece in a buffer of its own, of about 1 MiB. */
export async function runFlowToPieces(flow: Flow): Promise<readonly Bytes[]> {
  const pieces = await runFlow(flow, piecesSink);
  return flow.context.transfer(
    pieces,
    pieces.map(({ buffer }) => buffer),
  );
}
