/** Hashes of whole files: one task that reads once for all of them, or, for BLAKE3 alone, subtrees over the whole pool. */
import { OperationError } from '../errors.js';
import { reporterOf } from '../operation.js';
import type { Blake3Range, Digests, HashAlgorithm, HashFileInput, HashState } from '../operations/file.js';
import type { Bridge, BridgeCallOptions } from './bridge.js';
import { runCalls } from './file-job.js';
import { runRanges } from './range-runner.js';

export interface HashOptions extends Omit<BridgeCallOptions, 'transfer'> {
  /** What `hashPart` gave for the bytes before: hashing goes on there. Null, which storages give for what they do not have, is none. */
  readonly state?: HashState | null | undefined;
  /**
   * Where `data` begins in what is hashed as a whole. By default 0: `data` is the whole, and what the state has seen is not read
   * again. With the state's own offset `data` is what follows.
   */
  readonly from?: number | undefined;
}

const MiB = 2 ** 20;
const CHUNK = 1024;
/** Smaller files are one task: the calls would cost more than the second worker gains. */
const inRangesFrom = 8 * MiB;
/** A subtree has 2, 4, 8 … chunks. Nothing is kept of it, so that its size is only a matter of balance. */
const LEAST = 2 * MiB;
const MOST = 16 * MiB;
/** Enough for four workers to end at about the same time. */
const WANTED = 8;

export async function hashBlob(
  bridge: Bridge<'file'>,
  file: Blob,
  algorithms: readonly HashAlgorithm[],
  { state, from, ...options }: HashOptions,
): Promise<Digests> {
  const input: HashFileInput = { data: file, algorithms, state, from };
  const isTree = algorithms.length === 1 && algorithms[0] === 'BLAKE3' && state == null && from === undefined;
  if (!isTree || file.size < inRangesFrom || bridge.poolOf(options).size < 2) {
    return bridge.run('hash-file', input, options);
  }
  try {
    return { BLAKE3: await runCalls(options, ({ call, stop }) => hashRanges(bridge, file, call, options, stop)) };
  } catch (reason) {
    // no WebAssembly, or another version of it than is known: one worker can all the same
    if (!(reason instanceof OperationError) || reason.code !== 'unsupported') throw reason;
    return bridge.run('hash-file', input, options);
  }
}

async function hashRanges(
  bridge: Bridge<'file'>,
  data: Blob,
  call: BridgeCallOptions,
  { onProgress }: HashOptions,
  stop: (reason: unknown) => void,
): Promise<string> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  await runRanges(
    {
      ranges: blake3Ranges(data.size),
      total: data.size,
      lanes: bridge.poolOf(call).size + 1,
      onProgress: reporterOf(onProgress),
      run: (range, _, onRangeProgress) =>
        bridge.run('blake3-subtree', { data, range }, { ...call, onProgress: onRangeProgress }),
      deliver: (part) => void parts.push(part),
    },
    stop,
  );
  return bridge.run('blake3-merge', { parts }, call);
}

/** Full subtrees of one size, and what is left: at least a byte, at most such a subtree. */
export function blake3Ranges(size: number, wanted = size / WANTED): Blake3Range[] {
  const bytes = 2 ** Math.floor(Math.log2(Math.min(Math.max(wanted, LEAST), MOST)));
  const ranges: Blake3Range[] = [];
  for (let start = 0; start === 0 || start < size; start += bytes) {
    const end = Math.min(start + bytes, size);
    ranges.push({ index: start / CHUNK, start, end, last: end === size });
  }
  return ranges;
}
