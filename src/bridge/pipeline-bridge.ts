/** WorkerBridge.pipeline: the public methods that compose the stages of a transfer. */
import type { Secret } from '../operations/crypto.js';
import type { ChunkList, ChunkMetadata } from '../operations/file.js';
import type { Data } from './check.js';
import { discardFile } from './destination.js';
import { packFile, unpackFile, type PackedFile, type PackOptions, type UnpackOptions } from './packed-file.js';
import type { PipelineStages } from './pipeline-stages.js';

/** What `WorkerBridge.pipeline` offers. Each call takes `{to, signal, timeout, onProgress, priority, pool}` too. docs/pipeline.md has the details. */
export interface PipelineBridge {
  /**
   * Hashes, compresses (gzip), seals and cuts a file: what is sent are chunks that tell nothing. One progress over all stages, in bytes of
   * the file; its `status` is `hash`, `compress`, `seal` or `chunk`. Memory does not grow with the file; what stands on disk between the
   * stages is freed, also when it fails.
   *
   * `name` is that of the package, `package.sealed` by default; the file's own is sealed.
   * @throws OperationError as hashFile, compressData, sealFile and chunkFile do
   * @throws IPCError `aborted`, `timeout`, `unavailable`, `crashed`
   */
  packFile(data: Data, secret: Secret, options?: PackOptions): Promise<PackedFile>;
  /**
   * Merges, opens, decompresses and verifies what packFile made. The chunks may come in any order, as Blobs or as `{index, data}`. `status`
   * is `merge`, `open`, `decompress` or `verify`. The File has name, type and date of the one that was packed, and is handed out only
   * when its SHA-256 is that one's.
   * @throws OperationError `corrupt` (chunks: the `cause` names them, as ChunkFaults), `cannot-open` (another secret), `too-large`
   *   (`maxSize`), `invalid` (a manifest that contradicts itself), `unsupported` (not made by packFile), and as openFile and decompressData do
   * @throws IPCError `aborted`, `timeout`, `unavailable`, `crashed`
   */
  unpackFile(chunks: ChunkList, manifest: ChunkMetadata, secret: Secret, options?: UnpackOptions): Promise<File>;
  /** Frees the disk that a large result stands on; it cannot be read any more then. */
  discard(file: Blob): Promise<void>;
}

export function createPipelineBridge(stages: PipelineStages): PipelineBridge {
  return {
    packFile: async (data, secret, options = {}) => packFile(stages, data, secret, options),
    unpackFile: async (chunks, manifest, secret, options = {}) => unpackFile(stages, chunks, manifest, secret, options),
    discard: discardFile,
  };
}
