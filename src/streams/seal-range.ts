/** Seals one range of a file: reads it where it is, and hands back its chunks as one Blob. */
import { OperationError } from '../errors.js';
import { type OperationContext } from '../operation.js';
import { type Bytes } from './bytes.js';
import { runFlow } from './chunk-flow.js';
import { CHUNK, sealChunk } from './cobblestone.js';
import { type Range } from './ranges.js';
import { type Keep } from './sink.js';

/** A range of a file, and what its message is sealed or opened with. */
export interface RangeInput {
  readonly file: Blob;
  readonly range: Range;
  readonly key: CryptoKey;
  readonly baseNonce: Bytes;
  /** Write the bytes to that file and return it, instead of a Blob that the browser keeps. */
  readonly keep?: Keep | undefined;
}

/** Throws `changed`, `unwritable`. Progress in bytes of plaintext of this range. */
export function sealRange({ file, range, key, baseNonce, keep }: RangeInput, context: OperationContext): Promise<Blob> {
  const { index, start, end, last } = range;
  const size = end - start;
  if (start !== index * CHUNK || size < 0 || (!last && size % CHUNK !== 0))
    throw new OperationError('invalid', 'A range holds whole chunks');
  return runFlow({
    file,
    start,
    end,
    size: CHUNK,
    short: last,
    keep,
    signal: context.signal,
    cipher: (chunk, position) => sealChunk(key, baseNonce, index + position, chunk),
    done: (chunks) => context.progress(Math.min(chunks * CHUNK, size), size),
  });
}
