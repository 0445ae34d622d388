/** What a zip archive holds, from its central directory: nothing is inflated, and what it claims is bounded. (APPNOTE 6.3, sections 4.3 and 4.4) */
import { OperationError } from '../errors.js';
import { boundedText } from './bounded.js';
import { readBytes } from './read.js';

export interface ZipEntry {
  readonly name: string;
  /** Bytes; what the archive claims. */
  readonly size: number;
  readonly compressedSize: number;
  readonly directory: boolean;
  readonly encrypted: boolean;
}

export interface ZipEntries {
  /** The first ones; `MOST_ENTRIES` at most. */
  readonly entries: readonly ZipEntry[];
  /** How many there are, as the archive claims. */
  readonly count: number;
}

export const MOST_ENTRIES = 5000;
/** Bytes of the central directory that are read. */
const MOST_DIRECTORY = 4 * 1024 * 1024;
const END = 22;
const MOST_COMMENT = 0xffff;
const LOCATOR = 20;

/** @throws OperationError `truncated`, `corrupt` */
export async function readZipEntries(file: Blob): Promise<ZipEntries> {
  const tailStart = Math.max(file.size - END - MOST_COMMENT - LOCATOR, 0);
  const tail = viewOn(await readBytes(file, tailStart, file.size));
  const end = findEnd(tail);
  const directory = await locate(file, tail, end);
  const { count, start, size } = directory;
  if (start + size > tailStart + end)
    throw new OperationError('truncated', 'The central directory of the archive is cut off.');
  const bytes = await readBytes(file, start, start + Math.min(size, MOST_DIRECTORY));
  const entries: ZipEntry[] = [];
  const view = viewOn(bytes);
  for (let at = 0; entries.length < Math.min(count, MOST_ENTRIES) && at + 46 <= bytes.length;) {
    if (view.getUint32(at, true) !== 0x02014b50)
      throw new OperationError('corrupt', 'The central directory of the archive is damaged.');
    const next =
      at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > bytes.length) break;
    entries.push(readEntry(bytes, view, at));
    at = next;
  }
  return { entries, count };
}

function viewOn({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** From the back: the comment that follows may be up to 65,535 bytes, and may hold anything. */
function findEnd(tail: DataView): number {
  for (let at = tail.byteLength - END; at >= 0; at--) {
    if (tail.getUint32(at, true) === 0x06054b50 && at + END + tail.getUint16(at + 20, true) <= tail.byteLength)
      return at;
  }
  throw new OperationError('truncated', 'The archive has no end: it may be cut off.');
}

interface Directory {
  readonly count: number;
  readonly start: number;
  readonly size: number;
}

async function locate(file: Blob, tail: DataView, end: number): Promise<Directory> {
  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  const isLarge = count === 0xffff || size === 0xffffffff || start === 0xffffffff;
  const locator = end - LOCATOR;
  if (!isLarge || locator < 0 || tail.getUint32(locator, true) !== 0x07064b50) return { count, start, size };
  const at = Number(tail.getBigUint64(locator + 8, true));
  if (at + 56 > file.size) throw new OperationError('truncated', 'The Zip64 end of the archive is cut off.');
  const record = viewOn(await readBytes(file, at, at + 56));
  if (record.getUint32(0, true) !== 0x06064b50)
    throw new OperationError('corrupt', 'The Zip64 end of the archive is damaged.');
  const large = (offset: number) => Number(record.getBigUint64(offset, true));
  return { count: large(32), size: large(40), start: large(48) };
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const nameEnd = at + 46 + view.getUint16(at + 28, true);
  const name = decodeName(bytes.subarray(at + 46, nameEnd));
  const extra = viewOn(bytes.subarray(nameEnd, nameEnd + view.getUint16(at + 30, true)));
  const [size, compressedSize] = sizesOf(view.getUint32(at + 24, true), view.getUint32(at + 20, true), extra);
  return {
    name: boundedText(name) ?? '',
    size,
    compressedSize,
    directory: name.endsWith('/'),
    encrypted: (flags & 1) !== 0,
  };
}

/** Sizes of 4 GiB and more stand in the Zip64 field, in this order, those that do not fit alone. */
function sizesOf(size: number, compressedSize: number, extra: DataView): [number, number] {
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    const limit = Math.min(at + 4 + extra.getUint16(at + 2, true), extra.byteLength);
    let field = at + 4;
    const large = (small: number) => {
      if (small !== 0xffffffff || field + 8 > limit) return small;
      field += 8;
      return Number(extra.getBigUint64(field - 8, true));
    };
    return [large(size), large(compressedSize)];
  }
  return [size, compressedSize];
}

/** Archivers write UTF-8 with and without saying so; what is no UTF-8 is shown byte by byte. */
function decodeName(name: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(name);
  } catch {
    return new TextDecoder('latin1').decode(name);
  }
}
