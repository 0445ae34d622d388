/** Compresses a file in one go, as one stream with its frame: brotli, and what is too small to be worth several ranges. */
import { OperationError } from '../errors.js';
import { type OperationContext } from '../operation.js';
import { type Bytes } from './bytes.js';
import { type Level } from './deflate-frame.js';
import { encode, type Algorithm } from './encode.js';
import { createPace } from './pace.js';
import { counted, lendPieces } from './read.js';
import { chooseLevel } from './sample.js';

export interface CompressInput {
  readonly file: Blob;
  readonly algorithm: Algorithm;
  /** None: the platform's encoder. `auto`: the same, but stored where a sample shows no gain. */
  readonly level?: Level | 'auto' | undefined;
}

/** Throws `invalid` for a level of brotli, `unsupported` where the browser has none, `changed`. Progress in bytes of the file. */
export async function* compress(
  { file, algorithm, level }: CompressInput,
  { signal, progress }: OperationContext,
): AsyncGenerator<Bytes, void> {
  if (algorithm === 'brotli' && typeof level === 'number') {
    throw new OperationError('invalid', 'There is no level for brotli: leave it out.');
  }
  const chosen = algorithm === 'brotli' ? undefined : await chooseLevel(file, level, signal);
  const pieces = counted(lendPieces(file, 0, file.size, signal), (done) => progress(done, file.size));
  yield* encode(pieces, algorithm, chosen, createPace(signal));
}
