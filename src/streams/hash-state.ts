/** A hash that is not finished, as something that can be kept: in IndexedDB, in localStorage, in a message. */
import { OperationError } from '../errors.js';
import { concat, fromHex, utf8, type Bytes } from './bytes.js';
import { isHashAlgorithm, type HashAlgorithm } from './hash-names.js';
import { openHasher } from './hashers.js';

/**
 * Plain data, also as JSON. As secret as what was hashed: it may hold the last 64 or 128 bytes of it.
 * The check in it tells damage, not forgery.
 */
export interface HashState {
  readonly algorithms: readonly HashAlgorithm[];
  /** Bytes hashed so far. */
  readonly offset: number;
  readonly saved: string;
}

export interface SavedHash {
  readonly algorithm: HashAlgorithm;
  readonly state: Bytes;
}

/** Of a state that was made here: the lengths of the hashers' own states (12 to 1916 bytes), and the check. */
const MOST = 64 * 1024;
const CHECK = 4;

export async function packState(hashes: readonly SavedHash[], offset: number): Promise<HashState> {
  const algorithms = hashes.map(({ algorithm }) => algorithm);
  const states = concat(...hashes.flatMap(({ state }) => [Uint8Array.of(state.length >> 8, state.length), state]));
  const check = await checkOf(algorithms, offset, states);
  return { algorithms, offset, saved: btoa(String.fromCharCode(...states, ...check)) };
}

/** @throws OperationError `invalid` when it is damaged, or was never given out by `packState` */
export async function unpackState({ algorithms, offset, saved }: HashState): Promise<readonly SavedHash[]> {
  if (!Array.isArray(algorithms) || !algorithms.every(isHashAlgorithm) || !isOffset(offset)) throw damaged();
  const bytes = decode(saved);
  const states = bytes.subarray(0, -CHECK);
  const check = await checkOf(algorithms, offset, states);
  if (bytes.length < CHECK || !check.every((byte, i) => byte === bytes[states.length + i])) throw damaged();
  let start = 0;
  return algorithms.map((algorithm) => {
    const length = ((states[start] ?? 0) << 8) | (states[start + 1] ?? 0);
    const state = states.slice(start + 2, start + 2 + length);
    start += 2 + length;
    return { algorithm, state };
  });
}

const isOffset = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

/** Over what the state says of itself too: one of another hash or another place does not fit. */
async function checkOf(algorithms: readonly HashAlgorithm[], offset: number, states: Bytes): Promise<Bytes> {
  const hasher = await openHasher('SHA-256');
  hasher.update(utf8(JSON.stringify(['tallow hash state 1', algorithms, offset])));
  hasher.update(states);
  return fromHex(hasher.digest()).subarray(0, CHECK);
}

function decode(saved: unknown): Bytes {
  if (typeof saved !== 'string' || saved.length > MOST) throw damaged();
  try {
    return Uint8Array.from(atob(saved), (character) => character.charCodeAt(0));
  } catch (cause) {
    throw damaged(cause);
  }
}

const damaged = (cause?: unknown): OperationError =>
  new OperationError('invalid', 'This is not the saved state of a hash, or it was damaged.', { cause });
