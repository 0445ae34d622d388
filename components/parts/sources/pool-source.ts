/** A <worker-pool>: how many of the tasks of this burst of work are done, from its first task until it is idle. */
import type { Source } from './source.js';

/** The part of the pool's numbers that is counted. */
interface Numbers {
  readonly queued: number;
  readonly busy: number;
  readonly completed: number;
  readonly failed: number;
}

export function isPoolElement(target: EventTarget): boolean {
  return 'execute' in target && 'warmUp' in target;
}

export function poolSource(target: EventTarget): Source {
  let base: number | null = null;
  let count = { loaded: 0, total: 0 };
  const follow = ({ queued, busy, completed, failed }: Numbers): void => {
    const ended = completed + failed;
    const open = queued + busy;
    if (open > 0) base ??= ended;
    if (base === null) return;
    count = { loaded: ended - base, total: ended - base + open };
    if (open === 0) base = null;
  };
  return {
    unit: 'count',
    read: () => ({
      ...count,
      phase: base !== null ? 'active' : count.total > 0 ? 'complete' : 'idle',
    }),
    listen(heard) {
      const hear = (event: Event): void => {
        if (!hasStats(event)) return;
        follow(event.stats);
        heard();
      };
      target.addEventListener('stats', hear);
      return () => target.removeEventListener('stats', hear);
    },
  };
}

function hasStats(event: Event): event is Event & { readonly stats: Numbers } {
  return 'stats' in event;
}
