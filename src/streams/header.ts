/** The first 56 bytes of a sealed file: where its key comes from. docs/format.md has the layout. */
import { OperationError } from '../errors.js';
import { concat, utf8, type Bytes } from './bytes.js';
import { cannotOpen } from './refusals.js';
import { MAGIC, outOfBounds, type Kdf } from './sealed-format.js';

export const HEADER = 56;
export const KDF_SALT = 32;
const VERSION = 1;
const SOURCES = ['raw', 'pbkdf2', 'argon2id'] as const;

export interface Header {
  readonly source: { readonly name: 'raw' } | Kdf;
  /** 32 bytes; all zero where the key is raw. */
  readonly salt: Bytes;
}

export function encodeHeader({ source, salt }: Header): Bytes {
  const header = new Uint8Array(HEADER);
  const view = new DataView(header.buffer);
  header.set(MAGIC);
  header[8] = VERSION;
  header[9] = SOURCES.indexOf(source.name);
  view.setUint16(10, HEADER);
  header.set(salt, 12);
  if (source.name === 'pbkdf2') view.setUint32(44, source.iterations);
  if (source.name === 'argon2id') {
    view.setUint32(44, source.passes);
    view.setUint32(48, source.memory);
    header[52] = source.parallelism;
  }
  return header;
}

/** Throws `unsupported` or `cannot-open` before anything is derived. The magic was looked at before. */
export function decodeHeader(header: Bytes): Header {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const name = SOURCES[view.getUint8(9)];
  if (view.getUint8(8) !== VERSION || name === undefined || view.getUint16(10) !== HEADER) {
    throw new OperationError('unsupported', 'The file was sealed by a version of the format that is not known here');
  }
  const source = readSource(name, view);
  const reason = source.name === 'raw' ? undefined : outOfBounds(source);
  if (reason !== undefined)
    throw new OperationError('unsupported', `The file asks for a key derivation that is refused here (${reason})`);
  const salt = header.slice(12, 12 + KDF_SALT);
  // One header, one meaning: whatever has no meaning for this source is zero.
  const canonical = encodeHeader({ source, salt: name === 'raw' ? new Uint8Array(KDF_SALT) : salt });
  if (!canonical.every((byte, i) => byte === header[i])) throw cannotOpen();
  return { source, salt };
}

function readSource(name: (typeof SOURCES)[number], view: DataView): Header['source'] {
  if (name === 'raw') return { name };
  if (name === 'pbkdf2') return { name, iterations: view.getUint32(44) };
  return { name, passes: view.getUint32(44), memory: view.getUint32(48), parallelism: view.getUint8(52) };
}

/** Every header byte is in the context of both messages: a changed bit changes both commitments. */
export const contextOf = (header: Bytes, part: 'meta' | 'body'): Bytes => concat(header, utf8(part));
