/** WorkerBridge.compression: the public methods on compressed data. */
import type { Algorithm } from '../operations/compression.js';
import { createBridge, type Bridge } from './bridge.js';
import type { Data } from './check.js';
import { compressFile, decompressFile, type CompressOptions, type DecompressOptions } from './compressed-file.js';
import { discardFile, type ResultDescription } from './destination.js';
import type { FileOptions, FileOptionsToFile, FileOptionsToStream } from './file-job.js';

/** What `WorkerBridge.compression` offers. Each call takes `{name, to, signal, timeout, onProgress, priority, pool}` too. */
export interface CompressionBridge {
  /**
   * Compresses a file, `gzip` unless another algorithm is named. Large input is cut into ranges, compressed on all workers and joined into
   * ONE stream (one gzip member), which every decoder takes. Memory does not grow with the file. Progress in bytes of the file.
   *
   * The result is named after the file and `.gz` (`.zz`, `.deflate`, `.br`); its date is the file's. A `timeout` covers the whole file; there
   * is none by default.
   * @throws OperationError `invalid` (no such algorithm or level), `unsupported` (no brotli in this browser), `changed` (the file changed
   *   or vanished while it was read), `unwritable` (disk full, stream closed)
   * @throws IPCError `aborted`, `timeout`, `unavailable`, `crashed`
   */
  compressData(data: Data, options?: FileOptionsToFile & CompressOptions): Promise<File>;
  compressData(data: Data, options: FileOptionsToStream & CompressOptions): Promise<ResultDescription>;
  compressData(data: Data, options: FileOptions & CompressOptions): Promise<File | ResultDescription>;
  /**
   * Decompresses gzip (any number of members), zlib's and raw deflate data, told apart by themselves, and brotli when it is named.
   * Progress in bytes of the compressed file. In one worker: a stream can only be read from its beginning.
   *
   * The File is handed out only when checksum and size were right; a stream has got what came before the damage, and is aborted, never
   * closed. The result is named as the file without its ending (`.tgz` becomes `.tar`), or with `.out` where it has none.
   * @throws OperationError `not-compressed`, `unsupported` (a kind nobody knows, a preset dictionary, no brotli), `truncated`, `corrupt` (damaged,
   *   or something follows), `too-large` (past `maxSize`, 4 GiB by default, or `maxRatio`, 200 times what was read, beyond 64 MiB),
   *   `invalid`, `changed`, `unwritable`
   */
  decompressData(data: Data, algorithm?: Algorithm, options?: FileOptionsToFile & DecompressOptions): Promise<File>;
  decompressData(
    data: Data,
    algorithm: Algorithm | undefined,
    options: FileOptionsToStream & DecompressOptions,
  ): Promise<ResultDescription>;
  decompressData(
    data: Data,
    algorithm: Algorithm | undefined,
    options: FileOptions & DecompressOptions,
  ): Promise<File | ResultDescription>;
  /**
   * Frees the disk that a large result stands on; it cannot be read any more then. Without it the bytes stay until the page is gone and
   * another page of the origin works on a file.
   */
  discard(file: Blob): Promise<void>;
  readonly getStats: Bridge<'compression'>['getStats'];
  /** Ends this bridge's workers: what runs rejects with `terminated`. The next call starts new ones. */
  readonly destroy: () => void;
}

/** A bridge with a pool of its own, which starts no worker before it is first used. */
export function createCompressionBridge(
  bridge: Bridge<'compression'> = createBridge({ channel: 'compression' }),
): CompressionBridge {
  function compress(data: Data, options?: FileOptionsToFile & CompressOptions): Promise<File>;
  function compress(data: Data, options: FileOptionsToStream & CompressOptions): Promise<ResultDescription>;
  function compress(data: Data, options: FileOptions & CompressOptions): Promise<File | ResultDescription>;
  function compress(data: Data, options: FileOptions & CompressOptions = {}) {
    return compressFile(bridge, data, options);
  }
  type Options = FileOptions & DecompressOptions;
  type ToFile = FileOptionsToFile & DecompressOptions;
  type ToStream = FileOptionsToStream & DecompressOptions;
  function decompress(data: Data, algorithm?: Algorithm, options?: ToFile): Promise<File>;
  function decompress(data: Data, algorithm: Algorithm | undefined, options: ToStream): Promise<ResultDescription>;
  function decompress(
    data: Data,
    algorithm: Algorithm | undefined,
    options: Options,
  ): Promise<File | ResultDescription>;
  function decompress(data: Data, algorithm?: Algorithm, options: Options = {}) {
    return decompressFile(bridge, data, algorithm, options);
  }

  return {
    compressData: compress,
    decompressData: decompress,
    discard: discardFile,
    getStats: bridge.getStats,
    destroy: bridge.destroy,
  };
}
