/** The door: what the bridge's public methods are given is checked here, once, with errors that a person can act on. */
import { OperationError } from '../errors.js';
import type { DeriveKeyInput, MessageKey, Secret } from '../operations/crypto.js';

/** What every method takes as data. A File or Blob crosses to the worker by reference, bytes are copied. */
export type Data = Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/**
 * The data, as it is now: a task may wait for its worker, and the caller may reuse or wipe the bytes meanwhile. Only
 * what the caller lets go of by `transfer` is not copied.
 */
export function takeData(data: Data, method: string, transfer: readonly Transferable[] = []): Data {
  if (data instanceof Blob) return data;
  if (!isBytes(data))
    throw new OperationError('invalid', `${method} takes a File, a Blob, an ArrayBuffer or a view of one.`);
  return transfer.includes(data instanceof ArrayBuffer ? data : data.buffer) ? data : copyOf(data);
}

/** The data as a Blob; Files stay what they are. */
export function takeBlob(data: Data, method: string): Blob {
  const taken = takeData(data, method);
  return taken instanceof Blob ? taken : new Blob([taken]);
}

/** The bounds of docs/format.md: fewer can be guessed too fast, more would hang the caller. */
export function checkIterations(iterations = 600_000): number {
  if (Number.isInteger(iterations) && iterations >= 100_000 && iterations <= 20_000_000) return iterations;
  throw new OperationError('invalid', 'iterations is a whole number from 100,000 to 20,000,000.');
}

/** The secret as it is now: keys are wiped by their owners, and rightly so. */
export function takeSecret(secret: Secret, method: string): Secret {
  if (typeof secret === 'string') {
    if (secret !== '') return secret;
    throw new OperationError('invalid', 'The passphrase is empty.');
  }
  if (secret instanceof CryptoKey) {
    checkHmacKey(secret, method);
    return secret;
  }
  if (!isBytes(secret)) {
    throw new OperationError('invalid', `${method} takes a passphrase, 32 bytes of key, or a CryptoKey as its secret.`);
  }
  if (secret.byteLength === 32) return copyOf(secret);
  throw new OperationError('invalid', `A key has 32 bytes; this one has ${secret.byteLength}.`);
}

function checkHmacKey({ algorithm, usages }: CryptoKey, method: string): void {
  const hash =
    'hash' in algorithm && algorithm.hash instanceof Object && 'name' in algorithm.hash ? algorithm.hash.name : '';
  if (algorithm.name !== 'HMAC' || hash !== 'SHA-512' || !usages.includes('sign')) {
    throw new OperationError(
      'invalid',
      `${method} takes a CryptoKey for HMAC with SHA-512 and the usage "sign"; this one is for ${algorithm.name}.`,
    );
  }
}

/** 32 bytes, or a CryptoKey: which kind of key is the operation's to say. */
export function takeKey(key: MessageKey, method: string): MessageKey {
  if (key instanceof CryptoKey) return key;
  if (isBytes(key) && key.byteLength === 32) return copyOf(key);
  throw new OperationError('invalid', `${method} takes 32 bytes of key, or a CryptoKey for AES-GCM.`);
}

/** The 12 bytes that an AES-GCM message was encrypted with. */
export function takeNonceBytes(nonce: ArrayBuffer | ArrayBufferView, method: string): Uint8Array<ArrayBuffer> {
  if (isBytes(nonce) && nonce.byteLength === 12) return copyOf(nonce);
  throw new OperationError('invalid', `${method} takes a nonce of 12 bytes.`);
}

export function takePassword(password: DeriveKeyInput['password']): DeriveKeyInput['password'] {
  if (typeof password === 'string' ? password !== '' : isBytes(password) && password.byteLength > 0) {
    return typeof password === 'string' ? password : copyOf(password);
  }
  throw new OperationError('invalid', 'The password is empty, or neither text nor bytes.');
}

/** NIST SP 800-132 asks for a salt of 16 bytes or more. */
export function takeSalt(salt: DeriveKeyInput['salt']): Uint8Array<ArrayBuffer> {
  if (isBytes(salt) && salt.byteLength >= 16) return copyOf(salt);
  throw new OperationError('invalid', 'A salt has 16 bytes or more.');
}

export function takeAdditionalData(
  data: ArrayBuffer | ArrayBufferView | undefined,
): Uint8Array<ArrayBuffer> | undefined {
  if (data === undefined) return undefined;
  if (isBytes(data)) return copyOf(data);
  throw new OperationError('invalid', 'additionalData is an ArrayBuffer or a view of one.');
}

function copyOf(bytes: ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> {
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes.slice(0));
  return Uint8Array.from(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function isBytes(value: unknown): value is ArrayBuffer | ArrayBufferView {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

/**
 * What a name may not hold: separators and control characters, and the marks that turn the direction of text, by which
 * `invoice<RLO>fdp.exe` would be shown as `invoiceexe.pdf`.
 */
const unsafe = /[\p{Cc}\p{Bidi_Control}/\\:]/gu;

/** A name that neither leads out of the folder it is saved in nor shows another ending, however hostile the file it came from. */
export function safeName(name: string, otherwise: string): string {
  const clean = name.replace(unsafe, '_');
  if (clean === '' || clean === '.' || clean === '..') return otherwise;
  // file systems stop at 255 bytes; the ending is worth more than the middle
  return clean.length > 200 ? `${clean.slice(0, 150)}…${clean.slice(-40)}` : clean;
}
