/** A file hashed, compressed, sealed and cut for a transfer, and all of it undone; each stage is a call of its bridge. */
import { OperationError } from '../errors.js';
import { reporterOf } from '../operation.js';
import type { Level } from '../operations/compression.js';
import type { Secret } from '../operations/crypto.js';
import type { ChunkList, ChunkMetadata } from '../operations/file.js';
import { checkKdf, safeName, takeBlob, takeName, takeSecret, type Data } from './check.js';
import { checkLevel, checkLimit } from './compressed-file.js';
import { passOn } from './destination.js';
import { nameAndDate, runCalls, type FileOptionsToFile } from './file-job.js';
import { readRecord, withRecord } from './file-record.js';
import { costOf, type PipelineStages } from './pipeline-stages.js';
import { openScratch } from './scratch.js';
import type { SealOptions } from './sealed-file.js';
import { createStages } from './stages.js';

export interface PackOptions extends FileOptionsToFile, SealOptions {
  /** Bytes of a chunk, the last one is shorter; 1 MiB by default. */
  readonly chunkSize?: number | undefined;
  /** `auto` by default: what is compressed already is stored. */
  readonly level?: Level | 'auto' | undefined;
}

export interface UnpackOptions extends FileOptionsToFile {
  /**
   * Bytes that the file may have. By default 4 GiB, or 200 times what was sent where that is more: who knows the secret could still send
   * a few bytes that become a full disk.
   */
  readonly maxSize?: number | undefined;
}

export interface PackedFile {
  /** The sealed file. The chunks are parts of it: `discard` it when they have been sent. */
  readonly file: File;
  readonly chunks: readonly Blob[];
  /** What the receiver needs beside the chunks: plain data, also as JSON. It tells nothing of the file but about its size. */
  readonly manifest: ChunkMetadata;
  /** Of the file that was packed. It is sealed with it, and stands nowhere in the manifest: it would tell which file it is. */
  readonly sha256: string;
}

const MiB = 2 ** 20;
const GiB = 2 ** 30;

export function packFile(
  { crypto, compression, file }: PipelineStages,
  data: Data,
  secret: Secret,
  options: PackOptions,
): Promise<PackedFile> {
  const source = takeBlob(data, 'packFile');
  const own = takeSecret(secret, 'packFile');
  const { chunkSize = MiB, level = 'auto', kdf, onProgress } = options;
  const to = checkPlace(options.to);
  const step = stepPlace(to);
  checkKdf(kdf, own);
  checkLevel(level, 'gzip');
  if (!Number.isSafeInteger(chunkSize) || chunkSize < 1) {
    throw new OperationError('invalid', 'chunkSize is a whole number of bytes, 1 or more.');
  }
  const packageName = safeName(takeName(options.name) ?? 'package.sealed', 'package.sealed');
  const { name, lastModified } = nameAndDate(source);
  const { type, size } = source;
  const progress = createStages(size, reporterOf(onProgress));

  return runCalls(options, async ({ call }) => {
    const scratch = openScratch();
    try {
      const after = (size: number) => [costOf('seal', size), costOf('chunk', size)];
      const compressing = costOf('compress', size);
      const hashed = progress.begin('hash', [costOf('hash', size), compressing, ...after(size)]);
      const sha256 = await file.hashFile(source, 'SHA-256', { ...call, onProgress: hashed });

      const compressed = progress.begin('compress', [compressing, ...after(size)]);
      const gzip = scratch.keep(
        await compression.compressData(source, { ...call, to: step, level, onProgress: compressed }),
      );

      const record = { name, type, lastModified, size, sha256 };
      const sealing = { ...call, kdf, to, name: packageName, onProgress: progress.begin('seal', after(gzip.size)) };
      const sealed = scratch.keep(await crypto.sealFile(withRecord(gzip, record), own, sealing));
      scratch.free(gzip);

      const cut = progress.begin('chunk', [1]);
      const { chunks, metadata } = await file.chunkFile(sealed, chunkSize, packageName, {
        ...call,
        hash: true,
        onProgress: cut,
      });
      progress.end();
      call.signal.throwIfAborted();
      scratch.release(sealed);
      return { file: sealed, chunks, manifest: manifestOf(metadata), sha256 };
    } finally {
      scratch.close();
    }
  });
}

