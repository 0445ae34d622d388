/**
 * BLAKE3 of one file by many hands: each hashes a subtree of whole chunks, and one merges what they found.
 *
 * No package gives out the chaining value of a subtree, so it is read from a hasher's saved state, which in hash-wasm is the C
 * implementation's `blake3_hasher`: key (32 bytes), chaining value (32), chunk counter (8), block (64), lengths and flags (4), padding (4), the height of the stack (1) and
 * the stack, all after 4 bytes that name the build. A state is written that stands at chunk k, fed, and its stack read.
 * A version whose states are laid out otherwise is found out before first use: it does not give a published digest.
 */
import type { IHasher } from 'hash-wasm';
import { OperationError } from '../errors.js';
import { concat, type Bytes } from './bytes.js';
import { canCompileWasm } from './wasm.js';

/** Bytes; the leaves of the tree. */
export const BLAKE3_CHUNK = 1024;
/** Bytes that are fed at once: a whole subtree, so that nothing of it stays behind in the hasher. */
const UNIT = 2 * BLAKE3_CHUNK;

const COUNTER = 4 + 64;
const HEIGHT = 4 + 144;
const STACK = 4 + 145;
const VALUE = 32;

export interface Blake3Tree {
  /** The chaining value of a full subtree: 2, 4, 8 … chunks, the first of which is chunk `index`, a multiple of their number. */
  subtree(pieces: Pieces, index: number): Promise<Bytes>;
  /** The state after the end of the file, of which only chunk `index` and what follows was seen. */
  ending(pieces: Pieces, index: number): Promise<Bytes>;
  /** The digest in hexadecimal. `values`: of the subtrees, all of one size, before the ending. */
  merge(values: readonly Bytes[], ending: Bytes): string;
}

type Pieces = AsyncIterable<Bytes> | Iterable<Bytes>;

let proof: Promise<void> | undefined;

/** @throws OperationError `unsupported` where WebAssembly is forbidden, or where hash-wasm is not the one that is known here */
export async function openBlake3Tree(): Promise<Blake3Tree> {
  if (!canCompileWasm()) throw new OperationError('unsupported', 'BLAKE3 in parts needs WebAssembly.');
  const tree = await openUnproved();
  await (proof ??= prove(tree));
  return tree;
}

async function openUnproved(): Promise<Blake3Tree> {
  const { createBLAKE3 } = await import('hash-wasm');
  const hasher = await createBLAKE3();
  const blank = hasher.init().save();

  const fold = (values: readonly Bytes[]): Bytes => {
    // with one chunk behind it a hasher keeps one value, and makes parents from the right until that is so
    hasher.load(stateAt(blank, 1, values)).update(new Uint8Array(1));
    return stackOf(hasher.save(), 0)[0] ?? new Uint8Array(VALUE);
  };

  return {
    async subtree(pieces, index) {
      await feedUnits(hasher, stateAt(blank, index, before(index)), pieces);
      return fold(stackOf(hasher.save(), before(index).length));
    },
    async ending(pieces, index) {
      await feedUnits(hasher, stateAt(blank, index, before(index)), pieces);
      return new Uint8Array(hasher.save());
    },
    merge(values, ending) {
      const stack: Bytes[] = [];
      const settle = (count: number) => {
        while (stack.length > ones(count)) stack.push(fold(stack.splice(-2)));
      };
      for (const [count, value] of values.entries()) {
        settle(count);
        stack.push(value);
      }
      settle(values.length);
      const whole = ending.slice();
      for (const [i, value] of stack.entries()) whole.set(value, STACK + VALUE * i);
      return hasher.load(whole).digest();
    },
  };
}

/** From that state on, in whole subtrees: one chunk alone would stay in the hasher until it knows that another follows. */
async function feedUnits(hasher: IHasher, start: Bytes, pieces: Pieces): Promise<void> {
  hasher.load(start);
  let rest: Bytes = new Uint8Array(0);
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : concat(rest, piece);
    const whole = bytes.length - (bytes.length % UNIT);
    hasher.update(bytes.subarray(0, whole));
    rest = bytes.slice(whole);
  }
  hasher.update(rest);
}

/** A hasher that has seen `index` chunks, and holds these values of them. */
function stateAt(blank: Uint8Array, index: number, values: readonly Bytes[]): Bytes {
  const state = new Uint8Array(blank);
  new DataView(state.buffer).setBigUint64(COUNTER, BigInt(index), true);
  state[HEIGHT] = values.length;
  for (const [i, value] of values.entries()) state.set(value, STACK + VALUE * i);
  return state;
}

function stackOf(state: Uint8Array, from: number): Bytes[] {
  const height = state[HEIGHT] ?? 0;
  const at = (i: number) => STACK + VALUE * (from + i);
  return Array.from({ length: Math.max(height - from, 0) }, (_, i) => new Uint8Array(state.slice(at(i), at(i + 1))));
}

/** Stand-ins for what comes before chunk `index`: the hasher counts them, and never looks into them. */
const before = (index: number): Bytes[] => Array.from({ length: ones(index) }, () => new Uint8Array(VALUE));

/** How many values a hasher holds after `count` subtrees: one for each bit that is set. */
function ones(count: number): number {
  let bits = 0;
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}

/** 7169 bytes of 0, 1 … 250, 0 …, in subtrees of two chunks: from the BLAKE3 team's test_vectors.json. */
async function prove(tree: Blake3Tree): Promise<void> {
  const input = Uint8Array.from({ length: 7169 }, (_, i) => i % 251);
  const values = [];
  for (const index of [0, 2, 4]) {
    values.push(await tree.subtree([input.subarray(index * BLAKE3_CHUNK, (index + 2) * BLAKE3_CHUNK)], index));
  }
  const digest = tree.merge(values, await tree.ending([input.subarray(6 * BLAKE3_CHUNK)], 6));
  if (digest !== 'a003fc7a51754a9b3c7fae0367ab3d782dccf28855a03d435f8cfe74605e7817') {
    throw new OperationError('unsupported', 'This version of hash-wasm cannot hash parts of a BLAKE3 tree.');
  }
}
