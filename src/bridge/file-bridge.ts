/** WorkerBridge.file: the public methods on files: hashes, chunks, types, metadata. */
import { IPCError, OperationError } from '../errors.js';
import { abortOf, type OperationContext } from '../operation.js';
import type {
  ChunkList,
  ChunkMetadata,
  Cut,
  Digests,
  HashAlgorithm,
  HashState,
  MergeChunksInput,
} from '../operations/file.js';
import type { DetectedType, FileReport } from '../operations/inspection.js';
import { isBlob } from '../streams/brands.js';
import { hashAlgorithms, isHashAlgorithm } from '../streams/hash-names.js';
import { createBridge, type Bridge, type BridgeCallOptions } from './bridge.js';
import { safeName, takeBlob, takeName, type Data } from './check.js';
import { runCalls } from './file-job.js';
import { hashBlob, type HashOptions } from './hashed-file.js';
import { sumStats } from './joined-pool.js';

type Options = Omit<BridgeCallOptions, 'transfer'>;

export interface ChunkOptions extends Options {
  /** Whether to add the SHA-256 of each chunk and of the whole: the file is read for it, in a worker. No by default. */
  readonly hash?: boolean | undefined;
}

export interface MergeOptions extends Options {
  /** What `chunkFile` said of the chunks: count, order, sizes and hashes are checked against it. It may come from anywhere. */
  readonly metadata?: ChunkMetadata | undefined;
}

export interface MetadataOptions extends Options {
  /** Hashes to add to the report. */
  readonly hash?: HashAlgorithm | readonly HashAlgorithm[] | undefined;
}

/** With the digests, where they were asked for. */
export type FileMetadataReport = FileReport & { readonly digests?: Digests | undefined };

/** What `WorkerBridge.file` offers. Each call takes `{signal, timeout, onProgress, priority, pool}` too. docs/files.md has the details. */
export interface FileBridge {
  /**
   * The digest in hexadecimal, as `sha256sum`, `b3sum` and their kind print it; SHA-256 unless another is named. A list of names gives
   * a record, all in one read. BLAKE3 alone runs on all workers. Memory does not grow with the file. Progress in bytes of the file;
   * no timeout by default.
   *
   * @throws OperationError `invalid` (no such algorithm; a state that is damaged, or of another algorithm or place), `changed` (the file
   *   changed or vanished while it was read), `unsupported` (XXH3, or a saved state, where a policy forbids WebAssembly)
   * @throws IPCError `aborted`, `timeout`, `unavailable`, `crashed`
   */
  hashFile(data: Data, algorithm?: HashAlgorithm, options?: HashOptions): Promise<string>;
  hashFile<const Name extends HashAlgorithm>(
    data: Data,
    algorithms: readonly Name[],
    options?: HashOptions,
  ): Promise<Record<Name, string>>;
  /**
   * Hashes `data`, and gives what `hashFile` or another `hashPart` goes on from (`options.state`), also days later: plain data, bound to
   * its place in the whole. It may hold the last bytes of what was hashed: as secret as that.
   */
  hashPart(
    data: Data,
    algorithms?: HashAlgorithm | readonly HashAlgorithm[],
    options?: HashOptions,
  ): Promise<HashState>;
  /**
   * Cuts a file into chunks of that many bytes, the last one shorter, by reference: chunking 2 GB takes no memory. An empty file has none.
   * @throws OperationError `invalid` (a size that makes no chunks, or more than a million)
   */
  chunkFile(data: Data, chunkSize: number, fileName?: string, options?: ChunkOptions): Promise<Cut>;
  /**
   * Joins chunks by reference. They may come in any order, as `{index, data}`, or as Blobs that are told by their hashes; Blobs without
   * hashes are taken as they come. Without metadata nothing but holes is noticed.
   * @throws OperationError `corrupt`: what is missing, doubled, damaged or of no place is named, and is the `cause` as ChunkFaults; `invalid`:
   *   metadata that contradict themselves
   */
  mergeChunks(chunks: ChunkList, options?: MergeOptions): Promise<File>;
  /** What a file is, by its content, with the ending of its name as the weaker witness; 15 seconds by default. */
  detectType(data: Data, fileName?: string, options?: Options): Promise<DetectedType>;
  /**
   * Name, size, type and date, and what an image, a sound, a video or a zip archive says of itself. A parser that gives up leaves what is
   * known, and `problem` says why; one that loops over a hostile file is ended by the timeout, 15 seconds by default.
   */
  readMetadata(data: Data, fileName?: string, options?: MetadataOptions): Promise<FileMetadataReport>;
  readonly getStats: Bridge<'file'>['getStats'];
  /** Ends this bridge's workers: what runs rejects with `terminated`. The next call starts new ones. */
  readonly destroy: () => void;
}

/** Milliseconds that the parsers have. */
const inspectionTimeout = 15_000;

