/** How a file is going to be compressed: what stands before it, in which ranges, and whether it is worth it. */
import { type Bytes } from './bytes.js';
import { frames, type DeflateFormat, type Level } from './deflate-frame.js';
import { chooseLevel } from './sample.js';

export interface PrepareCompressInput {
  readonly file: Blob;
  readonly algorithm: DeflateFormat;
  /** None: the platform's encoder. `auto`: the same, but stored where a sample shows no gain. */
  readonly level?: Level | 'auto' | undefined;
  /** Bytes; for tests. */
  readonly rangeSize?: number | undefined;
}

/** A stretch of the input that one worker compresses in one go. */
export interface CompressRange {
  readonly start: number;
  readonly end: number;
  /** Whether the deflate stream ends with it. */
  readonly last: boolean;
}

export interface CompressPlan {
  readonly header: Bytes;
  readonly ranges: readonly CompressRange[];
  /** Bytes of input. */
  readonly total: number;
  readonly level: Level | undefined;
}

const MiB = 1024 * 1024;
/** Each range begins without the 32 KiB before it: 0.1 % more output at 1 MiB. */
const LEAST = MiB;
/** A worker holds what a range became, twice for a moment. */
const MOST = 16 * MiB;
/** Of the file. */
const SHARE = 1 / 16;
/**
 * Of what is left: towards the end ranges get smaller, so that the workers end at about the same time. By the times that 100 MB of text take
 * in ranges, two workers are 1.96 times as fast as one, and four 3.87 times; in ranges of one size 1.93 and 3.66.
 */
const SHARE_OF_REST = 1 / 4;

/** The plan holds for all ranges: one stream is of one level. */
export async function planCompression(input: PrepareCompressInput, signal: AbortSignal): Promise<CompressPlan> {
  const { file, algorithm, rangeSize } = input;
  const total = file.size;
  const level = await chooseLevel(file, input.level, signal);
  const sizeAt = (start: number) => rangeSize ?? rangeSizeFor(total, start);
  return { header: frames[algorithm].header(level), ranges: rangesOf(total, sizeAt), total, level };
}

function rangeSizeFor(total: number, start: number): number {
  const bytes = Math.min(total * SHARE, (total - start) * SHARE_OF_REST);
  return Math.ceil(Math.min(Math.max(bytes, LEAST), MOST));
}

/** There is always one. */
function rangesOf(total: number, sizeAt: (start: number) => number): CompressRange[] {
  const ranges: CompressRange[] = [];
  let start = 0;
  do {
    const end = Math.min(start + sizeAt(start), total);
    ranges.push({ start, end, last: end === total });
    start = end;
  } while (start < total);
  return ranges;
}
