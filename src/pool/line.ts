/** The tasks that wait: in one queue for all workers, or, by their affinity, in that of one worker. */
import { hearAbort } from '../operation.js';
import { cancelled } from '../protocol/open-call.js';
import type { Seat } from './seat.js';
import { createTaskQueue, isBefore, type TaskQueue } from './task-queue.js';
import type { Task } from './task.js';

export interface LineEvents {
  /** A waiting task was aborted: it is in no queue any more. */
  readonly onAbort: (task: Task, reason: unknown) => void;
  /** A task that turned out to be for `seat` alone now waits for it. */
  readonly onBound: (seat: Seat) => void;
}

export interface Line {
  /** All that wait. */
  readonly size: number;
  /** Those that any worker may take. */
  readonly shared: number;
  /** Those that wait for this worker alone. */
  ownOf(seat: Seat): number;
  add(task: Task): void;
  /** Whose turn it is with this worker; none, when that one does not fit: nobody overtakes it. */
  nextFor(seat: Seat, fits: (task: Task) => boolean): Task | undefined;
  /** Out of the shared queue, where all are once the workers are gone; the order is that of their turns. */
  takeAny(): Task | undefined;
  /** The worker that tasks with this task's key go to. */
  boundTo(task: Task): Seat | undefined;
  bind(task: Task, seat: Seat): void;
  /** The worker is gone: what waited for it may go to any other. */
  release(seat: Seat): void;
}

export function createLine({ onAbort, onBound }: LineEvents): Line {
  const shared = createTaskQueue<Task>();
  const own = new Map<Seat, TaskQueue<Task>>();
  const bonds = new Map<unknown, Seat>();

  function push(task: Task, seat: Seat | undefined): void {
    if (seat === undefined) shared.push(task);
    else {
      const queue = own.get(seat) ?? createTaskQueue<Task>();
      own.set(seat, queue);
      queue.push(task);
    }
  }

  function shift(from: TaskQueue<Task>): Task | undefined {
    const task = from.shift();
    task?.stopHearing?.();
    return task;
  }

  function boundTo({ affinity }: Task): Seat | undefined {
    return affinity === undefined ? undefined : bonds.get(affinity);
  }

  return {
    get size() {
      let sum = shared.size;
      for (const queue of own.values()) sum += queue.size;
      return sum;
    },
    get shared() {
      return shared.size;
    },
    ownOf: (seat) => own.get(seat)?.size ?? 0,
    add(task) {
      const { signal } = task.options;
      const abort = (reason: unknown): void => {
        for (const queue of [shared, ...own.values()]) {
          if (queue.remove(task)) onAbort(task, cancelled(reason));
        }
      };
      // before it stands in a queue: a signal of somebody else's making may throw
      if (signal !== undefined) task.stopHearing = hearAbort(signal, abort);
      push(task, boundTo(task));
    },
    nextFor(seat, fits) {
      for (;;) {
        const first = shared.peek();
        const mine = own.get(seat);
        const firstOwn = mine?.peek();
        if (mine && firstOwn && (first === undefined || isBefore(firstOwn, first))) {
          return fits(firstOwn) ? shift(mine) : undefined;
        }
        if (first === undefined) return undefined;
        const bound = boundTo(first);
        if (bound === undefined || bound === seat) return fits(first) ? shift(shared) : undefined;
        // the one before it, with the same key, went to another worker meanwhile
        shared.shift();
        push(first, bound);
        onBound(bound);
      }
    },
    takeAny: () => shift(shared),
    boundTo,
    bind(task, seat) {
      if (task.affinity !== undefined) bonds.set(task.affinity, seat);
    },
    release(seat) {
      for (const [key, bound] of bonds) if (bound === seat) bonds.delete(key);
      const left = own.get(seat);
      own.delete(seat);
      for (let task = left?.shift(); task !== undefined; task = left?.shift()) shared.push(task);
    },
  };
}
