/** Whether a file is worth compressing: told by its type, and by what becomes of a few pieces of it. */
import { type Level } from './deflate-frame.js';
import { lendPieces } from './read.js';
import { through } from './through.js';

/** Pieces that are tried, spread over the file, and their bytes: 4 ms of work. */
const PIECES = 4;
const PIECE = 64 * 1024;
/** What has to be saved: of most files 3 %, of a type that is compressed already 10 %, since a picture's header may be plain. */
const GAIN = 0.97;
const GAIN_OF_COMPRESSED = 0.9;

const compressedTypes =
  /^(?:image\/(?:jpeg|png|gif|webp|avif|heic|jxl)|video\/.+|audio\/(?!wav|x-wav|aiff|midi).+|font\/woff2?|application\/(?:zip|gzip|x-gzip|zstd|x-7z-compressed|vnd\.rar|x-bzip2?|x-xz|epub\+zip|java-archive|vnd\.openxmlformats.+))$/;

/** The level to work with: for `auto` none, or 0 where nothing would be gained. */
export async function chooseLevel(
  file: Blob,
  level: Level | 'auto' | undefined,
  signal: AbortSignal,
): Promise<Level | undefined> {
  if (level !== 'auto') return level;
  return (await isWorthIt(file, signal)) ? undefined : 0;
}

async function isWorthIt(file: Blob, signal: AbortSignal): Promise<boolean> {
  const step = Math.max(Math.floor((file.size - PIECE) / (PIECES - 1)), PIECE);
  let before = 0;
  let after = 0;
  for (let start = 0; start < file.size && before < PIECES * PIECE; start += step) {
    const end = Math.min(start + PIECE, file.size);
    before += end - start;
    const pieces = through(new CompressionStream('deflate-raw'), lendPieces(file, start, end, signal));
    for await (const { length } of pieces) after += length;
  }
  return after < before * (compressedTypes.test(file.type) ? GAIN_OF_COMPRESSED : GAIN);
}
