/** The tasks of one worker, in no order. */

export interface Listable {
  /** Where it stands in its list, or in the heap of its queue; -1 in none. */
  slot: number;
}

export interface TaskList<Entry extends Listable> extends Iterable<Entry> {
  readonly size: number;
  add(entry: Entry): void;
  /** Whether the entry was in this list. */
  delete(entry: Entry): boolean;
  clear(): void;
}

/**
 * An array whose entries know their slot. A Set would do, but V8's leave a chain of outgrown tables behind, which keep what
 * was in them alive until the next full collection: with ten thousand tiny tasks, collecting cost more than the pool itself.
 */
export function createTaskList<Entry extends Listable>(): TaskList<Entry> {
  const entries: Entry[] = [];
  return {
    get size() {
      return entries.length;
    },
    add(entry) {
      entry.slot = entries.push(entry) - 1;
    },
    delete(entry) {
      const { slot } = entry;
      if (entries[slot] !== entry) return false;
      entry.slot = -1;
      const last = entries.pop();
      if (last === undefined || last === entry) return true;
      entries[slot] = last;
      last.slot = slot;
      return true;
    },
    clear() {
      for (const entry of entries) entry.slot = -1;
      entries.length = 0;
    },
    [Symbol.iterator]: () => entries.values(),
  };
}
