/** When to check again: after an interval, later and later while it stays bad, at once when the browser is on or off line, never in a hidden page. */
import type { Verdict } from './check-types.js';

/** Intervals are doubled at most this often. */
const mostDoublings = 4;
/** Milliseconds between two checks that nobody asked for, however often the browser changes its mind. */
const leastPause = 1000;

/** Milliseconds that a timer can wait; one that is to wait longer fires at once. */
const mostPause = 2 ** 31 - 1;

/**
 * Milliseconds until the next check, `bad` checks in a row after the last good one. Spread by a tenth, so that the pages that lost
 * one server do not all come back to it at the same moment.
 */
export function nextDelay(interval: number, bad: number, chance = Math.random()): number {
  const backedOff = interval * 2 ** Math.min(mostDoublings, Math.max(0, bad - 1));
  return Math.min(mostPause, Math.max(leastPause, backedOff * (0.95 + chance / 10)));
}

export interface ScheduleHost {
  /** Milliseconds; 0 for never. */
  readonly interval: () => number;
  readonly check: () => void;
}

export class CheckSchedule {
  readonly #host: ScheduleHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #bad = 0;
  #isOpen = false;
  /** It was time while the page was hidden, or a check went on. */
  #isDue = false;
  #isRunning = false;
  /** Somebody has checked: from then on it is kept up to date. */
  #isKept = false;
  #endedAt = -Infinity;

  constructor(host: ScheduleHost) {
    this.#host = host;
  }

  open(): void {
    this.#isOpen = true;
    globalThis.addEventListener('online', this.#turned);
    globalThis.addEventListener('offline', this.#turned);
    document.addEventListener('visibilitychange', this.#seen);
  }
  close(): void {
    this.#isOpen = false;
    this.#isDue = false;
    this.#isKept = false;
    this.#isRunning = false;
    this.#bad = 0;
    clearTimeout(this.#timer);
    globalThis.removeEventListener('online', this.#turned);
    globalThis.removeEventListener('offline', this.#turned);
    document.removeEventListener('visibilitychange', this.#seen);
  }

  /** Checks as soon as the page is seen. */
  request(): void {
    this.#isDue = true;
    this.#seen();
  }
  started(): void {
    this.#isRunning = true;
    this.#isDue = false;
    clearTimeout(this.#timer);
  }
  /** `verdict` is null when it was cancelled: nothing is checked again until somebody checks. */
  ended(verdict: Verdict | null): void {
    this.#isRunning = false;
    this.#isKept = verdict !== null;
    this.#endedAt = performance.now();
    this.#bad = verdict === 'online' ? 0 : this.#bad + 1;
    if (verdict === null) this.#isDue = false;
    this.plan();
  }
  /** The interval is another, or there is something to wait for. */
  plan(): void {
    clearTimeout(this.#timer);
    if (!this.#isOpen || !this.#isKept || this.#isRunning) return;
    const interval = this.#host.interval();
    const sinceEnd = performance.now() - this.#endedAt;
    if (this.#isDue) this.#timer = setTimeout(() => this.#seen(), Math.max(0, leastPause - sinceEnd));
    else if (interval > 0) this.#timer = setTimeout(() => this.request(), nextDelay(interval, this.#bad));
  }

  readonly #turned = (): void => {
    if (!this.#isKept && !this.#isRunning) return;
    this.#isDue = true;
    // what is known of the way to the servers is out of date
    this.#bad = 0;
    this.plan();
  };
  readonly #seen = (): void => {
    if (!this.#isOpen || !this.#isDue || this.#isRunning || document.hidden) return;
    this.#host.check();
  };
}
