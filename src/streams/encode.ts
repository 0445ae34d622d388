/** Compresses pieces: by the platform's streams, or with a level by zlib, as WebAssembly or, where a policy forbids it, as JavaScript. */
import { OperationError } from '../errors.js';
import { type DeflateFormat, type Level } from './deflate-frame.js';
import { type Bytes } from './bytes.js';
import { inSteps, type Pace } from './pace.js';
import { through } from './through.js';
import { canCompileWasm } from './wasm.js';
import { createZlibDeflater, type Deflater } from './zlib.js';

export type Algorithm = DeflateFormat | 'brotli';

/** Bytes that are compressed in one go, between two looks at the clock: 5 ms at the slowest level. A piece may have 32 MiB. */
const STEP = 64 * 1024;

/**
 * The compressed stream of the pieces, with its frame. Without a level the platform's own encoder (zlib's level 6 in the three engines).
 * Throws `unsupported` where the platform has no such encoder.
 *
 * `onFlushed` is called before the rest is given, where other deflate data may follow what was given until then: by encoders that have such a place.
 */
export async function* encode(
  pieces: AsyncIterable<Bytes>,
  algorithm: Algorithm,
  level: Level | undefined,
  pace: Pace,
  onFlushed?: () => void,
): AsyncGenerator<Bytes, void> {
  const steps = inSteps(pieces, STEP, pace);
  if (algorithm === 'brotli' || level === undefined) return yield* through(nativeEncoder(algorithm), steps);
  const deflater = await openDeflater(algorithm, level);
  try {
    for await (const step of steps) yield* deflater.write(step);
    if (onFlushed) {
      yield* deflater.flush();
      onFlushed();
    }
    yield* deflater.end();
  } finally {
    deflater.close();
  }
}

/** WebAssembly is 1.2 to 1.8 times as fast as pako's JavaScript, the more the lower the level (Node 20). */
async function openDeflater(format: DeflateFormat, level: Level): Promise<Deflater> {
  if (canCompileWasm()) return createZlibDeflater(format, level);
  const { createPakoDeflater } = await import('./pako-deflate.js');
  return createPakoDeflater(format, level);
}

export function nativeEncoder(algorithm: Algorithm): CompressionStream {
  return construct(() => new CompressionStream(asFormat(algorithm)), algorithm, 'compress');
}

export function nativeDecoder(algorithm: Algorithm): DecompressionStream {
  return construct(() => new DecompressionStream(asFormat(algorithm)), algorithm, 'decompress');
}

/** Whether there is one can only be found out by making one: Chromium 156 throws TypeError, WebKitGTK 2.50 NotSupportedError. */
function construct<Stream>(make: () => Stream, algorithm: Algorithm, verb: string): Stream {
  try {
    return make();
  } catch (cause) {
    const others = "'gzip', 'deflate' and 'deflate-raw' work everywhere";
    throw new OperationError('unsupported', `This browser cannot ${verb} '${algorithm}'; ${others}.`, { cause });
  }
}

/** The platform's type does not know brotli yet, and Firefox 153 does. */
const asFormat = (algorithm: Algorithm): CompressionFormat => algorithm as CompressionFormat;
