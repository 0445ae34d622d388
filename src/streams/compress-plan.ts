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
/** Enough for four workers to end at about the same time. */
const WANTED = 16;

/** The plan holds for all ranges: one stream is of one level. */
export async function planCompression(input: PrepareCompressInput, signal: AbortSignal): Promise<CompressPlan> {
  const { file, algorithm, rangeSize } = input;
  const total = file.size;
  const level = await chooseLevel(file, input.level, signal);
  const bytes = rangeSize ?? Math.min(Math.max(Math.ceil(total / WANTED), LEAST), MOST);
  return { header: frames[algorithm].header(level), ranges: rangesOf(total, bytes), total, level };
}

/** There is always one. */
function rangesOf(total: number, size: number): CompressRange[] {
  const ranges: CompressRange[] = [];
  for (let start = 0; start === 0 || start < total; start += size) {
    const end = Math.min(start + size, total);
    ranges.push({ start, end, last: end === total });
  }
  return ranges;
}
