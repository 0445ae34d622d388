/** Any of the hashes, several in one read, from the start or from a saved state on. */
import { OperationError } from '../errors.js';
import { toHex, type Bytes } from './bytes.js';
import { AT_ONCE, feed, feedPieces } from './hash.js';
import { packState, unpackState, type HashState } from './hash-state.js';
import { type HashAlgorithm } from './hash-names.js';
import { openHasher, type Hasher } from './hashers.js';
import { readBytes } from './read.js';

/** In hexadecimal, as `sha256sum`, `b3sum` and their kind print them. */
export type Digests = Partial<Record<HashAlgorithm, string>>;

export interface HashWork {
  readonly data: Blob;
  readonly algorithms: readonly HashAlgorithm[];
  /** What was hashed before: reading starts at its offset. */
  readonly state?: HashState | undefined;
  /** Where `data` begins in the whole that is hashed; 0 by default. */
  readonly from?: number | undefined;
}

type Listen = (bytes: number) => void;
type Open = readonly { readonly algorithm: HashAlgorithm; readonly hasher: Hasher }[];

export async function digestsOf(work: HashWork, signal: AbortSignal, done: Listen): Promise<Digests> {
  const { data, algorithms, state, from = 0 } = work;
  if (state === undefined && from === 0 && data.size <= AT_ONCE) {
    return digestsAtOnce(await readBytes(data, 0, data.size), algorithms, signal, done);
  }
  const { hashers } = await hashOn(work, signal, done);
  return Object.fromEntries(hashers.map(({ algorithm, hasher }) => [algorithm, hasher.digest()]));
}

/** Hashes what there is, and gives what is needed to go on. */
export async function hashPartOf(work: HashWork, signal: AbortSignal, done: Listen): Promise<HashState> {
  const { hashers, offset } = await hashOn(work, signal, done);
  return packState(
    hashers.map(({ algorithm, hasher }) => ({ algorithm, state: hasher.save() })),
    offset,
  );
}

async function hashOn({ data, algorithms, state, from = 0 }: HashWork, signal: AbortSignal, done: Listen) {
  const start = (state?.offset ?? 0) - from;
  if (!(Number.isSafeInteger(from) && from >= 0 && start >= 0 && start <= data.size)) {
    throw new OperationError(
      'invalid',
      `The hash goes on at byte ${start + from}, and the data given are the bytes from ${from} to ${from + data.size}.`,
    );
  }
  const hashers = await openAll(algorithms);
  if (state !== undefined) await restore(hashers, state);
  await feed(
    data,
    start,
    data.size,
    (piece) => updateAll(hashers, piece),
    signal,
    (bytes) => done(start + bytes),
  );
  return { hashers, offset: from + data.size };
}

async function restore(hashers: Open, state: HashState): Promise<void> {
  const saved = await unpackState(state);
  for (const { algorithm, hasher } of hashers) {
    const own = saved.find((one) => one.algorithm === algorithm);
    if (own === undefined) {
      const held = state.algorithms.join(', ');
      throw new OperationError('invalid', `The saved state has no ${algorithm}, only ${held}.`);
    }
    hasher.load(own.state);
  }
}

/** SHA by the platform where it has it, which is on pages of a secure context; the rest bit by bit, since without WebAssembly it may take long. */
async function digestsAtOnce(
  bytes: Bytes,
  algorithms: readonly HashAlgorithm[],
  signal: AbortSignal,
  done: Listen,
): Promise<Digests> {
  const isNative = (algorithm: HashAlgorithm) => algorithm.startsWith('SHA-') && 'subtle' in crypto;
  const hashers = await openAll(algorithms.filter((algorithm) => !isNative(algorithm)));
  if (hashers.length > 0) await feedPieces([bytes], (piece) => updateAll(hashers, piece), signal, done);
  const digests: Digests = {};
  for (const algorithm of algorithms) {
    const own = hashers.find((one) => one.algorithm === algorithm);
    signal.throwIfAborted();
    digests[algorithm] = own?.hasher.digest() ?? toHex(new Uint8Array(await crypto.subtle.digest(algorithm, bytes)));
  }
  return digests;
}

const openAll = (algorithms: readonly HashAlgorithm[]): Promise<Open> =>
  Promise.all(algorithms.map(async (algorithm) => ({ algorithm, hasher: await openHasher(algorithm) })));

function updateAll(hashers: Open, piece: Bytes): void {
  for (const { hasher } of hashers) hasher.update(piece);
}
