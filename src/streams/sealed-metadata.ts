/** What a sealed file remembers about the file inside, as JSON. */
import { OperationError } from '../errors.js';
import { toHex, utf8, type Bytes } from './bytes.js';

export interface FileMetadata {
  readonly name: string;
  /** The MIME type, or ''. */
  readonly type: string;
  /** Milliseconds since 1970, as in File. */
  readonly lastModified: number;
  /** Bytes. */
  readonly size: number;
}

/**
 * In the JSON beside the four: the commitment of the body, in hexadecimal. Without it the description of one file could be
 * put before the body of another, of the same length and sealed with the same raw key: nothing else of their headers differs.
 */
interface BoundMetadata extends FileMetadata {
  readonly bodyCommitment?: unknown;
}

/** Bytes of JSON. */
export const MAX_METADATA = 65_536;

/** Throws `invalid`. Members beyond the four are kept. */
export function encodeMetadata(metadata: FileMetadata, bodyCommitment: Uint8Array): Bytes {
  if (!isMetadata(metadata)) {
    throw new OperationError('invalid', 'metadata must have a name, a type, a date (lastModified) and a size');
  }
  const bound: BoundMetadata = { ...metadata, bodyCommitment: toHex(bodyCommitment) };
  const bytes = utf8(JSON.stringify(bound));
  if (bytes.length <= MAX_METADATA) return bytes;
  throw new OperationError('invalid', `The metadata must not exceed ${MAX_METADATA} bytes of JSON`);
}

/**
 * Throws `corrupt` for the description of another body, and for what does not follow the format: whoever sealed that had the key.
 * A writer may leave the commitment out.
 */
export function decodeMetadata(bytes: Bytes, bodyCommitment: Uint8Array): FileMetadata {
  const { bodyCommitment: bound = toHex(bodyCommitment), ...metadata } = parse(bytes);
  if (bound === toHex(bodyCommitment)) return metadata;
  throw damaged();
}

function parse(bytes: Bytes): BoundMetadata {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    if (isMetadata(value)) return value;
  } catch {
    // not JSON: the error below
  }
  throw damaged();
}

const damaged = (): OperationError =>
  new OperationError('corrupt', 'The file is damaged: its description is not that of its contents');

function isMetadata(value: unknown): value is BoundMetadata {
  if (typeof value !== 'object' || value === null) return false;
  const { name, type, lastModified, size }: Partial<Record<keyof FileMetadata, unknown>> = value;
  const described = typeof name === 'string' && typeof type === 'string' && Number.isFinite(lastModified);
  return described && Number.isSafeInteger(size) && Number(size) >= 0;
}
