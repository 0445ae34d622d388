/**
 * Makes parts of one deflate stream out of whole ones. An encoder that can flush tells where another part can follow; of the others' it is
 * made, as zlib's example gzjoin does: the flag of the last block is cleared, and an empty stored block fills up to a whole byte.
 *
 * Of all of them whole streams, for the checksums that these bring along. Several gzip members one after the other would be simpler, and no
 * browser's DecompressionStream takes them.
 */
import { frames, type DeflateFormat } from './deflate-frame.js';
import { findLastBlock } from './deflate-walk.js';
import { type Bytes } from './bytes.js';
import { type Pace } from './pace.js';

export interface DeflatePart {
  /** Deflate data without a frame, in a buffer of their own. */
  readonly body: Bytes;
  readonly checksum: number;
}

/** The most that an end to go on from adds, and what a walk needs behind the end. */
const ROOM = 8;

/**
 * The deflate data of a whole stream that came in `chunks`. Unless it is the last part, another one can follow: after so many bytes of it as
 * were `flushed`, where the encoder said so.
 */
export async function asPart(
  chunks: readonly Bytes[],
  format: DeflateFormat,
  isLast: boolean,
  pace: Pace,
  flushed?: number,
): Promise<DeflatePart> {
  const { before, behind, checksumIn } = frames[format];
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const whole = new Uint8Array(length + ROOM);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  const checksum = checksumIn(new DataView(whole.buffer, length - behind, behind));
  const end = isLast ? length - behind : (flushed ?? before + (await openEnd(whole, before, length - behind, pace)));
  return { body: whole.slice(before, end), checksum };
}

/** Returns how many bytes the data have then. */
async function openEnd(whole: Bytes, from: number, to: number, pace: Pace): Promise<number> {
  const walk = findLastBlock(new DataView(whole.buffer, from, to - from + 4));
  let step = walk.next();
  for (; step.done !== true; step = walk.next()) await pace();
  const { flag, end } = step.value;
  const data = whole.subarray(from);
  const flagged = flag >>> 3;
  data[flagged] = (data[flagged] ?? 0) & ~(1 << (flag & 7));
  // The header of a stored block: three bits of 0, then zeros up to a byte, then the length and its complement.
  const last = end >>> 3;
  data[last] = (data[last] ?? 0) & ((1 << (end & 7)) - 1);
  const start = (end + 3 + 7) >>> 3;
  data.fill(0, last + 1, start + 2).fill(0xff, start + 2, start + 4);
  return start + 4;
}
