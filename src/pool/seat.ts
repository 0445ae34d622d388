/** One worker as the pool sees it. */
import type { Attempt } from './ladder.js';
import type { Pace } from './pace.js';
import type { Started } from './start.js';
import type { Candidate } from './strategies.js';
import { createTaskList, type TaskList } from './task-list.js';
import type { Task } from './task.js';

export interface Seat extends Candidate {
  readonly attempt: Attempt;
  /** Aborted when the seat is given up: a worker that is still on its way is ended when it comes. */
  readonly gone: AbortController;
  /** The set in which it stands; null when it was given up. Only `move` writes it. */
  place: Set<Seat> | null;
  /** Null while it starts. */
  started: Started | null;
  /** The worker has said something: a death is a crash from now on, not a failed start. */
  proven: boolean;
  readonly tasks: TaskList<Task>;
  /** Aborted tasks that it still works on; each entry stops the timer of its grace. */
  readonly ghosts: Set<() => void>;
  /** Tasks it was ever given. */
  turns: number;
  /** Of the tasks it has, when more of the same may be sent ahead. */
  pace: Pace | null;
  /** Milliseconds of `performance.now()`: when it last answered, or had nothing to do and was given a task. */
  heard: number;
}

export function createSeat(id: number, attempt: Attempt): Seat {
  const tasks = createTaskList<Task>();
  return {
    id,
    attempt,
    gone: new AbortController(),
    place: null,
    started: null,
    proven: false,
    tasks,
    ghosts: new Set(),
    turns: 0,
    pace: null,
    heard: 0,
    get load() {
      return tasks.size;
    },
  };
}
