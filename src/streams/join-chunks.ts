/** Chunks put together again, by reference, once their count, order, sizes and hashes are what the description says. */
import { OperationError } from '../errors.js';
import { MOST_CHUNKS, type ChunkDescription, type ChunkMetadata } from './cut.js';
import { digestsOf } from './digests.js';
import { dataOf, placeChunks, type Chunk, type GivenChunk } from './place-chunks.js';

export type ChunkList = readonly (Chunk | null | undefined)[];
type Listen = (loaded: number, total: number) => void;

/**
 * Without a description the chunks are taken as they come, or by their numbers; holes are missing all the same.
 * @throws OperationError `corrupt` when anything is missing, doubled, damaged or of no place (`cause`: ChunkFaults); `invalid` for a
 *   description that contradicts itself
 */
export async function joinChunks(
  list: ChunkList,
  metadata: ChunkMetadata | undefined,
  signal: AbortSignal,
  progress: Listen,
): Promise<File> {
  if (list.length > MOST_CHUNKS) throw new OperationError('invalid', `A list has ${MOST_CHUNKS} chunks at most.`);
  if (metadata !== undefined) checkDescription(metadata);
  const given = Array.from(list, (chunk, place) => (chunk == null ? [] : [{ chunk, place }])).flat();
  const bytes = given.reduce((sum, { chunk }) => sum + dataOf(chunk).size, 0);
  const hashesEach = metadata?.chunks[0]?.sha256 !== undefined;
  const hashesWhole = metadata?.sha256 !== undefined;
  const total = (hashesEach ? bytes : 0) + (hashesWhole ? metadata.totalSize : 0);
  let before = 0;
  const done = (loaded: number) => progress(before + loaded, total);

  const known: GivenChunk[] = [];
  for (const one of given) {
    if (!hashesEach) {
      known.push(one);
      continue;
    }
    // small chunks are hashed at once: nobody else tells of them, or looks whether to go on
    signal.throwIfAborted();
    const data = dataOf(one.chunk);
    known.push({ ...one, sha256: await sha256Of(data, signal, done) });
    progress((before += data.size), total);
  }
  const parts = placeChunks(known, metadata?.chunks, list.length);
  const { fileName = '', type = '', lastModified = Date.now() } = metadata ?? {};
  const file = new File([...parts], fileName, { type, lastModified });
  if (hashesWhole && (await sha256Of(file, signal, done)) !== metadata.sha256) {
    throw new OperationError('corrupt', 'Each chunk is as described, but the whole is not: its SHA-256 is another.');
  }
  progress(total, total);
  return file;
}

async function sha256Of(data: Blob, signal: AbortSignal, done: (bytes: number) => void): Promise<string> {
  const { 'SHA-256': digest = '' } = await digestsOf({ data, algorithms: ['SHA-256'] }, signal, done);
  return digest;
}

/** It may come from anywhere: everything that is relied on is looked at. */
function checkDescription({ chunks, count, chunkSize, totalSize, sha256, ...rest }: ChunkMetadata): void {
  const wrong = (what: string) =>
    new OperationError('invalid', `The description of the chunks contradicts itself: ${what}.`);
  if (typeof rest.fileName !== 'string' || typeof rest.type !== 'string' || !Number.isFinite(rest.lastModified)) {
    throw wrong('it has no file name, type or date');
  }
  if (!isSize(totalSize) || !isSize(chunkSize) || chunkSize === 0) throw wrong('a size is no whole number of bytes');
  if (!Array.isArray(chunks) || chunks.length !== count || count !== Math.ceil(totalSize / chunkSize)) {
    throw wrong('the number of chunks is not what the sizes make');
  }
  if (count > MOST_CHUNKS) throw wrong(`it has more than ${MOST_CHUNKS} chunks`);
  // of JSON from anywhere: a description may be null
  const [first] = chunks as readonly (ChunkDescription | null)[];
  const isHashed = first?.sha256 !== undefined;
  for (const [index, chunk] of (chunks as readonly (ChunkDescription | null)[]).entries()) {
    const offset = index * chunkSize;
    const size = Math.min(chunkSize, totalSize - offset);
    if (chunk?.index !== index || chunk.offset !== offset || chunk.size !== size) throw wrong(`chunk ${index}`);
    if (isHashed ? !isDigest(chunk.sha256) : chunk.sha256 !== undefined) throw wrong(`the SHA-256 of chunk ${index}`);
  }
  if (sha256 !== undefined && !isDigest(sha256)) throw wrong('the SHA-256 of the whole');
}

const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isDigest = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
