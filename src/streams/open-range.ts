/** Opens one range of a sealed file: every chunk is verified before any byte of the range is handed out. */
import { OperationError } from '../errors.js';
import { type OperationContext } from '../operation.js';
import { type Bytes } from './bytes.js';
import { runFlow, runFlowToPieces, type Flow } from './chunk-flow.js';
import { CHUNK, openChunk, SEALED_CHUNK, TAG } from './cobblestone.js';
import { corrupt } from './refusals.js';
import { type PiecesInput, type RangeInput } from './seal-range.js';
import { openSink } from './sink.js';

/** Throws `corrupt`, `changed`, `unwritable`. Progress in bytes of plaintext of this range. */
export function openRange({ keep, ...input }: RangeInput, context: OperationContext): Promise<Blob> {
  return runFlow(opening(input, context), () => openSink(keep));
}

/** As `sealPieces`; here too every chunk is verified before any piece is handed out. */
export function openPieces(input: PiecesInput, context: OperationContext): Promise<readonly Bytes[]> {
  return runFlowToPieces(opening(input, context));
}

function opening({ file, range, key, baseNonce }: PiecesInput, context: OperationContext): Flow {
  const { index, start, end, last } = range;
  const sealed = end - start;
  const rest = sealed % SEALED_CHUNK;
  if (sealed < 0 || (last ? rest < TAG : rest !== 0)) throw new OperationError('invalid', 'A range holds whole chunks');
  const size = Math.floor(sealed / SEALED_CHUNK) * CHUNK + (last ? rest - TAG : 0);
  return {
    file,
    start,
    end,
    size: SEALED_CHUNK,
    short: last,
    context,
    cipher: (chunk, position) => openChunk(key, baseNonce, index + position, chunk).catch(damaged),
    done: (chunks) => context.progress(Math.min(chunks * CHUNK, size), size),
  };
}

function damaged(reason: unknown): never {
  // no memory is no damage
  if (reason instanceof RangeError) throw reason;
  throw corrupt();
}
