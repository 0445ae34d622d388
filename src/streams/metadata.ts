/** What a sealed file remembers about the file inside, as JSON. */
import { OperationError } from '../errors.js';
import { utf8, type Bytes } from './bytes.js';

export interface FileMetadata {
  readonly name: string;
  /** The MIME type, or ''. */
  readonly type: string;
  /** Milliseconds since 1970, as in File. */
  readonly lastModified: number;
  /** Bytes. */
  readonly size: number;
}

/** Bytes of JSON. */
export const MAX_METADATA = 65_536;

/** Throws `invalid`. Members beyond the four are kept. */
export function encodeMetadata(metadata: FileMetadata): Bytes {
  const bytes = utf8(JSON.stringify(metadata));
  if (!isMetadata(metadata))
    throw new OperationError('invalid', 'metadata must have a name, a type, a date (lastModified) and a size');
  if (bytes.length > MAX_METADATA)
    throw new OperationError('invalid', `The metadata must not exceed ${MAX_METADATA} bytes of JSON`);
  return bytes;
}

/** Throws `corrupt`: whoever sealed these bytes had the key, and did not follow the format. */
export function decodeMetadata(bytes: Bytes): FileMetadata {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    if (isMetadata(value)) return value;
  } catch {
    // not JSON: the error below
  }
  throw new OperationError('corrupt', 'The file is damaged: its description cannot be read');
}

function isMetadata(value: unknown): value is FileMetadata {
  if (typeof value !== 'object' || value === null) return false;
  const { name, type, lastModified, size }: Partial<Record<keyof FileMetadata, unknown>> = value;
  const described = typeof name === 'string' && typeof type === 'string' && Number.isFinite(lastModified);
  return described && Number.isSafeInteger(size) && Number(size) >= 0;
}
