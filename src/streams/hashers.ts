/** One face for all hash functions: WebAssembly where it may be compiled, plain JavaScript where not. */
import { OperationError } from '../errors.js';
import { type Bytes } from './bytes.js';
import { type HashAlgorithm } from './hash-names.js';
import { canCompileWasm } from './wasm.js';

export interface Hasher {
  update(bytes: Uint8Array): void;
  /** In hexadecimal. The hasher is as new then. */
  digest(): string;
  /** What was taken so far, for `load`. It may hold the last bytes themselves. @throws OperationError `unsupported` */
  save(): Bytes;
  /** Goes on from what `save` gave. @throws OperationError `invalid` */
  load(saved: Bytes): void;
}

/** @throws OperationError `unsupported` when WebAssembly is forbidden and there is no plain JavaScript for it (XXH3) */
export async function openHasher(algorithm: HashAlgorithm): Promise<Hasher> {
  if (canCompileWasm()) return wasmHasher(algorithm);
  const { openPlainHasher } = await import('./plain-hashers.js');
  return openPlainHasher(algorithm);
}

async function wasmHasher(algorithm: HashAlgorithm): Promise<Hasher> {
  const hasher = (await create[algorithm]()).init();
  return {
    update: (bytes) => void hasher.update(bytes),
    digest() {
      const digest = hasher.digest();
      hasher.init();
      return digest;
    },
    save: () => new Uint8Array(hasher.save()),
    load(saved) {
      try {
        hasher.load(saved);
      } catch (cause) {
        throw new OperationError('invalid', `The saved state of ${algorithm} is not one that can be continued here.`, {
          cause,
        });
      }
    },
  };
}

/** Taken apart by name, one by one: a bundler leaves out what is not named so (97 kB of 271 stay; of `(await import(…)).createMD5()` all do). */
const create = {
  'SHA-1': () => import('hash-wasm').then(({ createSHA1 }) => createSHA1()),
  'SHA-256': () => import('hash-wasm').then(({ createSHA256 }) => createSHA256()),
  'SHA-384': () => import('hash-wasm').then(({ createSHA384 }) => createSHA384()),
  'SHA-512': () => import('hash-wasm').then(({ createSHA512 }) => createSHA512()),
  MD5: () => import('hash-wasm').then(({ createMD5 }) => createMD5()),
  'CRC-32': () => import('hash-wasm').then(({ createCRC32 }) => createCRC32()),
  XXH3: () => import('hash-wasm').then(({ createXXHash3 }) => createXXHash3()),
  BLAKE3: () => import('hash-wasm').then(({ createBLAKE3 }) => createBLAKE3()),
} satisfies Record<HashAlgorithm, unknown>;
