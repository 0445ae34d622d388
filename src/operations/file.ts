/** The file operations: hashes, parts of a BLAKE3 tree, cutting into chunks and joining them. */
import { type OperationContext, type Services } from '../operation.js';
import { openBlake3Tree } from '../streams/blake3-tree.js';
import { isFile } from '../streams/brands.js';
import { blobOf, type Bytes, type Data } from '../streams/bytes.js';
import { cut, withHashes, type ChunkMetadata, type Cut } from '../streams/cut.js';
import { digestsOf, hashPartOf, type Digests } from '../streams/digests.js';
import { type HashState } from '../streams/hash-state.js';
import { type HashAlgorithm } from '../streams/hash-names.js';
import { joinChunks, type ChunkList } from '../streams/join-chunks.js';
import { counted, lendPieces } from '../streams/read.js';

export type { ChunkDescription, ChunkMetadata, Cut } from '../streams/cut.js';
export type { Digests } from '../streams/digests.js';
export type { HashState } from '../streams/hash-state.js';
export type { HashAlgorithm } from '../streams/hash-names.js';
export type { ChunkList } from '../streams/join-chunks.js';
export type { Chunk, ChunkFaults, NumberedChunk } from '../streams/place-chunks.js';

export interface HashFileInput {
  readonly data: Data;
  /** SHA-256 by default. */
  readonly algorithms?: readonly HashAlgorithm[] | undefined;
  /** What `hash-part` gave for the bytes before; null, which storages give for what they do not have, for none. */
  readonly state?: HashState | null | undefined;
  /** Where `data` begins in the whole that is hashed; 0 by default: it is the whole, and the bytes before the state are not read. */
  readonly from?: number | undefined;
}

export interface Blake3Range {
  /** Of its first chunk of 1024 bytes. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** Whether the file ends with it. The others are full subtrees. */
  readonly last: boolean;
}

export interface Blake3SubtreeInput {
  readonly data: Blob;
  readonly range: Blake3Range;
}

export interface Blake3MergeInput {
  /** What `blake3-subtree` gave for the ranges, in their order. */
  readonly parts: readonly Bytes[];
}

export interface ChunkFileInput {
  readonly data: Data;
  /** Bytes; the last chunk may be shorter. */
  readonly chunkSize: number;
  /** The file's own name by default. */
  readonly fileName?: string | undefined;
  /** Whether to add the SHA-256 of each chunk and of the whole; no by default, because the whole file is read for it. */
  readonly hash?: boolean | undefined;
}

export interface MergeChunksInput {
  readonly chunks: ChunkList;
  readonly metadata?: ChunkMetadata | undefined;
}

/** The digests by the names of their algorithms, all in one read. Progress in bytes of `data`. */
export async function hashFile(input: HashFileInput, context: OperationContext): Promise<Digests> {
  const work = workOf(input);
  const total = work.data.size;
  const digests = await digestsOf(work, context.signal, (loaded) => context.progress(loaded, total));
  context.progress(total, total);
  return digests;
}

/** Hashes what there is, and gives what `hash-file` or another `hash-part` goes on from. */
export async function hashPart(input: HashFileInput, context: OperationContext): Promise<HashState> {
  const work = workOf(input);
  const total = work.data.size;
  const state = await hashPartOf(work, context.signal, (loaded) => context.progress(loaded, total));
  context.progress(total, total);
  return state;
}

/** One range of a BLAKE3 tree: 32 bytes, or of the last range the state that `blake3-merge` ends. Progress in bytes of the range. */
export async function blake3Subtree(
  { data, range: { index, start, end, last } }: Blake3SubtreeInput,
  { signal, progress }: OperationContext,
): Promise<Bytes> {
  const tree = await openBlake3Tree();
  const pieces = counted(lendPieces(data, start, end, signal), (loaded) => progress(loaded, end - start));
  return last ? tree.ending(pieces, index) : tree.subtree(pieces, index);
}

export async function blake3Merge({ parts }: Blake3MergeInput): Promise<string> {
  const tree = await openBlake3Tree();
  return tree.merge(parts.slice(0, -1), parts.at(-1) ?? new Uint8Array(0));
}

/** The chunks by reference; progress, where hashes are asked for, in bytes of the file. */
export async function chunkFile(
  { data, chunkSize, fileName, hash = false }: ChunkFileInput,
  { signal, progress }: OperationContext,
): Promise<Cut> {
  const file = blobOf(data);
  const { chunks, metadata } = cut(file, chunkSize, fileName ?? (isFile(file) ? file.name : ''));
  if (!hash) return { chunks, metadata };
  const hashed = await withHashes(metadata, file, signal, (loaded) => progress(loaded, file.size));
  progress(file.size, file.size);
  return { chunks, metadata: hashed };
}

/** Progress in bytes hashed: twice those of the file, where the description has both hashes. */
export function mergeChunks(
  { chunks, metadata }: MergeChunksInput,
  { signal, progress }: OperationContext,
): Promise<File> {
  return joinChunks(chunks, metadata, signal, progress);
}

function workOf({ data, algorithms = ['SHA-256'], state, from }: HashFileInput) {
  return { data: blobOf(data), algorithms, state: state ?? undefined, from };
}

/** What an endpoint serves as channel `file`. */
export const fileOperations = {
  'hash-file': hashFile,
  'hash-part': hashPart,
  'blake3-subtree': blake3Subtree,
  'blake3-merge': blake3Merge,
  'chunk-file': chunkFile,
  'merge-chunks': mergeChunks,
} satisfies Services[string];
