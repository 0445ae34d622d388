/** What stands around deflate data: gzip's header and trailer (RFC 1952), those of zlib (RFC 1950), or nothing. */
import { combineAdler32, combineCrc32 } from './combined-checksums.js';
import { type Bytes } from './bytes.js';

/** The formats of CompressionStream that are deflate inside; `deflate` is zlib's. */
export type DeflateFormat = 'gzip' | 'deflate' | 'deflate-raw';

/** 0 (stored) to 9 (smallest). */
export type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** What is known of a stretch of the input when it has been deflated. */
export interface Sum {
  /** CRC-32 for gzip, Adler-32 for zlib, 0 for raw data. */
  readonly checksum: number;
  /** Bytes of input. */
  readonly size: number;
}

interface Frame {
  /** Bytes before and behind the deflate data, as every encoder writes them: gzip without name, extra field or header CRC. */
  readonly before: number;
  readonly behind: number;
  readonly header: (level: Level | undefined) => Bytes;
  readonly checksumIn: (trailer: DataView) => number;
  readonly combine: (first: Sum, second: Sum) => number;
  readonly trailer: (sum: Sum) => Bytes;
}

const UNKNOWN_SYSTEM = 255;

export const frames: Readonly<Record<DeflateFormat, Frame>> = {
  gzip: {
    before: 10,
    behind: 8,
    // No name and no date: the same input gives the same bytes.
    header: (level) =>
      Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, level === 9 ? 2 : level === 1 ? 4 : 0, UNKNOWN_SYSTEM),
    checksumIn: (trailer) => trailer.getUint32(0, true),
    combine: (first, second) => combineCrc32(first.checksum, second.checksum, second.size),
    trailer({ checksum, size }) {
      const bytes = new DataView(new ArrayBuffer(8));
      bytes.setUint32(0, checksum, true);
      // ISIZE is the size modulo 2^32, which is what setUint32 keeps of a larger number
      bytes.setUint32(4, size, true);
      return new Uint8Array(bytes.buffer);
    },
  },
  deflate: {
    before: 2,
    behind: 4,
    header: (level = 6) => Uint8Array.of(0x78, level < 2 ? 0x01 : level < 6 ? 0x5e : level === 6 ? 0x9c : 0xda),
    checksumIn: (trailer) => trailer.getUint32(0),
    combine: (first, second) => combineAdler32(first.checksum, second.checksum, second.size),
    trailer({ checksum }) {
      const bytes = new DataView(new ArrayBuffer(4));
      bytes.setUint32(0, checksum);
      return new Uint8Array(bytes.buffer);
    },
  },
  'deflate-raw': {
    before: 0,
    behind: 0,
    header: () => new Uint8Array(0),
    checksumIn: () => 0,
    combine: () => 0,
    trailer: () => new Uint8Array(0),
  },
};

/** The end of a stream that was deflated in these parts, in order: checksum and size of the whole. */
export function trailerOf(format: DeflateFormat, parts: readonly Sum[]): Bytes {
  const { combine, trailer } = frames[format];
  const [first = nothing(format), ...rest] = parts;
  return trailer(rest.reduce((sum, part) => ({ checksum: combine(sum, part), size: sum.size + part.size }), first));
}

/** Adler-32 of nothing is 1. */
const nothing = (format: DeflateFormat): Sum => ({ checksum: format === 'deflate' ? 1 : 0, size: 0 });
