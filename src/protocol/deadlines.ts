/** One timer for many deadlines: to set and clear one for each call costs 5 of the 35 µs of a round trip (Chromium 156). */
import { hold, longest } from './after.js';

export interface Deadlines {
  /** Something is due at `time` (of `performance.now()`); Infinity for never. */
  add(time: number): void;
  /** Nothing is open: the timer may stay, but keeps no process alive. */
  rest(): void;
  clear(): void;
}

/** `sweep` is given the time until which everything is over, and returns when the next is due. */
export function createDeadlines(sweep: (until: number) => number): Deadlines {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Infinity;

  function add(time: number): void {
    if (time >= due) {
      hold(timer, 'ref');
      return;
    }
    clear();
    due = Math.min(time, performance.now() + longest);
    timer = setTimeout(fire, due - performance.now());
  }

  function fire(): void {
    // timers may fire a little early: what this one was set for is over all the same
    const until = Math.max(due, performance.now());
    clear();
    const next = sweep(until);
    if (next < Infinity) add(next);
  }

  function clear(): void {
    clearTimeout(timer);
    timer = undefined;
    due = Infinity;
  }

  return { add, rest: () => hold(timer, 'unref'), clear };
}
