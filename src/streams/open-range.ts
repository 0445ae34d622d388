/** Opens one range of a sealed file: every chunk is verified before any byte of the range is handed out. */
import { OperationError } from '../errors.js';
import { type OperationContext } from '../operation.js';
import { runFlow } from './chunk-flow.js';
import { CHUNK, openChunk, SEALED_CHUNK, TAG } from './cobblestone.js';
import { type RangeInput } from './seal-range.js';

/** Throws `corrupt`, `changed`, `unwritable`. Progress in bytes of plaintext of this range. */
export function openRange({ file, range, key, baseNonce, keep }: RangeInput, context: OperationContext): Promise<Blob> {
  const { index, start, end, last } = range;
  const sealed = end - start;
  const rest = sealed % SEALED_CHUNK;
  if (sealed < 0 || (last ? rest < TAG : rest !== 0)) throw new OperationError('invalid', 'A range holds whole chunks');
  const size = Math.floor(sealed / SEALED_CHUNK) * CHUNK + (last ? rest - TAG : 0);
  return runFlow({
    file,
    start,
    end,
    size: SEALED_CHUNK,
    short: last,
    keep,
    signal: context.signal,
    cipher: (chunk, position) => openChunk(key, baseNonce, index + position, chunk).catch(damaged),
    done: (chunks) => context.progress(Math.min(chunks * CHUNK, size), size),
  });
}

function damaged(): never {
  throw new OperationError('corrupt', 'The file is damaged: a part of it was changed, moved or removed');
}
