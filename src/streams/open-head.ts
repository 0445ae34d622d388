/** Reads everything of a sealed file that comes before its first chunk, and refuses what cannot be opened, in this order. */
import { OperationError } from '../errors.js';
import { type Bytes } from './bytes.js';
import { deriveMessageKeys, MESSAGE_HEAD, openedSize, openMessage, SALT, sealedSize } from './cobblestone.js';
import { equalInConstantTime } from './constant-time.js';
import { contextOf, decodeHeader, HEADER } from './header.js';
import { secretKey, type Secret } from './kdf.js';
import { decodeMetadata, MAX_METADATA, type FileMetadata } from './sealed-metadata.js';
import { rangeSizeFor, sealedRanges, type Range } from './ranges.js';
import { readBytes } from './read.js';
import { cannotOpen, corrupt, truncated } from './refusals.js';
import { beginsSealed } from './sealed-format.js';

export interface PrepareOpenInput {
  readonly file: Blob;
  readonly secret: Secret;
  /** Bytes of plaintext in a range, rounded up to whole chunks; 16 to 32 MiB by default. */
  readonly rangeSize?: number | undefined;
}

export interface OpenPlan {
  readonly metadata: FileMetadata;
  /** Bytes of plaintext. */
  readonly total: number;
  readonly key: CryptoKey;
  readonly baseNonce: Bytes;
  readonly ranges: readonly Range[];
}

const LENGTH = 4;
const MAX_MESSAGE = sealedSize(MAX_METADATA);

export async function openHead({ file, secret, rangeSize }: PrepareOpenInput): Promise<OpenPlan> {
  const start = await readBytes(file, 0, Math.min(HEADER + LENGTH, file.size));
  if (!beginsSealed(start)) throw new OperationError('not-sealed', 'This is not a sealed file');
  if (start.length < HEADER + LENGTH) throw truncated();
  const header = start.slice(0, HEADER);
  const decoded = decodeHeader(header);
  const length = new DataView(start.buffer).getUint32(HEADER);
  if (length > MAX_MESSAGE)
    throw new OperationError('unsupported', 'The description of the file is longer than the format allows');
  const body = HEADER + LENGTH + length;
  const total = openedSize(file.size - body);
  if (total === undefined) throw truncated();
  const head = await readBytes(file, HEADER + LENGTH, body + MESSAGE_HEAD);

  const root = await secretKey(secret, decoded);
  if (root === undefined) throw cannotOpen();
  const description = await openMessage(root, head.subarray(0, length), contextOf(header, 'meta'));
  // The secret is right, since this opened: what does not fit from here on was changed.
  const [salt, committed] = [head.slice(length, length + SALT), head.subarray(length + SALT)];
  const { key, baseNonce, commitment } = await deriveMessageKeys(root, salt, contextOf(header, 'body'), 'decrypt');
  if (!equalInConstantTime(commitment, committed)) throw corrupt();
  const metadata = decodeMetadata(description, commitment);
  if (metadata.size !== total) throw corrupt();
  return {
    metadata,
    total,
    key,
    baseNonce,
    ranges: sealedRanges(total, rangeSizeFor(total, rangeSize), body + MESSAGE_HEAD),
  };
}
