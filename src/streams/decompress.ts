/** Decompresses a file of any format that compress makes, within limits. */
import { OperationError } from '../errors.js';
import { type OperationContext } from '../operation.js';
import { type Bytes } from './bytes.js';
import { type DeflateFormat } from './deflate-frame.js';
import { nativeDecoder, type Algorithm } from './encode.js';
import { inflate } from './inflate.js';
import { createPace, inSteps } from './pace.js';
import { readBytes, lendPieces } from './read.js';
import { through } from './through.js';

/** A file of a few bytes may say that it is millions of times as large: deflate can shrink to 1/1030. */
export interface Limits {
  /** Bytes of output; 4 GiB by default. */
  readonly maxSize?: number | undefined;
  /** Times the bytes read so far, beyond the first 64 MiB of output; 200 by default. Text shrinks to a tenth, logs to a fiftieth. */
  readonly maxRatio?: number | undefined;
}

export interface DecompressInput extends Limits {
  readonly file: Blob;
  /** Recognised when none is named; brotli has nothing to be recognised by. */
  readonly algorithm?: Algorithm | undefined;
}

const DEFAULT_SIZE = 4 * 2 ** 30;
const DEFAULT_RATIO = 200;
/** What any file may become. */
const FREE = 64 * 2 ** 20;

/** Bytes that go in at a time: what may come out of them, 16 MiB at most, is all that can go past a limit. */
const STEP = 16 * 1024;
/** Thirteen bytes of brotli can be 16 MiB of zeros (RFC 7932, section 9.2), so that past a limit are some 80 MiB. */
const BROTLI_STEP = 64;

/** Throws `not-compressed`, `unsupported`, `truncated`, `corrupt`, `too-large`, `changed`. Progress in bytes of the compressed file. */
export async function* decompress(input: DecompressInput, context: OperationContext): AsyncGenerator<Bytes, void> {
  const { file, maxSize = DEFAULT_SIZE, maxRatio = DEFAULT_RATIO } = input;
  const { signal } = context;
  const { algorithm, isGuess } = await algorithmOf(input);
  let read = 0;
  let furthest = 0;
  const open = (): AsyncIterable<Bytes> => {
    read = 0;
    return inSteps(
      lendPieces(file, 0, file.size, signal),
      algorithm === 'brotli' ? BROTLI_STEP : STEP,
      createPace(signal),
      (size) => {
        read += size;
        furthest = Math.max(furthest, read);
        context.progress(furthest, file.size);
      },
    );
  };
  let size = 0;
  try {
    for await (const piece of algorithm === 'brotli' ? unbrotli(open()) : fastest(open, algorithm)) {
      size += piece.length;
      if (size > maxSize) throw tooLarge(`more than ${maxSize} bytes (maxSize)`);
      if (size > FREE + read * maxRatio) throw tooLarge(`more than ${maxRatio} times their size (maxRatio)`);
      yield piece;
    }
  } catch (error) {
    throw isGuess && error instanceof OperationError && isAboutData(error) ? notCompressed(error) : error;
  }
}

const tooLarge = (what: string): OperationError =>
  new OperationError('too-large', `The data would become ${what}. If they are meant to, allow for it.`);

const notCompressed = (cause?: unknown): OperationError =>
  new OperationError(
    'not-compressed',
    'The data are neither gzip nor zlib nor whole raw deflate data. (Brotli has to be named.)',
    { cause },
  );

const isAboutData = ({ code }: OperationError): boolean => ['corrupt', 'truncated', 'unsupported'].includes(code);

/** Raw deflate data have no mark of their own: what is neither gzip nor zlib is tried as such. */
async function algorithmOf({ file, algorithm }: DecompressInput): Promise<{ algorithm: Algorithm; isGuess: boolean }> {
  if (algorithm !== undefined) return { algorithm, isGuess: false };
  if (file.size === 0) throw notCompressed();
  const head = await readBytes(file, 0, Math.min(HEAD, file.size));
  const [first = 0, second = 0x8b] = head;
  if (first === 0x1f && second === 0x8b) return { algorithm: 'gzip', isGuess: false };
  // deflate, a window of 32 KiB at most, and both bytes a multiple of 31 (RFC 1950); raw data that begin so are never made
  const isZlib = file.size > 1 && (first & 15) === 8 && first >> 4 <= 7 && (first * 256 + second) % 31 === 0;
  if (!isZlib) return { algorithm: 'deflate-raw', isGuess: true };
  // as do "x = 1", "80 pages" and "hCello"
  return { algorithm: 'deflate', isGuess: isText(head) };
}

/** Bytes that tell text from zlib's data, which has none so long. */
const HEAD = 64;

function isText(head: Bytes): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return !/[^\P{Cc}\s]/u.test(text);
  } catch {
    return false;
  }
}

/**
 * By the platform's decoder. It refuses a second member, and of what is wrong it says only that: then once more by the one that knows, from
 * the beginning, without what has been given already.
 */
async function* fastest(open: () => AsyncIterable<Bytes>, algorithm: DeflateFormat): AsyncGenerator<Bytes, void> {
  let given = 0;
  try {
    for await (const piece of native(algorithm, open())) {
      given += piece.length;
      yield piece;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for await (const piece of inflate(open(), algorithm)) {
      const known = Math.min(given, piece.length);
      given -= known;
      if (known < piece.length) yield piece.subarray(known);
    }
  }
}

async function* unbrotli(pieces: AsyncIterable<Bytes>): AsyncGenerator<Bytes, void> {
  try {
    yield* native('brotli', pieces);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new OperationError('corrupt', 'The data are damaged, cut short, or no brotli.', { cause: error.cause });
  }
}

/** What the platform's decoder throws, told apart from what reading throws. */
class Refusal extends Error {}

async function* native(algorithm: Algorithm, pieces: AsyncIterable<Bytes>): AsyncGenerator<Bytes, void> {
  let reading: { readonly error: unknown } | undefined;
  async function* watched() {
    try {
      yield* pieces;
    } catch (error) {
      reading = { error };
      throw error;
    }
  }
  const decoder = nativeDecoder(algorithm);
  const decoded = through(decoder, watched());
  try {
    for (;;) {
      const { done, value } = await decoded.next().catch((cause: unknown) => {
        throw reading === undefined ? new Refusal('The platform refused the data', { cause }) : reading.error;
      });
      if (done === true) return;
      yield value;
    }
  } finally {
    await decoded.return();
  }
}
