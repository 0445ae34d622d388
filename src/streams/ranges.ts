/** How a message is cut into ranges: whole chunks that one worker seals or opens in one go. */
import { CHUNK, SEALED_CHUNK, TAG } from './cobblestone.js';

export interface Range {
  /** The number of its first chunk. */
  readonly index: number;
  /** Bytes in the file given: of plaintext when sealing, of the sealed file when opening. */
  readonly start: number;
  readonly end: number;
  /** Whether it ends with the message's last, short chunk. */
  readonly last: boolean;
}

const MiB = 1024 * 1024;
const LEAST = 16 * MiB;
/** A worker holds about twice a range: 64 MiB cost 110 MB more than 32 and saved no time. */
const MOST = 32 * MiB;
/** Enough for four workers to end at about the same time. */
const WANTED = 8;

/** Bytes of plaintext in a range of a file of `size` bytes: whole chunks. */
export function rangeSizeFor(size: number, wanted?: number): number {
  const bytes = wanted ?? Math.min(Math.max(size / WANTED, LEAST), MOST);
  return Math.max(Math.ceil(bytes / CHUNK), 1) * CHUNK;
}

/** The ranges of a plaintext of `size` bytes. There is always one, and only the last may hold part of a chunk. */
export function plainRanges(size: number, rangeSize: number): Range[] {
  const ranges: Range[] = [];
  for (let start = 0; start === 0 || start < size; start += rangeSize) {
    const end = Math.min(start + rangeSize, size);
    ranges.push({ index: start / CHUNK, start, end, last: end === size });
  }
  return ranges;
}

/** The same ranges in the sealed file, whose first chunk starts at `offset`. */
export function sealedRanges(size: number, rangeSize: number, offset: number): Range[] {
  const sealed = (position: number) => offset + (position / CHUNK) * SEALED_CHUNK;
  return plainRanges(size, rangeSize).map(({ index, start, end, last }) => ({
    index,
    start: sealed(start),
    end: last ? sealed(end - (end % CHUNK)) + (end % CHUNK) + TAG : sealed(end),
    last,
  }));
}
