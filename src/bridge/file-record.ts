/**
 * What a package knows of the file in it: the comment of its gzip file, where it is sealed with it. So what is sealed is a plain gzip
 * file, which any program opens, and nothing of the file stands outside of the seal.
 */
import { OperationError } from '../errors.js';

export interface FileRecord {
  readonly name: string;
  /** MIME type. */
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** A gzip header without name, date or extra field, and its flag for "a comment follows, ended by a zero" (RFC 1952). */
const HEADER = 10;
const FLAGS = 3;
const COMMENT = 0x10;

/** Bytes: the longest name that can be sealed (64 KiB of JSON), each of its characters as an escape. */
const LONGEST = 512 * 1024;

/** The gzip file with the record, by reference but for its header. `gzip` is as compressData gives it. */
export function withRecord(gzip: Blob, { name, type, lastModified, size, sha256 }: FileRecord): File {
  const header = Uint8Array.of(0x1f, 0x8b, 8, COMMENT, 0, 0, 0, 0, 0, 255);
  const json = JSON.stringify({ name, type, lastModified, size, sha256 });
  // comments are Latin-1
  const comment = json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const options = { type: 'application/gzip', lastModified };
  return new File([header, comment, '\0', gzip.slice(HEADER)], `${name || 'untitled'}.gz`, options);
}

/** @throws OperationError `unsupported` where there is none: it was sealed by something else; `changed` */
export async function readRecord(gzip: Blob): Promise<FileRecord> {
  const start = await startOf(gzip);
  const isGzip = start[0] === 0x1f && start[1] === 0x8b && start[FLAGS] === COMMENT;
  const end = start.indexOf(0, HEADER);
  const record: unknown = isGzip && end > 0 ? parse(start.subarray(HEADER, end)) : undefined;
  if (isRecord(record)) return record;
  throw new OperationError('unsupported', 'It could be opened, but it was not made by packFile: take openFile.');
}

/** A few bytes, once: not worth a worker. */
async function startOf(gzip: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await gzip.slice(0, LONGEST).arrayBuffer());
  } catch (cause) {
    throw new OperationError('changed', 'The file changed, or vanished, while it was read', { cause });
  }
}

function parse(comment: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(comment));
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is FileRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { name, type, lastModified, size, sha256 }: Partial<Record<keyof FileRecord, unknown>> = value;
  const isText = typeof name === 'string' && typeof type === 'string' && typeof sha256 === 'string';
  return isText && Number.isSafeInteger(lastModified) && Number.isSafeInteger(size) && Number(size) >= 0;
}
