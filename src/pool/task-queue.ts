/** A priority queue: higher priority first, first in first out within one, and any entry can leave in O(log n). */

import type { Listable } from './task-list.js';

/** Its slot is that in the queue's heap while it is in one. */
export interface Queueable extends Listable {
  readonly priority: number;
  /** Rises with each task; a task that comes back keeps its own, and so its turn. */
  readonly order: number;
}

export interface TaskQueue<Entry extends Queueable> {
  readonly size: number;
  push(entry: Entry): void;
  peek(): Entry | undefined;
  shift(): Entry | undefined;
  /** Whether the entry was in this queue. */
  remove(entry: Entry): boolean;
}

/** Whether `a` has its turn before `b`. */
export function isBefore(a: Queueable, b: Queueable): boolean {
  return a.priority === b.priority ? a.order < b.order : a.priority > b.priority;
}

/** A binary heap. Entries know their slot, so that removing one does not search for it. */
export function createTaskQueue<Entry extends Queueable>(): TaskQueue<Entry> {
  const heap: Entry[] = [];

  function put(entry: Entry, slot: number): void {
    heap[slot] = entry;
    entry.slot = slot;
  }

  function rise(entry: Entry, from: number): void {
    let slot = from;
    while (slot > 0) {
      const above = (slot - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(entry, parent)) break;
      put(parent, slot);
      slot = above;
    }
    put(entry, slot);
  }

  function sink(entry: Entry, from: number): void {
    let slot = from;
    for (;;) {
      const left = heap[2 * slot + 1];
      const right = heap[2 * slot + 2];
      const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || !isBefore(child, entry)) break;
      const below = child.slot;
      put(child, slot);
      slot = below;
    }
    put(entry, slot);
  }

  function removeAt(slot: number): void {
    const entry = heap[slot];
    const last = heap.pop();
    if (entry === undefined || last === undefined) return;
    if (last !== entry) {
      if (isBefore(last, entry)) rise(last, slot);
      else sink(last, slot);
    }
    entry.slot = -1;
  }

  return {
    get size() {
      return heap.length;
    },
    push(entry) {
      heap.push(entry);
      rise(entry, heap.length - 1);
    },
    peek: () => heap[0],
    shift() {
      const first = heap[0];
      if (first !== undefined) removeAt(0);
      return first;
    },
    remove(entry) {
      if (heap[entry.slot] !== entry) return false;
      removeAt(entry.slot);
      return true;
    },
  };
}
