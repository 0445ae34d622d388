/** From a passphrase, 32 bytes or a key to K, as an HMAC-SHA-512 key that cannot be read back. */
import { OperationError } from '../errors.js';
import { utf8, viewOf, type Bytes } from './bytes.js';
import type { Header } from './header.js';
import { importExpansionKey } from './hkdf.js';
import { isCryptoKey } from './brands.js';
import { completeKdf, kdfProblem, secretProblem, type Kdf, type KdfOptions, type Secret } from './sealed-format.js';
import { canCompileWasm } from './wasm.js';

export type { KdfOptions, Secret };

/** Throws `invalid` where the parameters cannot be used. */
export function chooseSource(secret: Secret, options: KdfOptions = { name: 'pbkdf2' }): Header['source'] {
  if (typeof secret !== 'string') return { name: 'raw' };
  const problem = kdfProblem(options);
  if (problem !== undefined) throw new OperationError('invalid', problem);
  return completeKdf(options);
}

/** K for this header. A passphrase for a file that was sealed with a key, and the reverse, is `undefined`: it cannot open it. */
export async function secretKey(secret: Secret, { source, salt }: Header): Promise<CryptoKey | undefined> {
  if (typeof secret !== 'string') return source.name === 'raw' ? rawSecret(secret) : undefined;
  check(secret);
  if (source.name === 'raw') return undefined;
  const passphrase = passphraseBytes(secret);
  try {
    return source.name === 'argon2id'
      ? await argon2id(passphrase, salt, source)
      : await pbkdf2Secret(passphrase, salt, source);
  } finally {
    passphrase.fill(0);
  }
}

/** Unicode NFC, then UTF-8: the same passphrase from any keyboard gives the same bytes. */
export const passphraseBytes = (passphrase: string): Bytes => utf8(passphrase.normalize('NFC'));

export async function rawSecret(secret: Exclude<Secret, string>): Promise<CryptoKey> {
  check(secret);
  return isCryptoKey(secret) ? secret : importExpansionKey(viewOf(secret));
}

function check(secret: Secret): void {
  const problem = secretProblem(secret);
  if (problem !== undefined) throw new OperationError('invalid', problem);
}

/** Straight from PBKDF2 into the key: K itself is never in script. */
async function pbkdf2Secret(
  passphrase: Bytes,
  salt: Bytes,
  { iterations }: { iterations: number },
): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', passphrase, 'PBKDF2', false, ['deriveKey']);
  const kind = { name: 'HMAC', hash: 'SHA-512', length: 256 };
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, material, kind, false, [
    'sign',
  ]);
}

async function argon2id(passphrase: Bytes, salt: Bytes, kdf: Extract<Kdf, { name: 'argon2id' }>): Promise<CryptoKey> {
  if (!canCompileWasm()) {
    throw new OperationError(
      'unsupported',
      "Argon2id needs WebAssembly, which is not allowed here (script-src without 'wasm-unsafe-eval'?)",
    );
  }
  const { argon2id: derive } = await import('hash-wasm');
  const { memory: memorySize, passes: iterations, parallelism } = kdf;
  const bytes = await derive({
    password: passphrase,
    salt,
    memorySize,
    iterations,
    parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
  const key = await importExpansionKey(new Uint8Array(bytes));
  bytes.fill(0);
  return key;
}
