/** A pool whose work waits, half done, until the test lets it go on; and a place in the page whose elements find it. */
import type { Pool } from '../../components/parts/pool-lookup.js';
import { poolContext } from '../../components/parts/pool-lookup.js';
import type { BuiltInServices } from '../../src/bridge/bridge.js';
import { cryptoOperations } from '../../src/operations/crypto.js';
import { createPageWorker } from '../../src/pool/page-worker.js';
import { createWorkerPool } from '../../src/pool/pool.js';
import { gate } from '../support/gates.js';

export interface HeldPool {
  readonly pool: Pool;
  /** Elements in it find the pool by the Context protocol. */
  readonly place: HTMLElement;
  /** Resolves when `count` ranges have begun and have reported half of their bytes. */
  readonly begun: (count: number) => Promise<void>;
  /** Lets all work go on, now and later. */
  readonly open: () => void;
  /** Ranges whose signal was aborted. */
  readonly aborted: () => number;
  readonly end: () => void;
}

/** `seal`, when given, is done in place of the real work once the pool is open. */
export function holdPool(size = 2, seal = cryptoOperations.seal): HeldPool {
  const hold = gate();
  let begun = 0;
  let aborted = 0;
  const waiting: { count: number; resolve: () => void }[] = [];
  const crypto: typeof cryptoOperations = {
    ...cryptoOperations,
    async seal(input, context) {
      begun += 1;
      context.signal.addEventListener('abort', () => (aborted += 1));
      const bytes = input.range.end - input.range.start;
      context.progress(Math.floor(bytes / 2), bytes);
      for (const { count, resolve } of waiting) if (begun >= count) resolve();
      await Promise.race([hold.promise, new Promise((resolve) => context.signal.addEventListener('abort', resolve))]);
      return seal(input, context);
    },
  };
  const pool = createWorkerPool<BuiltInServices>(() => createPageWorker(() => Promise.resolve({ crypto })), size);
  const place = document.createElement('div');
  place.addEventListener('context-request', (event) => {
    const { context, callback }: { context: unknown; callback: (value: Pool) => void } = event;
    if (context === poolContext) callback(pool);
  });
  document.body.append(place);
  return {
    pool,
    place,
    begun: (count) =>
      new Promise((resolve) => {
        if (begun >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    open: hold.open,
    aborted: () => aborted,
    end() {
      pool.terminate();
      place.remove();
    },
  };
}
