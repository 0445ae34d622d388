/** The first 56 bytes of a sealed file: where its key comes from. docs/format.md has the layout. */
import { OperationError } from '../errors.js';
import { concat, utf8, type Bytes } from './bytes.js';
import { cannotOpen } from './cobblestone.js';

export const HEADER = 56;
export const KDF_SALT = 32;
const MAGIC = Uint8Array.of(0x8b, 0x54, 0x4c, 0x57, 0x0d, 0x0a, 0x1a, 0x0a);
const VERSION = 1;
const SOURCES = ['raw', 'pbkdf2', 'argon2id'] as const;

/** How a passphrase becomes a key. */
export type Kdf =
  | { readonly name: 'pbkdf2'; readonly iterations: number }
  /** `memory` in KiB; `passes` and `parallelism` are the t and p of RFC 9106. */
  | { readonly name: 'argon2id'; readonly memory: number; readonly passes: number; readonly parallelism: number };

export interface Header {
  readonly source: { readonly name: 'raw' } | Kdf;
  /** 32 bytes; all zero where the key is raw. */
  readonly salt: Bytes;
}

/** Below them a passphrase is guessed too fast; above them a hostile file would hang or exhaust the page that opens it. */
export const BOUNDS = {
  iterations: [100_000, 20_000_000],
  memory: [8 * 1024, 1024 * 1024],
  passes: [1, 16],
  parallelism: [1, 16],
} as const;

/** The parameter that is out of bounds, in words, or undefined. */
export function outOfBounds(kdf: Kdf): string | undefined {
  const { name, ...parameters } = kdf;
  for (const [parameter, value] of Object.entries(parameters)) {
    const [least, most] = BOUNDS[parameter as keyof typeof BOUNDS];
    if (!Number.isInteger(value) || value < least || value > most)
      return `${name}: ${parameter} must be a whole number from ${least} to ${most}`;
  }
  return undefined;
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

/** Whether `start`, as far as it goes, is how a sealed file begins. Nothing at all is not. */
export const looksSealed = (start: Uint8Array): boolean =>
  start.length > 0 && MAGIC.subarray(0, start.length).every((byte, i) => byte === start[i]);

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
