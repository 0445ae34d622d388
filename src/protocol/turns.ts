/** On the side that serves: requests that were sent ahead begin one at a time, or go back as they came when one takes too long. */
import { after } from './after.js';
import type { RequestMessage } from './messages.js';

export interface Turns {
  /** False when the request begins now; otherwise it is dealt with. */
  hold(request: RequestMessage): boolean;
  /** One that had begun has ended, and took `ms`. */
  ended(ms: number): void;
  /** It is not wanted any more; nothing is answered. */
  remove(id: string): void;
  clear(): void;
}

export interface TurnEvents {
  /** Milliseconds since the one that runs began; null when none does. */
  readonly age: () => number | null;
  readonly begin: (request: RequestMessage) => void;
  readonly handBack: (request: RequestMessage) => void;
}

/**
 * Only requests with a `patience` wait. Once one was handed back, so is whatever else was sent ahead, until a request without
 * a `patience` has come and gone: none overtakes another.
 */
export function createTurns({ age, begin, handBack }: TurnEvents): Turns {
  const waiting: RequestMessage[] = [];
  let last = 0; // milliseconds that the last one took
  let stopTimer: (() => void) | null = null;

  /** One that is asynchronous may never end, and keep the others. */
  function watch(patience: number): void {
    stopTimer ??= after(patience, () => {
      stopTimer = null;
      if (waiting.length === 0) return;
      if ((age() ?? 0) < patience) watch(patience);
      else for (const request of waiting.splice(0)) handBack(request);
    });
  }

  return {
    hold(request) {
      const { patience } = request;
      if (patience === undefined) return false;
      const running = age();
      if ((running ?? last) >= patience) handBack(request);
      else if (running === null) return false;
      else {
        waiting.push(request);
        watch(patience);
      }
      return true;
    },
    ended(ms) {
      last = ms;
      while (age() === null) {
        const next = waiting.shift();
        if (next === undefined) return;
        if (last >= (next.patience ?? Infinity)) handBack(next);
        else begin(next);
      }
    },
    remove(id) {
      const place = waiting.findIndex((request) => request.id === id);
      if (place >= 0) waiting.splice(place, 1);
    },
    clear() {
      waiting.length = 0;
      stopTimer?.();
    },
  };
}
