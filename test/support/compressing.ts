/** Data to compress, a file compressed range by range as the bridge does, and what the browser's own decoder makes of it. */
import type { InputOf, OutputOf } from '../../src/operation.js';
import type { compressionOperations, DeflateFormat, Level } from '../../src/operations/compression.js';
import { concat, type Bytes } from '../../src/streams/bytes.js';
import { bytesOf } from './sealing.js';

type Operations = typeof compressionOperations;
export type CompressionCall = <Type extends keyof Operations>(
  type: Type,
  input: InputOf<Operations[Type]>,
) => Promise<OutputOf<Operations[Type]>>;

export const formats: readonly DeflateFormat[] = ['gzip', 'deflate', 'deflate-raw'];
export const levels: readonly Level[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

const words =
  'the quick brown fox jumps over a lazy dog while 1024 bytes of text are written on page seven, or eight. '.split(
    /(?<= )/,
  );

/** Text that shrinks to about a third, different at each place. */
export function prose(size: number, seed = 1): Bytes {
  const parts: string[] = [];
  let state = seed;
  for (let length = 0; length < size;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const word = state >>> 30 === 0 ? `${(state >>> 8).toString(36)} ` : words[(state >>> 16) % words.length]!;
    parts.push(word);
    length += word.length;
  }
  return new TextEncoder().encode(parts.join('').slice(0, size));
}

interface Wish {
  readonly algorithm: DeflateFormat;
  readonly level?: Level | 'auto' | undefined;
  readonly rangeSize: number;
}

/** Plan, ranges, trailer: one stream. */
export async function compressInRanges(call: CompressionCall, bytes: Bytes, wish: Wish): Promise<Bytes> {
  const file = new Blob([bytes]);
  const { algorithm } = wish;
  const { header, ranges, level } = await call('prepare-compress', { file, ...wish });
  const parts = await Promise.all(ranges.map((range) => call('compress-range', { file, range, algorithm, level })));
  const trailer = await call('finish-compress', { algorithm, parts });
  return concat(header, await bytesOf(new Blob(parts.map(({ body }) => body))), trailer);
}

/** What the browser's DecompressionStream says: it refuses everything but one whole stream. */
export async function inflateNatively(compressed: Bytes, format: DeflateFormat): Promise<Bytes> {
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream(format));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A gzip header with the flags and what belongs to them, before the data of a plain one. */
export function withHeader(gzip: Bytes, flags: number, ...fields: readonly Uint8Array[]): Bytes {
  const head = gzip.slice(0, 10);
  head[3] = flags;
  return concat(head, ...fields, gzip.subarray(10));
}
