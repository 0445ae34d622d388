/** Waits until a pool is in the state that a test wants, by listening to it. */
import type { PoolStats } from '../../src/pool/pool.js';

export interface Watchable {
  getStats(): PoolStats;
  subscribe(listener: (stats: PoolStats) => void): () => void;
}

export function until(pool: Watchable, isSo: (stats: PoolStats) => boolean): Promise<PoolStats> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const look = (stats: PoolStats) => {
      if (!isSo(stats)) return;
      stop();
      resolve(stats);
    };
    stop = pool.subscribe(look);
    look(pool.getStats());
  });
}
