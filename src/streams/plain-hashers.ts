/** The hash functions without WebAssembly, for pages whose policy forbids it: @noble/hashes, and CRC-32. Three to twenty times slower. */
import { blake3 } from '@noble/hashes/blake3.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { OperationError } from '../errors.js';
import { toHex } from './bytes.js';
import { type HashAlgorithm } from './hash-names.js';
import { type Hasher } from './hashers.js';

interface PlainHash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

const create: Record<HashAlgorithm, (() => PlainHash) | null> = {
  'SHA-1': () => sha1.create(),
  'SHA-256': () => sha256.create(),
  'SHA-384': () => sha384.create(),
  'SHA-512': () => sha512.create(),
  MD5: () => md5.create(),
  'CRC-32': crc32,
  XXH3: null,
  BLAKE3: () => blake3.create(),
};

export function openPlainHasher(algorithm: HashAlgorithm): Hasher {
  const open = create[algorithm];
  if (open === null) throw needsWasm(`${algorithm} needs`);
  let hash = open();
  return {
    update: (bytes) => void hash.update(bytes),
    digest() {
      const digest = toHex(hash.digest());
      hash = open();
      return digest;
    },
    save: () => {
      throw needsWasm('Saving the state of a hash needs');
    },
    load: () => {
      throw needsWasm('Continuing a saved hash needs');
    },
  };
}

const needsWasm = (what: string): OperationError =>
  new OperationError(
    'unsupported',
    `${what} WebAssembly, which is not allowed here (script-src without 'wasm-unsafe-eval'?)`,
  );

/** The polynomial of gzip, zip and PNG, bits reflected. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  return rest;
});

function crc32(): PlainHash {
  let rest = 0xffffffff;
  return {
    update(bytes) {
      for (const byte of bytes) rest = (rest >>> 8) ^ (table[(rest ^ byte) & 0xff] ?? 0);
    },
    digest() {
      const digest = new Uint8Array(4);
      new DataView(digest.buffer).setUint32(0, ~rest >>> 0);
      return digest;
    },
  };
}