export function unpackFile(
  { crypto, compression, file }: PipelineStages,
  chunks: ChunkList,
  manifest: ChunkMetadata,
  secret: Secret,
  options: UnpackOptions,
): Promise<File> {
  const own = takeSecret(secret, 'unpackFile');
  const { onProgress } = options;
  const name = takeName(options.name);
  const to = checkPlace(options.to);
  const step = stepPlace(to);
  const total = checkManifest(manifest);
  const maxSize = checkLimit(options.maxSize, 'maxSize') ?? Math.max(4 * GiB, 200 * total);
  const progress = createStages(total, reporterOf(onProgress));

  return runCalls(options, async ({ call }) => {
    const scratch = openScratch();
    try {
      const after = (size: number) => [costOf('decompress', size), costOf('verify', size)];
      const opening = costOf('open', total);
      const merged = await file.mergeChunks(chunks, {
        ...call,
        metadata: { ...manifest, sha256: undefined },
        onProgress: progress.begin('merge', [costOf('merge', total), opening, ...after(total)]),
      });

      const opened = progress.begin('open', [opening, ...after(total)]);
      const gzip = scratch.keep(await crypto.openFile(merged, own, { ...call, to: step, onProgress: opened }));
      const record = await readRecord(gzip);
      if (record.size > maxSize) {
        const message = `The file would have ${record.size} bytes, more than maxSize. If it is meant to, allow for it.`;
        throw new OperationError('too-large', message);
      }

      const inflating = {
        ...call,
        to,
        maxSize: Math.max(1, record.size),
        maxRatio: Infinity,
        onProgress: progress.begin('decompress', after(record.size)),
      };
      const plain = scratch.keep(await compression.decompressData(gzip, 'gzip', inflating));
      scratch.free(gzip);

      const verified = progress.begin('verify', [1]);
      const sha256 = await file.hashFile(plain, 'SHA-256', { ...call, onProgress: verified });
      if (sha256 !== record.sha256) {
        throw new OperationError('corrupt', 'The file is not the one that was packed: its SHA-256 is another.');
      }
      progress.end();
      const { type, lastModified } = record;
      const result = new File([plain], safeName(name ?? record.name, 'untitled'), { type, lastModified });
      call.signal.throwIfAborted();
      scratch.release(plain);
      passOn(plain, result);
      return result;
    } finally {
      scratch.close();
    }
  });
}

/** Each chunk has a digest of its own: that of them all would only be one more read at the other end. */
function manifestOf({
  fileName,
  type,
  lastModified,
  totalSize,
  chunkSize,
  count,
  chunks,
}: ChunkMetadata): ChunkMetadata {
  return { fileName, type, lastModified, totalSize, chunkSize, count, chunks };
}

function checkPlace(to: unknown = 'auto'): 'auto' | 'memory' | 'disk' {
  if (to === 'auto' || to === 'memory' || to === 'disk') return to;
  throw new OperationError('invalid', "`to` is 'auto', 'memory' or 'disk'.");
}

/** What stands between the stages is the file, compressed and not sealed: who keeps the result off the disk keeps that off it too. */
const stepPlace = (to: 'auto' | 'memory' | 'disk') => (to === 'memory' ? 'memory' : 'auto');

/** That it can be one at all, and the bytes it tells of; what it says is checked where it is used. */
function checkManifest(manifest: unknown): number {
  if (typeof manifest === 'object' && manifest !== null) {
    const { chunks, totalSize }: Partial<Record<keyof ChunkMetadata, unknown>> = manifest;
    const isHashed = Array.isArray(chunks) && chunks.length > 0 && chunks.every(hasDigest);
    if (isHashed && Number.isSafeInteger(totalSize)) return Number(totalSize);
  }
  throw new OperationError('invalid', 'The manifest is not one that packFile gave.');
}

const hasDigest = (chunk: unknown): boolean =>
  typeof chunk === 'object' && chunk !== null && 'sha256' in chunk && typeof chunk.sha256 === 'string';
