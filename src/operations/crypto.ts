/** The crypto operations: one AES-256-GCM message, SHA-256, PBKDF2, and the parts of sealing and opening a file. */
import { OperationError } from '../errors.js';
import { type OperationContext, type Services } from '../operation.js';
import { toHex, viewOf, type Bytes, type Data } from '../streams/bytes.js';
import { sha256 } from '../streams/hash.js';
import { passphraseBytes } from '../streams/kdf.js';
import { type TakenNonce } from '../streams/nonce-manager.js';
import { openHead, type OpenPlan, type PrepareOpenInput } from '../streams/open-head.js';
import { openPieces, openRange } from '../streams/open-range.js';
import { readBytes } from '../streams/read.js';
import { PBKDF2_ITERATIONS } from '../streams/sealed-format.js';
import { sealHead, type PrepareSealInput, type SealPlan } from '../streams/seal-head.js';
import { sealPieces, sealRange, type PiecesInput, type RangeInput } from '../streams/seal-range.js';

export type { KdfOptions, Secret } from '../streams/kdf.js';
export type { Data };
export type { FileMetadata } from '../streams/sealed-metadata.js';
export type { Range } from '../streams/ranges.js';
export type { OpenPlan, PrepareOpenInput, PiecesInput, PrepareSealInput, RangeInput, SealPlan };

/** 32 bytes, or a CryptoKey for AES-GCM of that length. */
export type MessageKey = CryptoKey | ArrayBuffer | ArrayBufferView;

interface MessageInput {
  readonly data: Data;
  readonly key: MessageKey;
  readonly additionalData?: ArrayBuffer | ArrayBufferView | undefined;
}
export type EncryptInput = MessageInput & { readonly nonce: TakenNonce };
export type DecryptInput = MessageInput & { readonly nonce: ArrayBuffer | ArrayBufferView };

export interface HashInput {
  readonly data: Data;
}

export interface DeriveKeyInput {
  /** Text is taken in Unicode NFC as UTF-8, bytes as they are. */
  readonly password: string | ArrayBuffer | ArrayBufferView;
  readonly salt: ArrayBuffer | ArrayBufferView;
  /** 600,000 by default. */
  readonly iterations?: number | undefined;
  /** Bytes; 32 by default. */
  readonly length?: number | undefined;
  /** `bytes` by default; `key` gives a CryptoKey for AES-GCM that cannot be read back (then `length` is 32). */
  readonly as?: 'bytes' | 'key' | undefined;
}

/** One AES-256-GCM message; the tag of 16 bytes ends the ciphertext. The whole of it is in memory: for files there is `seal`. */
export async function encrypt(
  { data, key, nonce, additionalData }: EncryptInput,
  context: OperationContext,
): Promise<{ ciphertext: ArrayBuffer; nonce: Bytes }> {
  const parameters = gcm(nonce, additionalData);
  const [usable, plaintext] = await Promise.all([messageKey(key, 'encrypt'), bytesOf(data)]);
  const ciphertext = await crypto.subtle.encrypt(parameters, usable, plaintext);
  return context.transfer({ ciphertext, nonce: parameters.iv }, [ciphertext]);
}

/** Throws `cannot-open` where key, nonce, additional data and ciphertext do not fit together. */
export async function decrypt(
  { data, key, nonce, additionalData }: DecryptInput,
  context: OperationContext,
): Promise<ArrayBuffer> {
  const parameters = gcm(nonce, additionalData);
  const [usable, ciphertext] = await Promise.all([messageKey(key, 'decrypt'), bytesOf(data)]);
  try {
    const plaintext = await crypto.subtle.decrypt(parameters, usable, ciphertext);
    return context.transfer(plaintext, [plaintext]);
  } catch (reason) {
    if (reason instanceof RangeError) throw reason;
    throw new OperationError(
      'cannot-open',
      'The message cannot be opened: key, nonce or message are not what they were',
    );
  }
}

