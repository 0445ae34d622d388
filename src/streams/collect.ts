/** Pieces of a result, one after the other, into a sink: a Blob, a file, or whoever listens at the other end of a port. */
import { OperationError } from '../errors.js';
import { type Bytes } from './bytes.js';
import type { Sink } from './sink.js';

/** Bytes that are written together: 1 MiB at a time is as fast as it gets (see sink.ts). */
const BATCH = 1024 * 1024;

export async function collect<Kept>(
  pieces: AsyncIterable<Bytes>,
  open: () => Sink<Kept> | Promise<Sink<Kept>>,
): Promise<Kept> {
  const sink = await open();
  let batch: ArrayBuffer[] = [];
  let size = 0;
  try {
    for await (const piece of pieces) {
      batch.push(bufferOf(piece));
      size += piece.length;
      if (size < BATCH) continue;
      await sink.write(batch);
      batch = [];
      size = 0;
    }
    if (size > 0) await sink.write(batch);
    return await sink.finish();
  } catch (error) {
    await sink.discard().catch(() => undefined);
    throw error;
  }
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Bytes): ArrayBuffer =>
  byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);

/** Batches on their way at once: the next one is made while the last is written. */
const AHEAD = 2;

/**
 * Moves the bytes through a port, at the pace at which they are taken: the other end answers each with whether it could be written.
 * A call's result comes once, so that a stretch which must not be held has to come this way.
 */
export function portSink(port: MessagePort, signal: AbortSignal): Sink<number> {
  let written = 0;
  let under = 0;
  let isRefused = false;
  let wake = (): void => undefined;
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    under--;
    isRefused ||= data !== true;
    wake();
  };
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  const drainTo = async (most: number) => {
    while (under > most && !isRefused && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
    signal.throwIfAborted();
    if (isRefused) throw new OperationError('unwritable', 'The destination refused the bytes.');
  };
  const close = () => {
    signal.removeEventListener('abort', onAbort);
    port.close();
  };
  return {
    async write(parts) {
      for (const part of parts) written += part.byteLength;
      under++;
      port.postMessage(parts, [...parts]);
      await drainTo(AHEAD - 1);
    },
    async finish() {
      await drainTo(0);
      close();
      return written;
    },
    discard() {
      close();
      return Promise.resolve();
    },
  };
}
