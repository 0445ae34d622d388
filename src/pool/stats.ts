/** What a pool counts and measures, and how it tells those who listen. */
import type { PoolState, PoolStats, Timing } from './pool-types.js';

/** Mean and maximum of what was added, without keeping it. */
export interface Meter {
  add(ms: number): void;
  read(): Timing;
}

export function createMeter(): Meter {
  let count = 0;
  let sum = 0;
  let max = 0;
  return {
    add(ms) {
      count++;
      sum += ms;
      if (ms > max) max = ms;
    },
    read: () => ({ mean: count === 0 ? 0 : sum / count, max }),
  };
}

/** What became of the tasks of a pool, and how long that took. */
export interface Tally {
  readonly counts: Record<'completed' | 'failed' | 'aborted' | 'retried', number>;
  readonly waitTime: Meter;
  readonly runTime: Meter;
}

export function createTally(): Tally {
  const counts = { completed: 0, failed: 0, aborted: 0, retried: 0 };
  return { counts, waitTime: createMeter(), runTime: createMeter() };
}

export interface Announcer {
  /** Something changed: whoever listens is told once at the end of this turn. Costs next to nothing when nobody does. */
  readonly changed: () => void;
  readonly subscribe: (listener: (stats: PoolStats) => void) => () => void;
}

export function createAnnouncer(getStats: () => PoolStats): Announcer {
  const listeners = new Set<{ readonly tell: (stats: PoolStats) => void }>();
  let due = false;

  function tellAll(): void {
    due = false;
    const stats = getStats();
    for (const { tell } of [...listeners]) {
      try {
        tell(stats);
      } catch (error) {
        // a listener's own mistake: told as uncaught, but neither the pool nor the next listener suffers
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  return {
    changed() {
      if (due || listeners.size === 0) return;
      due = true;
      queueMicrotask(tellAll);
    },
    subscribe(tell) {
      const listener = { tell };
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The one word for a pool, from where its workers stand. */
export function stateOf({ count, starting, idle }: Workers, queued: number): PoolState {
  if (count > starting.size + idle.size) return 'busy';
  if (starting.size > 0 || queued > 0) return 'starting';
  return idle.size > 0 ? 'ready' : 'idle';
}

interface Workers {
  readonly count: number;
  readonly starting: ReadonlySet<unknown>;
  readonly idle: ReadonlySet<unknown>;
}
