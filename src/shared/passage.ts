/** Looks at what arrived in the place of a handle before anything is made of it: it may have come from anywhere. */
import { SharedStateError } from './errors.js';
import type { Passage } from './link.js';
import { inRange } from './changes.js';
import { createPrivateMemory, type MemoryKind } from './memory.js';

/** @throws SharedStateError `not-ours` for what `share()` of that kind did not give; memory is looked at when it is opened */
export function checkPassage(kind: MemoryKind, passage: unknown): Passage {
  if (!isPassage(kind, passage)) throw new SharedStateError('not-ours', `This is not the handle of a ${kind}.`);
  return passage;
}

function isPassage(kind: MemoryKind, passage: unknown): passage is Passage {
  if (!isObject(passage)) return false;
  if ('buffer' in passage) return true;
  return 'port' in passage && isPort(passage.port) && 'snapshot' in passage && isSnapshot(kind, passage.snapshot);
}

export function isPort(value: unknown): value is MessagePort {
  return typeof MessagePort === 'function' && value instanceof MessagePort;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isSnapshot(kind: MemoryKind, value: unknown): boolean {
  if (!isObject(value) || !('cells' in value) || !('text' in value)) return false;
  const { cells, text } = value;
  const memory = createPrivateMemory(kind);
  if (!Array.isArray(cells) || cells.length !== memory.cells.length) return false;
  if (typeof text !== 'string' || text.length > memory.text.length) return false;
  return cells.every((cell) => Number.isSafeInteger(cell) && inRange(kind, BigInt(Number(cell))));
}
