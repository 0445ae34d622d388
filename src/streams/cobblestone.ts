/** Cobblestone-256 (c2sp.org/chunked-encryption, AEAD_AES_256_GCM): keys, nonces, sizes, and whole small messages. */
import { concat, utf8, type Bytes } from './bytes.js';
import { equalInConstantTime } from './constant-time.js';
import { expand } from './hkdf.js';
import { cannotOpen } from './refusals.js';

/** Bytes of plaintext in every chunk but the last, which always holds fewer. */
export const CHUNK = 16_384;
export const TAG = 16;
export const SEALED_CHUNK = CHUNK + TAG;
export const SALT = 24;
/** Salt and commitment, before the first chunk. */
export const MESSAGE_HEAD = SALT + 32;
/** Chunk numbers stay below it (the specification's limit): 4 PiB. */
export const MAX_CHUNKS = 2 ** 38;

const LABEL = concat(utf8('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM'), Uint8Array.of(0));

/** What one message is sealed or opened with. The key cannot be read back. */
export interface MessageKeys {
  readonly key: CryptoKey;
  readonly baseNonce: Bytes;
  readonly commitment: Bytes;
}

/** `secret` is K as an HMAC-SHA-512 key. The 76 bytes derived from it are overwritten before this returns. */
export async function deriveMessageKeys(
  secret: CryptoKey,
  salt: Bytes,
  context: Bytes,
  use: 'encrypt' | 'decrypt',
): Promise<MessageKeys> {
  const okm = await expand(secret, concat(LABEL, salt, context), 76);
  const key = await crypto.subtle.importKey('raw', okm.subarray(0, 32), 'AES-GCM', false, [use]);
  const keys = { key, baseNonce: okm.slice(32, 44), commitment: okm.slice(44, 76) };
  okm.fill(0);
  return keys;
}

/** The base nonce XOR the chunk's number in its low 38 bits: for one key, no two chunks have the same. */
export function chunkNonce(baseNonce: Bytes, index: number): Bytes {
  const nonce = baseNonce.slice();
  const view = new DataView(nonce.buffer);
  view.setUint32(8, view.getUint32(8) ^ (index % 2 ** 32));
  view.setUint8(7, view.getUint8(7) ^ Math.floor(index / 2 ** 32));
  return nonce;
}

/** The chunks of a plaintext of `size` bytes; the last may be empty and is always there. */
export const chunkCount = (size: number): number => Math.floor(size / CHUNK) + 1;

export const sealedSize = (size: number): number => MESSAGE_HEAD + size + TAG * chunkCount(size);

/** The size of the plaintext in a message of `length` bytes, or undefined where no message has that length. */
export function openedSize(length: number): number | undefined {
  const body = length - MESSAGE_HEAD;
  if (body < TAG || body % SEALED_CHUNK < TAG) return undefined;
  return body - TAG * (Math.floor(body / SEALED_CHUNK) + 1);
}

export const sealChunk = (key: CryptoKey, baseNonce: Bytes, index: number, plaintext: Bytes): Promise<ArrayBuffer> =>
  crypto.subtle.encrypt({ name: 'AES-GCM', iv: chunkNonce(baseNonce, index) }, key, plaintext);

export const openChunk = (key: CryptoKey, baseNonce: Bytes, index: number, sealed: Bytes): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt({ name: 'AES-GCM', iv: chunkNonce(baseNonce, index) }, key, sealed);

/** A whole small message in memory. */
export async function sealMessage(secret: CryptoKey, salt: Bytes, context: Bytes, plaintext: Bytes): Promise<Bytes> {
  const { key, baseNonce, commitment } = await deriveMessageKeys(secret, salt, context, 'encrypt');
  const chunks = Array.from({ length: chunkCount(plaintext.length) }, (_, index) =>
    sealChunk(key, baseNonce, index, plaintext.subarray(index * CHUNK, (index + 1) * CHUNK)),
  );
  return concat(salt, commitment, ...(await Promise.all(chunks)).map((chunk) => new Uint8Array(chunk)));
}

/** Throws `cannot-open`, always with the same words. */
export async function openMessage(secret: CryptoKey, message: Bytes, context: Bytes): Promise<Bytes> {
  if (openedSize(message.length) === undefined) throw cannotOpen();
  const { key, baseNonce, commitment } = await deriveMessageKeys(secret, message.slice(0, SALT), context, 'decrypt');
  if (!equalInConstantTime(commitment, message.subarray(SALT, MESSAGE_HEAD))) throw cannotOpen();
  const chunks: Promise<ArrayBuffer>[] = [];
  for (let start = MESSAGE_HEAD, index = 0; start < message.length; start += SEALED_CHUNK, index++) {
    chunks.push(openChunk(key, baseNonce, index, message.subarray(start, start + SEALED_CHUNK)));
  }
  try {
    return concat(...(await Promise.all(chunks)).map((chunk) => new Uint8Array(chunk)));
  } catch {
    throw cannotOpen();
  }
}
