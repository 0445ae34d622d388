/** Reads the `kdf` attribute: a name, and numbers for those who want others than the defaults. */

import type { SealOptions } from '../../src/bridge/sealed-file.js';

export type Kdf = NonNullable<SealOptions['kdf']>;

/**
 * `pbkdf2`, `pbkdf2 1000000` (iterations), `argon2id`, `argon2id 65536 3 1` (memory in KiB, passes, parallelism).
 * What cannot be read is the default, PBKDF2 with its default iterations: a slip must not weaken anything. Bounds are those
 * of the sealed file and are checked there.
 */
export function parseKdf(text: string): Kdf {
  const [name, ...numbers] = text.trim().toLowerCase().split(/\s+/);
  const [first, second, third] = numbers.map(Number).map((number) => (Number.isInteger(number) ? number : undefined));
  if (name === 'argon2id') {
    return { name, memory: first, passes: second, parallelism: third };
  }
  return { name: 'pbkdf2', iterations: name === 'pbkdf2' ? first : undefined };
}