/** A bridge with two pools of its own, one for the parsers, which start no worker before they are first used. */
export function createFileBridge(
  bridge: Bridge<'file'> = createBridge({ channel: 'file' }),
  inspection: Bridge<'inspection'> = createBridge({ channel: 'inspection' }),
): FileBridge {
  function hashFile(data: Data, algorithm?: HashAlgorithm, options?: HashOptions): Promise<string>;
  function hashFile<const Name extends HashAlgorithm>(
    data: Data,
    algorithms: readonly Name[],
    options?: HashOptions,
  ): Promise<Record<Name, string>>;
  async function hashFile(
    data: Data,
    algorithm: HashAlgorithm | readonly HashAlgorithm[] = 'SHA-256',
    options: HashOptions = {},
  ): Promise<string | Digests> {
    const file = takeBlob(data, 'hashFile');
    const algorithms = takeAlgorithms(algorithm);
    const digests = await hashBlob(bridge, file, algorithms, options);
    return typeof algorithm === 'string' ? (digests[algorithm] ?? '') : digests;
  }

  return {
    hashFile,
    async hashPart(data, algorithm = 'SHA-256', { state, from, ...options } = {}) {
      const file = takeBlob(data, 'hashPart');
      return bridge.run('hash-part', { data: file, algorithms: takeAlgorithms(algorithm), state, from }, options);
    },
    async chunkFile(data, chunkSize, fileName, { hash = false, ...options } = {}) {
      const input = { data: takeBlob(data, 'chunkFile'), chunkSize, fileName: takeName(fileName), hash };
      if (hash) return bridge.run('chunk-file', input, options);
      const { chunkFile } = await import('../operations/file.js');
      return chunkFile(input, contextHere(options));
    },
    async mergeChunks(chunks, { metadata, ...options } = {}) {
      const input = takeChunks(chunks, metadata);
      const merged = await mergeWhere(bridge, input, options);
      const { type, lastModified } = merged;
      return new File([merged], safeName(merged.name, 'untitled'), { type, lastModified });
    },
    async detectType(data, fileName, options = {}) {
      const input = { data: takeBlob(data, 'detectType'), fileName: takeName(fileName) };
      const { timeout = inspectionTimeout, ...rest } = options;
      return inspection.run('detect-type', input, { ...rest, timeout });
    },
    async readMetadata(data, fileName, { hash, ...options } = {}) {
      const input = { data: takeBlob(data, 'readMetadata'), fileName: takeName(fileName) };
      const algorithms = hash === undefined ? [] : takeAlgorithms(hash);
      const { timeout = inspectionTimeout, onProgress, ...rest } = options;
      const read = (call: Options) => inspection.run('read-metadata', input, { ...call, timeout });
      if (algorithms.length === 0) return read({ ...rest, onProgress });
      return runCalls({ ...rest, timeout: options.timeout }, async ({ call, stop }) => {
        const hashing = hashBlob(bridge, input.data, algorithms, { ...call, onProgress });
        const [report, digests] = await Promise.all([read(call), hashing]).catch((reason: unknown) => {
          stop(reason);
          throw reason;
        });
        return { ...report, digests };
      });
    },
    getStats: () => sumStats([bridge.getStats(), inspection.getStats()]),
    destroy() {
      bridge.destroy();
      inspection.destroy();
    },
  };
}

/** Nothing has to be read where there is nothing to compare with. */
async function mergeWhere(bridge: Bridge<'file'>, input: MergeChunksInput, options: Options): Promise<File> {
  const { metadata } = input;
  const reads = metadata !== undefined && (metadata.sha256 ?? metadata.chunks[0]?.sha256) !== undefined;
  if (reads) return bridge.run('merge-chunks', input, options);
  const { mergeChunks } = await import('../operations/file.js');
  return mergeChunks(input, contextHere(options));
}

/** For what only arranges references: it is done at once, and nothing waits for it. */
function contextHere({ signal }: Options): OperationContext {
  const given = abortOf(signal);
  if (given) throw new IPCError('aborted', 'Request cancelled by its signal.', { cause: given.reason });
  return { signal: new AbortController().signal, progress: () => undefined, transfer: (value) => value };
}

function takeAlgorithms(given: HashAlgorithm | readonly HashAlgorithm[]): readonly HashAlgorithm[] {
  const asked = new Set<unknown>(Array.isArray(given) ? given : [given]);
  const known = [...asked].filter(isHashAlgorithm);
  if (known.length > 0 && known.length === asked.size) return known;
  const names = hashAlgorithms.join(', ');
  throw new OperationError('invalid', `A hash is one of ${names}, or a list of them.`);
}

function takeChunks(chunks: ChunkList, metadata: ChunkMetadata | undefined): MergeChunksInput {
  const isChunk = (one: unknown) =>
    one === undefined || one === null || isBlob(one) || isBlob((one as { data?: unknown }).data);
  // what is there, not the holes: a list filled by numbers that somebody sent may be four thousand million long
  if (!Array.isArray(chunks) || !Object.values(chunks).every(isChunk)) {
    throw new OperationError('invalid', 'mergeChunks takes a list of Blobs, or of {index, data} with a Blob each.');
  }
  if (metadata !== undefined && !Array.isArray((metadata as ChunkMetadata | null)?.chunks)) {
    throw new OperationError('invalid', 'The metadata are not those that chunkFile gave.');
  }
  return { chunks, metadata };
}
