/** The door: what the bridge's public methods are given is checked here, once, with errors that a person can act on. */
import { OperationError } from '../errors.js';
import type { DeriveKeyInput, MessageKey, Secret } from '../operations/crypto.js';

/** What every method takes as data. A File or Blob crosses to the worker by reference, bytes are copied. */
export type Data = Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** The data as it is. */
export function checkBytes(data: Data, method: string): Data {
  if (data instanceof Blob || isBytes(data)) return data;
  throw new OperationError('invalid', `${method} takes a File, a Blob, an ArrayBuffer or a view of one.`);
}

/** The data as a Blob; Files stay what they are. */
export function checkData(data: Data, method: string): Blob {
  const checked = checkBytes(data, method);
  return checked instanceof Blob ? checked : new Blob([checked]);
}

/** The bounds of docs/format.md: fewer can be guessed too fast, more would hang the caller. */
export function checkIterations(iterations = 600_000): number {
  if (Number.isInteger(iterations) && iterations >= 100_000 && iterations <= 20_000_000) return iterations;
  throw new OperationError('invalid', 'iterations is a whole number from 100,000 to 20,000,000.');
}

export function checkSecret(secret: Secret, method: string): void {
  if (typeof secret === 'string') {
    if (secret === '') throw new OperationError('invalid', 'The passphrase is empty.');
  } else if (secret instanceof CryptoKey) {
    checkHmacKey(secret, method);
  } else if (isBytes(secret)) {
    if (secret.byteLength !== 32)
      throw new OperationError('invalid', `A key has 32 bytes; this one has ${secret.byteLength}.`);
  } else {
    throw new OperationError('invalid', `${method} takes a passphrase, 32 bytes of key, or a CryptoKey as its secret.`);
  }
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
export function checkKey(key: MessageKey, method: string): MessageKey {
  if (key instanceof CryptoKey || (isBytes(key) && key.byteLength === 32)) return key;
  throw new OperationError('invalid', `${method} takes 32 bytes of key, or a CryptoKey for AES-GCM.`);
}

/** The 12 bytes that an AES-GCM message was encrypted with. */
export function checkNonce(nonce: ArrayBuffer | ArrayBufferView, method: string): ArrayBuffer | ArrayBufferView {
  if (isBytes(nonce) && nonce.byteLength === 12) return nonce;
  throw new OperationError('invalid', `${method} takes a nonce of 12 bytes.`);
}

/** NIST SP 800-132 asks for a salt of 16 bytes or more. */
export function checkPassword(password: DeriveKeyInput['password'], salt: DeriveKeyInput['salt']): void {
  const size = typeof password === 'string' ? password.length : isBytes(password) ? password.byteLength : 0;
  if (size === 0) throw new OperationError('invalid', 'The password is empty, or neither text nor bytes.');
  if (!isBytes(salt) || salt.byteLength < 16) throw new OperationError('invalid', 'A salt has 16 bytes or more.');
}

function isBytes(value: unknown): value is ArrayBuffer | ArrayBufferView {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

/** A name that cannot lead out of the folder it is saved in, however hostile the file it came from. */
export function safeName(name: string, otherwise: string): string {
  const clean = Array.from(name, (letter) => (letter < ' ' || letter === '/' || letter === '\\' ? '_' : letter)).join(
    '',
  );
  return clean === '' || clean === '.' || clean === '..' ? otherwise : clean;
}
