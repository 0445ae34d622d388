/** The door: what the bridge's public methods are given is checked here, once, with errors that a person can act on. */
import { OperationError } from '../errors.js';
import type { Data, DeriveKeyInput, MessageKey, Secret } from '../operations/crypto.js';
import { isArrayBuffer, isBlob, isBytes, isCryptoKey } from '../streams/brands.js';
import {
  kdfProblem,
  outOfBounds,
  PBKDF2_ITERATIONS,
  secretProblem,
  type KdfOptions,
} from '../streams/sealed-format.js';

export type { Data, Secret };

/**
 * The data, as it is now: a task may wait for its worker, and the caller may reuse or wipe the bytes meanwhile. Only
 * what the caller lets go of by `transfer` is not copied.
 */
export function takeData(data: Data, method: string, transfer: readonly Transferable[] = []): Data {
  if (isBlob(data)) return data;
  checkBytes(data, method);
  const owner: unknown = isArrayBuffer(data) ? data : data.buffer;
  return transfer.some((moved) => moved === owner) ? data : copyOf(data);
}

/** The data as a Blob; Files stay what they are. */
export function takeBlob(data: Data, method: string): Blob {
  if (isBlob(data)) return data;
  checkBytes(data, method);
  return new Blob([copyOf(data)]);
}

function checkBytes(data: unknown, method: string): asserts data is ArrayBuffer | ArrayBufferView {
  if (!isBytes(data))
    throw new OperationError('invalid', `${method} takes a File, a Blob, an ArrayBuffer or a view of one.`);
  if (isMoved(isArrayBuffer(data) ? data : data.buffer))
    throw new OperationError(
      'invalid',
      `${method} was given bytes that are not there any more: they were transferred.`,
    );
}

/** One that was moved says that it has no bytes, and only a view cannot be made of it. */
function isMoved(buffer: ArrayBufferLike): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

/** What a call is to run in. */
export function takePool<Pool>(pool: Pool): Pool {
  if (typeof pool === 'object' && pool !== null && typeof Reflect.get(pool, 'execute') === 'function') return pool;
  throw new OperationError('invalid', 'The pool is a WorkerPool, as createWorkerPool makes one, or none.');
}

/** The name of a file, where one is given; null is none. */
export function takeName(name: unknown): string | undefined {
  if (name === undefined || name === null) return undefined;
  if (typeof name === 'string') return name;
  throw new OperationError('invalid', 'The name of a file is text.');
}

export function checkIterations(iterations = PBKDF2_ITERATIONS): number {
  const problem = outOfBounds({ name: 'pbkdf2', iterations });
  if (problem === undefined) return iterations;
  throw new OperationError('invalid', problem);
}

export function takeSecret(secret: Secret, method: string): Secret {
  const problem = secretProblem(secret);
  if (problem !== undefined) throw new OperationError('invalid', `${method}: ${problem}`);
  return secretNow(secret);
}

/** The secret as it is now, whether it will do or not: keys are wiped by their owners, and rightly so. */
export function secretNow(secret: Secret): Secret {
  return isBytes(secret) ? copyOf(secret) : secret;
}

/** How a passphrase is stretched, before a file is hashed and packed for it; a key is not stretched. */
export function checkKdf(kdf: KdfOptions | undefined, secret: Secret): void {
  const problem = kdf === undefined || typeof secret !== 'string' ? undefined : kdfProblem(kdf);
  if (problem !== undefined) throw new OperationError('invalid', problem);
}

/** 32 bytes, or a CryptoKey: which kind of key is the operation's to say. */
export function takeKey(key: MessageKey, method: string): MessageKey {
  if (isCryptoKey(key)) return key;
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
  if (isArrayBuffer(bytes)) return new Uint8Array(bytes.slice(0));
  return Uint8Array.from(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/**
 * What a name may not hold: separators and control characters, and the marks that turn the direction of text, by which
 * `invoice<RLO>fdp.exe` would be shown as `invoiceexe.pdf`.
 */
const unsafe = /[\p{Cc}\p{Bidi_Control}/\\:]/gu;

/** Bytes of a name at most: file systems stop at 255, and browsers add to a name that is taken. */
const LONGEST = 240;
/** Of its ending, when it is cut: worth more than the middle. */
const ENDING = 57;

/** A name that neither leads out of the folder it is saved in nor shows another ending, however hostile the file it came from. */
export function safeName(name: string, otherwise: string): string {
  const clean = name.replace(unsafe, '_');
  return clean === '' || clean === '.' || clean === '..' ? otherwise : shorten(clean);
}

function shorten(name: string): string {
  const bytes = new TextEncoder().encode(name);
  if (bytes.length <= LONGEST) return name;
  const decode = (part: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(part);
  // whole characters only: the bytes of one after its first begin with 10
  const isInside = (at: number) => ((bytes[at] ?? 0) & 0xc0) === 0x80;
  // the dots have 3
  let start = LONGEST - ENDING - 3;
  while (isInside(start)) start--;
  let end = bytes.length - ENDING;
  while (isInside(end)) end++;
  return `${decode(bytes.subarray(0, start))}…${decode(bytes.subarray(end))}`;
}
