/** What docs/format.md lays down and more than one room has to know: the first bytes, the bounds, and what a secret is. */
import { isBytes, isCryptoKey } from './brands.js';

export const MAGIC = Uint8Array.of(0x8b, 0x54, 0x4c, 0x57, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * Whether `start`, as far as it goes, is how a sealed file begins; nothing at all is not. For who was told to open it: five
 * bytes of a sealed file are one that was cut short.
 */
export const beginsSealed = (start: Uint8Array): boolean =>
  start.length > 0 && MAGIC.subarray(0, start.length).every((byte, i) => byte === start[i]);

/** Whether a file that begins so is a sealed one. For who has to guess: fewer bytes than the magic may be anything. */
export const isSealedStart = (start: Uint8Array): boolean => start.length >= MAGIC.length && beginsSealed(start);

/** How a passphrase becomes a key. */
export type Kdf =
  | { readonly name: 'pbkdf2'; readonly iterations: number }
  /** `memory` in KiB; `passes` and `parallelism` are the t and p of RFC 9106. */
  | { readonly name: 'argon2id'; readonly memory: number; readonly passes: number; readonly parallelism: number };

/** OWASP's figure for PBKDF2-HMAC-SHA-256; 150 to 190 ms in the three engines. */
export const PBKDF2_ITERATIONS = 600_000;

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

/** A key derivation as a caller names it; what is left out has the defaults below. */
export type KdfOptions =
  | { readonly name: 'pbkdf2'; readonly iterations?: number | undefined }
  | {
      readonly name: 'argon2id';
      readonly memory?: number | undefined;
      readonly passes?: number | undefined;
      readonly parallelism?: number | undefined;
    };

/** RFC 9106's second recommendation has 4 lanes; one lane costs an attacker no less and runs no slower in one thread. */
const ARGON2ID = { memory: 64 * 1024, passes: 3, parallelism: 1 } as const;

export function completeKdf(options: KdfOptions): Kdf {
  if (options.name === 'pbkdf2') return { name: 'pbkdf2', iterations: options.iterations ?? PBKDF2_ITERATIONS };
  const { memory = ARGON2ID.memory, passes = ARGON2ID.passes, parallelism = ARGON2ID.parallelism } = options;
  return { name: 'argon2id', memory, passes, parallelism };
}

/** Why a passphrase cannot be stretched so, in words, or undefined. */
export function kdfProblem(options: KdfOptions): string | undefined {
  const { name }: { readonly name: string } = options;
  if (name !== 'pbkdf2' && name !== 'argon2id') return "kdf.name must be 'pbkdf2' or 'argon2id'";
  return outOfBounds(completeKdf(options));
}

/** A passphrase, 32 bytes, or those bytes as a non-extractable key (HMAC with SHA-512, use `sign`). */
export type Secret = string | ArrayBuffer | ArrayBufferView | CryptoKey;

/** Why it cannot be a secret, in words, or undefined. */
export function secretProblem(secret: unknown): string | undefined {
  if (typeof secret === 'string') return secret === '' ? 'The passphrase is empty.' : undefined;
  if (isCryptoKey(secret)) return keyProblem(secret);
  if (!isBytes(secret)) return 'A secret is a passphrase, 32 bytes of key, or a CryptoKey of them.';
  return secret.byteLength === 32 ? undefined : `A key has 32 bytes; this one has ${secret.byteLength}.`;
}

function keyProblem({ algorithm, usages }: CryptoKey): string | undefined {
  const { name, hash, length }: KeyAlgorithm & Partial<HmacKeyAlgorithm> = algorithm;
  if (name === 'HMAC' && hash?.name === 'SHA-512' && length === 256 && usages.includes('sign')) return undefined;
  return `The CryptoKey must be of 32 bytes, for HMAC with SHA-512, with the use 'sign'; this one is for ${name}.`;
}
