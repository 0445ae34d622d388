/** The stages of a transfer: the calls that they are, and what each costs. */
import type { Algorithm } from '../operations/compression.js';
import type { Secret } from '../operations/crypto.js';
import type { ChunkList, Cut } from '../operations/file.js';
import type { Data } from './check.js';
import type { CompressOptions, DecompressOptions } from './compressed-file.js';
import type { ChunkOptions, MergeOptions } from './file-bridge.js';
import type { FileOptionsToFile } from './file-job.js';
import type { HashOptions } from './hashed-file.js';
import type { SealOptions } from './sealed-file.js';

export interface PipelineStages {
  readonly crypto: {
    sealFile(file: Data, secret: Secret, options: FileOptionsToFile & SealOptions): Promise<File>;
    openFile(file: Data, secret: Secret, options: FileOptionsToFile): Promise<File>;
  };
  readonly compression: {
    compressData(data: Data, options: FileOptionsToFile & CompressOptions): Promise<File>;
    decompressData(data: Data, algorithm: Algorithm, options: FileOptionsToFile & DecompressOptions): Promise<File>;
  };
  readonly file: {
    hashFile(data: Data, algorithm: 'SHA-256', options: HashOptions): Promise<string>;
    chunkFile(data: Data, chunkSize: number, fileName: string, options: ChunkOptions): Promise<Cut>;
    mergeChunks(chunks: ChunkList, options: MergeOptions): Promise<File>;
  };
}

/** Milliseconds a MiB: shares of the one progress, so only their ratios count. Measured: docs/pipeline.md. */
const costs = { hash: 6, compress: 30, seal: 12, chunk: 12, merge: 6, open: 11, decompress: 12, verify: 6 };
/** Of any stage, however small its input. */
const LEAST = 2;

export const costOf = (stage: keyof typeof costs, bytes: number): number => (costs[stage] * bytes) / 2 ** 20 + LEAST;
