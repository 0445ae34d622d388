/** A file cut into chunks of one size, by reference, and the description by which they are put together again. */
import { OperationError } from '../errors.js';
import { isFile } from './brands.js';
import { type Bytes } from './bytes.js';
import { feed } from './hash.js';
import { openHasher } from './hashers.js';

export interface ChunkDescription {
  readonly index: number;
  /** Bytes. */
  readonly offset: number;
  readonly size: number;
  readonly sha256?: string | undefined;
}

/** Plain data, also as JSON. */
export interface ChunkMetadata {
  readonly fileName: string;
  /** MIME type; empty where unknown. */
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  readonly totalSize: number;
  readonly chunkSize: number;
  readonly count: number;
  readonly chunks: readonly ChunkDescription[];
  /** Of the whole. */
  readonly sha256?: string | undefined;
}

export interface Cut {
  readonly chunks: readonly Blob[];
  readonly metadata: ChunkMetadata;
}

/** More would take longer to list than to send. */
export const MOST_CHUNKS = 1_000_000;

/** Takes no memory but the list: a chunk is a part of the file, not a copy. An empty file has no chunk. */
export function cut(file: Blob, chunkSize: number, fileName: string): Cut {
  if (!Number.isSafeInteger(chunkSize) || chunkSize < 1) {
    throw new OperationError('invalid', `The size of a chunk is a whole number of bytes, 1 or more; not ${chunkSize}.`);
  }
  const totalSize = file.size;
  const count = Math.ceil(totalSize / chunkSize);
  if (count > MOST_CHUNKS) {
    const least = Math.ceil(totalSize / MOST_CHUNKS);
    throw new OperationError(
      'invalid',
      `That would be ${count} chunks; the size of a chunk is ${least} bytes at least.`,
    );
  }
  const chunks = Array.from({ length: count }, (_, index) => {
    const offset = index * chunkSize;
    return { index, offset, size: Math.min(chunkSize, totalSize - offset) };
  });
  const lastModified = isFile(file) ? file.lastModified : Date.now();
  return {
    chunks: chunks.map(({ offset, size }) => file.slice(offset, offset + size)),
    metadata: { fileName, type: file.type, lastModified, totalSize, chunkSize, count, chunks },
  };
}

/** The same description with the SHA-256 of each chunk and of the whole: one read, two hashes of each byte. */
export async function withHashes(
  metadata: ChunkMetadata,
  file: Blob,
  signal: AbortSignal,
  done: (bytes: number) => void,
): Promise<ChunkMetadata> {
  const [whole, one] = await Promise.all([openHasher('SHA-256'), openHasher('SHA-256')]);
  const digests: string[] = [];
  let room = metadata.chunkSize;
  const take = (piece: Bytes) => {
    whole.update(piece);
    for (let start = 0; start < piece.length;) {
      const part = piece.subarray(start, start + room);
      one.update(part);
      start += part.length;
      room -= part.length;
      if (room > 0) continue;
      digests.push(one.digest());
      room = metadata.chunkSize;
    }
  };
  await feed(file, 0, file.size, take, signal, done);
  if (digests.length < metadata.count) digests.push(one.digest());
  const chunks = metadata.chunks.map((chunk, i) => ({ ...chunk, sha256: digests[i] }));
  return { ...metadata, chunks, sha256: whole.digest() };
}
