/** Those who wait until there are workers. */
import type { IPCError } from '../errors.js';

export interface WarmUps {
  /** How many workers more are waited for. */
  readonly wanted: number;
  /** Resolves when `missing` more workers are ready. */
  wait(missing: number): Promise<void>;
  arrived(): void;
  /** None will come. */
  fail(reason: IPCError): void;
}

interface Waiter {
  missing: number;
  readonly resolve: () => void;
  readonly reject: (reason: IPCError) => void;
}

/** Each arrival counts once: a worker that comes and dies is not waited for again, so that none is started for ever. */
export function createWarmUps(): WarmUps {
  const waiters = new Set<Waiter>();
  return {
    get wanted() {
      let most = 0;
      for (const { missing } of waiters) most = Math.max(most, missing);
      return most;
    },
    wait: (missing) => new Promise((resolve, reject) => void waiters.add({ missing, resolve, reject })),
    arrived() {
      for (const waiter of waiters) {
        if (--waiter.missing > 0) continue;
        waiters.delete(waiter);
        waiter.resolve();
      }
    },
    fail(reason) {
      for (const { reject } of waiters) reject(reason);
      waiters.clear();
    },
  };
}
