/** Every change there is, and its one meaning over cells: in shared memory, at the authority, and when an end repeats its own. */
import { wake, type Memory, type MemoryKind } from './memory.js';

export type Change =
  | { readonly op: 'add'; readonly cell: number; readonly by: number }
  | { readonly op: 'set'; readonly cell: number; readonly to: number }
  | { readonly op: 'swap'; readonly cell: number; readonly from: number; readonly to: number }
  /** Makes the cell odd or even by adding one, or leaves it. */
  | { readonly op: 'turn'; readonly cell: number; readonly odd: boolean }
  /** From 0 to 2, once, with a text; 1 while the text is being written. */
  | { readonly op: 'settle'; readonly text: string };

export interface Outcome {
  readonly before: number;
  readonly after: number;
  /** For `swap` and `settle`: whether this very change did it. */
  readonly done: boolean;
}

/** What cell 0 of a settled memory says. */
export const SETTLED = 2n;

const lowest: Readonly<Record<MemoryKind, bigint>> = {
  progress: 0n,
  counter: BigInt(Number.MIN_SAFE_INTEGER),
  flag: 0n,
  cancellation: 0n,
};
const HIGHEST = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Applies one change in one atomic step, and wakes whoever waits for one.
 * @throws RangeError when the result would leave the exact range; then nothing has changed
 */
export function apply(memory: Memory, change: Change): Outcome {
  if (change.op === 'settle') return settle(memory, change.text);
  const { cells, kind } = memory;
  let before = Atomics.load(cells, change.cell);
  for (;;) {
    const after = result(before, change);
    if (!inRange(kind, after)) throw outOfRange(kind, before, after);
    const seen = after === before ? before : Atomics.compareExchange(cells, change.cell, before, after);
    if (seen === before) {
      if (after !== before) wake(memory);
      return {
        before: Number(before),
        after: Number(after),
        done: change.op !== 'swap' || Number(before) === change.from,
      };
    }
    before = seen;
  }
}

/** As `apply`, at the creator. Two ends may leave the range together, each within it: the later change is then as if it had not been. */
export function applyIfPossible(memory: Memory, change: Change): Outcome {
  try {
    return apply(memory, change);
  } catch (error) {
    if (error instanceof RangeError) return { before: 0, after: 0, done: false };
    throw error;
  }
}

/** Whether a cell of that kind can hold it. */
export function inRange(kind: MemoryKind, value: bigint): boolean {
  return value >= lowest[kind] && value <= HIGHEST;
}

/** What stands in a cell. */
export function read({ cells }: Memory, cell: number): number {
  return Number(Atomics.load(cells, cell));
}

/** The text of a settled memory; '' while it is not. */
export function readText({ cells, text }: Memory): string {
  // The one who settled it is writing: that takes about a microsecond, and it may be ended in the middle.
  for (let looks = 0; Atomics.load(cells, 0) === 1n && looks < 100_000; looks++);
  return String.fromCharCode(...text.slice(0, Number(Atomics.load(cells, 1))));
}

function result(value: bigint, change: Exclude<Change, { op: 'settle' }>): bigint {
  switch (change.op) {
    case 'add':
      return value + BigInt(change.by);
    case 'set':
      return BigInt(change.to);
    case 'swap':
      return value === BigInt(change.from) ? BigInt(change.to) : value;
    case 'turn':
      return (value & 1n) === (change.odd ? 1n : 0n) ? value : value + 1n;
  }
}

function settle(memory: Memory, text: string): Outcome {
  const { cells } = memory;
  const before = Atomics.compareExchange(cells, 0, 0n, 1n);
  if (before === 0n) {
    const units = Array.from({ length: Math.min(text.length, memory.text.length) }, (_, i) => text.charCodeAt(i));
    if (text.length > units.length && isHighSurrogate(units.at(-1))) units.pop();
    memory.text.set(units);
    Atomics.store(cells, 1, BigInt(units.length));
    Atomics.store(cells, 0, SETTLED);
  }
  wake(memory);
  return { before: Number(before), after: Number(SETTLED), done: before === 0n };
}

function isHighSurrogate(unit = 0): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function outOfRange(kind: MemoryKind, before: bigint, after: bigint): RangeError {
  return new RangeError(
    `A ${kind} stays between ${String(lowest[kind])} and ${String(HIGHEST)}: ${String(before)} cannot become ${String(after)}.`,
  );
}
