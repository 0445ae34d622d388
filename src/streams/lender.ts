/** Reads a stream into memory that is used again: by turns within one reading, and from one reading to the next. */
import { type Bytes } from './bytes.js';

export type Lender = Pick<ReadableStreamDefaultReader<Bytes>, 'read' | 'cancel'> & {
  /** All was read, and nobody looks at it any more: the next reading may have the memory. */
  end(): void;
};

/**
 * Bytes of each of the two buffers that a reader fills by turns. Reading 512 MB in ranges of 32 MiB, two workers, processor seconds a GB
 * over all of the browser, medians of three: with memory of the browser's own 2.1; with two buffers of 64, 256 and 1024 KiB 1.5, 1.4, 1.5;
 * with new buffers of 256 KiB 1.9 (Chromium 156).
 */
const LENT = 256 * 1024;

/** Each range of a file is read by itself: with buffers of its own for each, 2 GB left 64 MB to be collected. */
const idle: ArrayBuffer[] = [];
/** Of two that read at once. */
const MOST_IDLE = 4;

/** A stream that does not read into given memory gives memory of its own: WebKit's, and those that no Blob made. */
export function openLender(stream: ReadableStream<Bytes>, size: number): Lender {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = stream.getReader({ mode: 'byob' });
  } catch {
    return Object.assign(stream.getReader(), { end: () => undefined });
  }
  const length = Math.max(1, Math.min(LENT, size));
  const make = () => (length === LENT ? idle.pop() : undefined) ?? new ArrayBuffer(length);
  const spare = [make(), make()];
  return {
    async read() {
      const { done, value } = await reader.read(new Uint8Array(spare.shift() ?? new ArrayBuffer(length)));
      if (value !== undefined) spare.push(value.buffer);
      return done ? { done, value: undefined } : { done, value };
    },
    cancel: (reason) => reader.cancel(reason),
    end() {
      const whole = spare.splice(0).filter(({ byteLength }) => byteLength === LENT);
      idle.push(...whole.slice(0, MOST_IDLE - idle.length));
    },
  };
}
