/** Seals one range of a file: reads it where it is, and hands back its chunks as one Blob, or moves their bytes. */
import { OperationError } from '../errors.js';
import { type OperationContext } from '../operation.js';
import { type Bytes } from './bytes.js';
import { runFlow, runFlowToPieces, type Flow } from './chunk-flow.js';
import { CHUNK, sealChunk } from './cobblestone.js';
import { type Range } from './ranges.js';
import { openSink, type Keep } from './sink.js';

/** A range of a file, and what its message is sealed or opened with. */
export interface PiecesInput {
  readonly file: Blob;
  readonly range: Range;
  readonly key: CryptoKey;
  readonly baseNonce: Bytes;
}
export interface RangeInput extends PiecesInput {
  /** Write the bytes to that file and return it, instead of a Blob that the browser keeps. */
  readonly keep?: Keep | undefined;
}

/** Throws `changed`, `unwritable`. Progress in bytes of plaintext of this range. */
export function sealRange({ keep, ...input }: RangeInput, context: OperationContext): Promise<Blob> {
  return runFlow(sealing(input, context), () => openSink(keep));
}

/** For who writes the bytes on at once: a Blob could not be given back, and stays until its handle is collected. */
export function sealPieces(input: PiecesInput, context: OperationContext): Promise<readonly Bytes[]> {
  return runFlowToPieces(sealing(input, context));
}

function sealing({ file, range, key, baseNonce }: PiecesInput, context: OperationContext): Flow {
  const { index, start, end, last } = range;
  const size = end - start;
  if (start !== index * CHUNK || size < 0 || (!last && size % CHUNK !== 0))
    throw new OperationError('invalid', 'A range holds whole chunks');
  return {
    file,
    start,
    end,
    size: CHUNK,
    short: last,
    context,
    cipher: (chunk, position) => sealChunk(key, baseNonce, index + position, chunk),
    done: (chunks) => context.progress(Math.min(chunks * CHUNK, size), size),
  };
}
