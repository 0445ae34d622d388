/** A <worker-pool>: how many of the tasks of this burst of work are done, from its first task until it is idle. */
import type { Source } from './source.js';

/** The part of the pool's numbers that is counted. */
interface Numbers {
  readonly queued: number;
  readonly running: number;
  readonly completed: number;
  readonly failed: number;
}

type PoolLike = EventTarget & { getStats(): Numbers };

export function isPoolElement(target: EventTarget): target is PoolLike {
  return 'execute' in target && 'warmUp' in target && 'getStats' in target;
}

/** The pool tells of its numbers from time to time, so a burst is counted from what had ended when it was idle last. */
export function poolSource(target: PoolLike): Source {
  let ended = endedOf(target.getStats());
  let before = ended;
  let isIdle = true;
  let count = { loaded: 0, total: 0 };
  const follow = (numbers: Numbers): void => {
    const open = numbers.queued + numbers.running;
    const now = endedOf(numbers);
    // it is another pool, made of other attributes
    if (now < ended) ended = before = 0;
    if (isIdle && open === 0 && now === ended) return;
    if (isIdle) before = ended;
    ended = now;
    isIdle = open === 0;
    count = { loaded: ended - before, total: ended - before + open };
  };
  return {
    unit: 'count',
    read: () => ({
      ...count,
      phase: !isIdle ? 'active' : count.total > 0 ? 'complete' : 'idle',
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

const endedOf = ({ completed, failed }: Numbers): number => completed + failed;

function hasStats(event: Event): event is Event & { readonly stats: Numbers } {
  return 'stats' in event;
}
