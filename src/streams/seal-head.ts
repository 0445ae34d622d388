/** Everything of a sealed file that comes before its first chunk, and what its ranges are then sealed with. */
import { OperationError } from '../errors.js';
import { concat, type Bytes } from './bytes.js';
import {
  deriveMessageKeys,
  MAX_CHUNKS,
  chunkCount,
  SALT,
  sealedSize,
  sealMessage,
  MESSAGE_HEAD,
} from './cobblestone.js';
import { contextOf, encodeHeader, KDF_SALT } from './header.js';
import { chooseSource, secretKey, type KdfOptions, type Secret } from './kdf.js';
import { encodeMetadata, type FileMetadata } from './sealed-metadata.js';
import { plainRanges, rangeSizeFor, type Range } from './ranges.js';

export interface PrepareSealInput {
  /** `size` is the number of bytes that will be sealed. */
  readonly metadata: FileMetadata;
  readonly secret: Secret;
  /** For a passphrase; PBKDF2 with 600,000 iterations by default. */
  readonly kdf?: KdfOptions | undefined;
  /** Bytes of plaintext in a range, rounded up to whole chunks; 16 to 32 MiB by default. */
  readonly rangeSize?: number | undefined;
}

export interface SealPlan {
  /** The bytes before the first chunk: header, metadata, and the salt and commitment of the body. */
  readonly prefix: Bytes;
  /** Bytes of the whole sealed file. */
  readonly size: number;
  /** Bytes of plaintext. */
  readonly total: number;
  readonly key: CryptoKey;
  readonly baseNonce: Bytes;
  readonly ranges: readonly Range[];
}

/** The three random values of a file. None is a nonce: each goes into a key derivation. */
export interface Salts {
  readonly kdf: Bytes;
  readonly metadata: Bytes;
  readonly body: Bytes;
}

const randomSalts = (): Salts => ({
  kdf: crypto.getRandomValues(new Uint8Array(KDF_SALT)),
  metadata: crypto.getRandomValues(new Uint8Array(SALT)),
  body: crypto.getRandomValues(new Uint8Array(SALT)),
});

/** `salts` is a seam for tests: whoever could choose them could make a nonce be used twice. */
export async function sealHead(input: PrepareSealInput, salts: Salts = randomSalts()): Promise<SealPlan> {
  const { metadata, secret, kdf, rangeSize } = input;
  const total = metadata.size;
  if (chunkCount(total) > MAX_CHUNKS) throw new OperationError('invalid', 'The file is too large for the format');
  const source = chooseSource(secret, kdf);
  const salt = source.name === 'raw' ? new Uint8Array(KDF_SALT) : salts.kdf;
  const header = encodeHeader({ source, salt });
  const root = await secretKey(secret, { source, salt });
  if (root === undefined) throw new OperationError('invalid', 'The secret does not fit the key derivation');
  const { key, baseNonce, commitment } = await deriveMessageKeys(
    root,
    salts.body,
    contextOf(header, 'body'),
    'encrypt',
  );
  const description = encodeMetadata(metadata, commitment);
  const sealed = await sealMessage(root, salts.metadata, contextOf(header, 'meta'), description);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, sealed.length);
  const prefix = concat(header, length, sealed, salts.body, commitment);
  const size = prefix.length - MESSAGE_HEAD + sealedSize(total);
  return { prefix, size, total, key, baseNonce, ranges: plainRanges(total, rangeSizeFor(total, rangeSize)) };
}