/** SHA-256 in hexadecimal, as `sha256sum` prints it. */
export async function hash({ data }: HashInput, context: OperationContext): Promise<string> {
  const total = data instanceof Blob ? data.size : data.byteLength;
  const digest = await sha256(data, context.signal, (loaded) => context.progress(loaded, total));
  context.progress(total, total);
  return toHex(digest);
}

/** PBKDF2-HMAC-SHA-256. A floor under the iterations is the caller's affair: published vectors have few. */
export function deriveKey(
  input: DeriveKeyInput & { readonly as: 'key' },
  context: OperationContext,
): Promise<CryptoKey>;
export function deriveKey(
  input: DeriveKeyInput & { readonly as?: 'bytes' | undefined },
  context: OperationContext,
): Promise<Bytes>;
export function deriveKey(input: DeriveKeyInput, context: OperationContext): Promise<Bytes | CryptoKey>;
export async function deriveKey(input: DeriveKeyInput, context: OperationContext): Promise<Bytes | CryptoKey> {
  const { password, salt, iterations = PBKDF2_ITERATIONS, length = 32, as = 'bytes' } = input;
  if (!isCount(iterations)) throw new OperationError('invalid', 'iterations must be a whole number, 1 or more');
  if (!isCount(length)) throw new OperationError('invalid', 'length must be a whole number of bytes, 1 or more');
  if (as === 'key' && length !== 32) throw new OperationError('invalid', 'A key for AES-256-GCM has 32 bytes');
  const text = typeof password === 'string' ? passphraseBytes(password) : viewOf(password);
  // WebKitGTK 2.50 fails on an empty password. HMAC fills keys up with zeros, so one zero is the same password.
  const filled = text.length === 0 ? new Uint8Array(1) : text;
  const material = await crypto.subtle.importKey('raw', filled, 'PBKDF2', false, ['deriveBits', 'deriveKey']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: viewOf(salt), iterations };
  if (as === 'key') {
    const kind = { name: 'AES-GCM', length: 256 };
    return crypto.subtle.deriveKey(parameters, material, kind, false, ['encrypt', 'decrypt']);
  }
  const derived = await crypto.subtle.deriveBits(parameters, material, length * 8);
  return context.transfer(new Uint8Array(derived), [derived]);
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1 && value < 2 ** 32;

const gcm = (nonce: ArrayBuffer | ArrayBufferView, additionalData: MessageInput['additionalData']) => {
  const iv = viewOf(nonce);
  if (iv.length !== 12) throw new OperationError('invalid', 'A nonce has 12 bytes');
  return { name: 'AES-GCM', iv, ...(additionalData && { additionalData: viewOf(additionalData) }) };
};

async function messageKey(key: MessageKey, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  if (!(key instanceof CryptoKey)) {
    const bytes = viewOf(key);
    if (bytes.length !== 32) throw new OperationError('invalid', 'An AES-256 key has 32 bytes');
    return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, [use]);
  }
  const { name, length }: KeyAlgorithm & Partial<AesKeyAlgorithm> = key.algorithm;
  if (name === 'AES-GCM' && length === 256 && key.usages.includes(use)) return key;
  throw new OperationError('invalid', `The CryptoKey must be for AES-GCM, of 256 bits, with the use '${use}'`);
}

const bytesOf = (data: Data): Bytes | Promise<Bytes> =>
  data instanceof Blob ? readBytes(data, 0, data.size) : viewOf(data);

/** What an endpoint serves as channel `crypto`. */
export const cryptoOperations = {
  encrypt,
  decrypt,
  hash,
  'derive-key': deriveKey,
  'prepare-seal': (input: PrepareSealInput): Promise<SealPlan> => sealHead(input),
  seal: sealRange,
  'seal-pieces': sealPieces,
  'prepare-open': (input: PrepareOpenInput): Promise<OpenPlan> => openHead(input),
  open: openRange,
  'open-pieces': openPieces,
} satisfies Services[string];
