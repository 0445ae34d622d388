/** How many tasks of one operation a worker may have: one, until it has shown itself quick; then more and more, until it is slow. */

import { hasMoved, type Task } from './task.js';

/** Milliseconds: what takes less is quick. Clocks of whole milliseconds make 1, never 2, of a task that takes next to nothing. */
export const quick = 2;
/** So many in a row have to be quick before a task is sent ahead; as many again, and twice as many, before there are more. */
const trial = 8;
const deepest = 32;
/** Milliseconds of work that are sent to a worker at once: so long, at most, a task of high priority finds it taken. */
const enough = 4;

export interface PaceOptions {
  readonly sendsAhead: boolean;
  /** Milliseconds; 0 or Infinity: any. */
  readonly taskTimeout: number;
}

export interface Pace {
  /** Tasks that a worker may have. 1: nothing is sent ahead. */
  readonly depth: number;
  /** One took `ms` on its worker; NaN, of which nothing follows, where the worker does not say. */
  add(ms: number): void;
  /** Begins again at one. */
  stop(): void;
}

export function createPace(): Pace {
  let streak = 0;
  let mean = 0;
  let grown = 1;

  function stop(): void {
    streak = 0;
    mean = 0;
    grown = 1;
  }

  return {
    get depth() {
      return grown === 1 ? 1 : Math.max(1, Math.min(grown, Math.floor(enough / mean)));
    },
    add(ms) {
      if (ms >= quick) stop();
      if (!(ms < quick)) return;
      streak++;
      mean += (ms - mean) / Math.min(streak, trial);
      if (grown < deepest && streak >= trial * grown) grown *= 2;
    },
    stop,
  };
}

/** The pace of a task's operation; null for a task that is never sent ahead, nor any other behind it. */
export function createPaces({ sendsAhead, taskTimeout }: PaceOptions): (task: Task) => Pace | null {
  const channels = new Map<string, Map<string, Pace>>();
  return (task) => {
    const { channel, type, options } = task;
    // a limit, and the grace of an abort, count from when the task begins, and nobody is told when one that was sent ahead does
    const limit = options.timeout ?? taskTimeout;
    const mayEnd = options.signal !== undefined || (limit > 0 && limit < Infinity);
    if (!sendsAhead || hasMoved(task) || mayEnd) return null;
    const paces = channels.get(channel) ?? new Map<string, Pace>();
    const pace = paces.get(type) ?? createPace();
    if (paces.size === 0) channels.set(channel, paces);
    paces.set(type, pace);
    return pace;
  };
}
