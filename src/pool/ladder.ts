/** Which way the next worker is started, after what the last ones came to: the next rung, the same one later, or none. */
import { IPCError } from '../errors.js';
import { after } from '../protocol/after.js';
import type { Rung } from './source.js';
import type { StartRefusal } from './start.js';

export interface LadderOptions {
  /** How often in a row a rung may fail before it is given up. With several rungs, one that never worked is given up at once. */
  readonly restartLimit: number;
  /** Milliseconds before the second try; doubled for each further one. */
  readonly restartDelay: number;
}

/** One try: handed back with its outcome. */
export interface Attempt {
  readonly rung: Rung;
  readonly index: number;
  /** Tries of the same round that fail together, count once. */
  readonly round: number;
}

export interface Ladder {
  /** How to start the next worker; null while it has to wait, or when every way has failed. */
  next(): Attempt | null;
  /** The last worker failed to start: the next ones are better tried one by one. */
  readonly careful: boolean;
  /** Name of the rung that last gave a working worker. */
  readonly place: string | null;
  /** Set once every rung was given up. */
  readonly failure: IPCError | null;
  proved(attempt: Attempt): void;
  refused(attempt: Attempt, refusal: StartRefusal): void;
  /** Stops the timer. */
  stop(): void;
}

/** Milliseconds: no wait between two tries is longer. */
const longestDelay = 30_000;

/** `onDue` is called when a wait is over. */
export function createLadder(
  rungs: readonly Rung[],
  { restartLimit, restartDelay }: LadderOptions,
  onDue: () => void,
): Ladder {
  const reasons = new Map<Rung, StartRefusal>();
  const worked = new Set<Rung>();
  let index = 0;
  let round = 0;
  let failures = 0;
  let place: string | null = null;
  let stopWaiting: (() => void) | null = null;
  let failure: IPCError | null = null;
  let warned = false;

  function climb(): void {
    index++;
    failures = 0;
    if (index >= rungs.length) failure = allRefused(rungs, reasons);
  }

  function wait(): void {
    const delay = Math.min(restartDelay * 2 ** (failures - 1), longestDelay);
    stopWaiting = after(delay, () => {
      stopWaiting = null;
      onDue();
    });
  }

  return {
    next() {
      const rung = rungs[index];
      return rung === undefined || stopWaiting !== null ? null : { rung, index, round };
    },
    get careful() {
      return failures > 0;
    },
    get place() {
      return place;
    },
    get failure() {
      return failure;
    },
    proved({ rung, index: proven }) {
      worked.add(rung);
      place = rung.name;
      if (rung.name === 'page' && reasons.size > 0 && !warned) {
        warned = true;
        warn(whyNot(rungs.slice(0, proven), reasons));
      }
      // an earlier rung that works after all, though a try beside it failed
      if (proven <= index) {
        index = proven;
        failures = 0;
        failure = null;
      }
    },
    refused(attempt, refusal) {
      reasons.set(attempt.rung, refusal);
      if (attempt.round !== round || attempt.index !== index) return;
      round++;
      failures++;
      const once = rungs.length > 1 && !worked.has(attempt.rung);
      if (once || refusal.final || failures >= restartLimit) climb();
      else wait();
    },
    stop() {
      stopWaiting?.();
    },
  };
}

function allRefused(rungs: readonly Rung[], reasons: ReadonlyMap<Rung, StartRefusal>): IPCError {
  const [only, ...more] = rungs;
  if (only !== undefined && more.length === 0) {
    const cause = reasons.get(only);
    return new IPCError('unavailable', `No worker could be started: ${cause?.message ?? 'it failed'}`, { cause });
  }
  const cause = new AggregateError(
    rungs.flatMap((rung) => reasons.get(rung) ?? []),
    'Every way to start a worker failed.',
  );
  return new IPCError('unavailable', `No worker could be started. ${whyNot(rungs, reasons)}`, { cause });
}

function whyNot(rungs: readonly Rung[], reasons: ReadonlyMap<Rung, StartRefusal>): string {
  return rungs.map((rung) => `${rung.name}: ${reasons.get(rung)?.message ?? 'not tried'}`).join('; ');
}

/** Work on the page is right, but holds the page up, and nothing else would show it. Where there never are workers that is no news. */
function warn(reasons: string): void {
  if (typeof Worker === 'undefined') return;
  console.warn(`tallow-elements: no worker could be started, so the work is done on the page. ${reasons}`);
}
