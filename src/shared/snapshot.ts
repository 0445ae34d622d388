/** Everything a memory says, as a message can carry it. */
import { wake, type Memory } from './memory.js';

export interface Snapshot {
  readonly cells: readonly number[];
  readonly text: string;
}

export function takeSnapshot({ cells, text }: Memory): Snapshot {
  return { cells: Array.from(cells, Number), text: String.fromCharCode(...text).replace(/\0+$/, '') };
}

/** Says what the snapshot says, and wakes whoever waits, if that is news. */
export function putSnapshot(memory: Memory, { cells, text }: Snapshot): void {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const same = cells.every((value, cell) => memory.cells[cell] === BigInt(value));
  if (same && units.every((unit, index) => memory.text[index] === unit)) return;
  memory.text.fill(0);
  memory.text.set(units);
  memory.cells.set(cells.map(BigInt));
  wake(memory);
}
