/** Counts the bytes of a stream that passes through: no chunk is read before it is asked for, and a cancel goes on. */
import { asError, isEnded, phaseOf, type Reading, type Source } from './source.js';

/** Chunks that have a size in bytes. */
export type Bytes = ArrayBufferView | ArrayBufferLike | Blob;

/**
 * The stream to read in place of `stream`, and what it counts. `total` is 0 while unknown.
 * @throws TypeError when the stream is locked
 */
export function countStream<Chunk extends Bytes>(
  stream: ReadableStream<Chunk>,
  total: number,
): { readonly stream: ReadableStream<Chunk>; readonly source: Source } {
  const reader = stream.getReader();
  const listeners = new Set<() => void>();
  let reading: Reading = { loaded: 0, total, phase: 'idle' };
  let hold = Promise.resolve();
  let release = (): void => undefined;
  let fail: (reason: unknown) => void = () => undefined;

  const move = (next: Partial<Reading>): void => {
    if (isEnded(reading.phase)) return;
    reading = { ...reading, ...next };
    for (const heard of [...listeners]) heard();
  };
  const end = (phase: 'failed' | 'aborted', thrown: unknown): void => {
    release();
    move({ phase, error: asError(thrown) });
  };

  const counted = new ReadableStream<Chunk>(
    {
      start(controller) {
        fail = (reason) => controller.error(reason);
      },
      async pull(controller) {
        if (reading.phase === 'idle') move({ phase: 'active' });
        await hold;
        if (isEnded(reading.phase)) return;
        try {
          const { done, value } = await reader.read();
          if (isEnded(reading.phase)) return;
          if (done) {
            move({ phase: 'complete' });
            controller.close();
          } else {
            move({ loaded: reading.loaded + sizeOf(value) });
            controller.enqueue(value);
          }
        } catch (error) {
          end(phaseOf(asError(error)), error);
          // where it is our own there is still one who sends
          reader.cancel(error).catch(() => undefined);
          throw error;
        }
      },
      cancel(reason) {
        end('aborted', reason ?? new DOMException('The stream was cancelled by its reader.', 'AbortError'));
        return reader.cancel(reason);
      },
    },
    // nothing is read ahead: who reads this sets the pace of the other
    { highWaterMark: 0 },
  );

  const source: Source = {
    unit: 'byte',
    read: () => reading,
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    abort(reason) {
      if (isEnded(reading.phase)) return;
      end('aborted', reason);
      fail(reason);
      reader.cancel(reason).catch(() => undefined);
    },
    pause() {
      if (isEnded(reading.phase) || reading.phase === 'paused') return;
      hold = new Promise((resolve) => (release = resolve));
      move({ phase: 'paused' });
    },
    resume() {
      if (reading.phase !== 'paused') return;
      release();
      move({ phase: 'active' });
    },
  };
  return { stream: counted, source };
}

/** @throws TypeError for what has no size in bytes: types say nothing of streams that others made */
function sizeOf(chunk: Bytes): number {
  const size: unknown = Reflect.get(Object(chunk), 'byteLength') ?? Reflect.get(Object(chunk), 'size');
  if (typeof size !== 'number') throw new TypeError('through() counts chunks of bytes or blobs.');
  return size;
}
