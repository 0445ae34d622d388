/** HKDF-Expand with SHA-512 (RFC 5869, 2.3), made of HMAC because WebCrypto's own HKDF always extracts first. */
import { concat, type Bytes } from './bytes.js';

const HASH_LENGTH = 64;

/** The pseudorandom key of the expansion, as a key that cannot be read back. */
export function importExpansionKey(bytes: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-512' }, false, ['sign']);
}

/** `length` bytes; the caller overwrites them when they have become keys. */
export async function expand(prk: CryptoKey, info: Bytes, length: number): Promise<Bytes> {
  const output = new Uint8Array(length);
  let block: Bytes = new Uint8Array(0);
  for (let offset = 0, counter = 1; offset < length; offset += HASH_LENGTH, counter++) {
    const input = concat(block, info, Uint8Array.of(counter));
    block.fill(0);
    block = new Uint8Array(await crypto.subtle.sign('HMAC', prk, input));
    input.fill(0);
    output.set(block.subarray(0, length - offset), offset);
  }
  block.fill(0);
  return output;
}
