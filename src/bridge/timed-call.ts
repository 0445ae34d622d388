/** Calls whose work keeps the deadline itself, so that what it knows by then is its answer; who does not answer is given up soon after. */
import { IPCError, OperationError } from '../errors.js';
import { followSignal } from '../operation.js';
import { after } from '../pool/after.js';
import type { BridgeCallOptions } from './bridge.js';

/** Milliseconds after the deadline at which a worker that has not answered is given up. */
const LATE = 50;

/** Milliseconds that the way back may take, on a machine that has much else to do; short deadlines give a tenth. */
const wayBack = (timeout: number): number => Math.min(300, timeout / 10);

export interface TimedCalls {
  /**
   * Runs `work` with the point in time (milliseconds since 1970) by which it has to be done. `alone`: not before others of the
   * kind are over. A timeout that the caller states counts from the call; the one that it has otherwise is what the work takes, and counts
   * from its turn. Rejects with `aborted`, `timeout` or `terminated`, or as the work does.
   */
  readonly run: <Result>(
    options: BridgeCallOptions,
    otherwise: number,
    work: (until: number, call: BridgeCallOptions) => Promise<Result>,
    alone?: boolean,
  ) => Promise<Result>;
  /** Rejects what runs and what waits with `terminated`. */
  readonly end: () => void;
}

export function createTimedCalls(): TimedCalls {
  let life = new AbortController();
  let last = Promise.resolve();

  /** Settled when those before have released theirs. */
  function takeTurn(): { ready: Promise<void>; release: () => void } {
    let release = (): void => undefined;
    const mine = new Promise<void>((resolve) => (release = resolve));
    const ready = last;
    last = ready.then(() => mine);
    return { ready, release };
  }

  return {
    async run(options, otherwise, work, alone = false) {
      const { pool, priority, onProgress } = options;
      const timeout = checkTimeout(options.timeout, otherwise);
      const caller = followSignal(options.signal);
      const given = AbortSignal.any([life.signal, ...(caller.signal === undefined ? [] : [caller.signal])]);
      const guard = new AbortController();
      const turn = alone ? takeTurn() : null;
      const signal = AbortSignal.any([given, guard.signal]);
      let clear = (): void => undefined;
      const startGuard = (): number => {
        const why = `Request timeout: no answer within ${timeout} ms, nor just after.`;
        clear = after(timeout + LATE, () => guard.abort(new IPCError('timeout', why)));
        return Date.now() + timeout - wayBack(timeout);
      };
      try {
        const stated = options.timeout === undefined ? null : startGuard();
        if (turn) await untilGiven(turn.ready, signal);
        const until = stated ?? startGuard();
        return await untilGiven(work(until, { pool, priority, onProgress, signal }), signal);
      } finally {
        clear();
        turn?.release();
        caller.release();
      }
    },
    end() {
      life.abort(new IPCError('terminated', 'The bridge was destroyed.'));
      life = new AbortController();
    },
  };
}

/** What `options.timeout` says, or `otherwise`; 0 is none. */
export function checkTimeout(timeout: number | undefined, otherwise: number): number {
  const given = timeout ?? otherwise;
  if (given >= 0) return given === 0 ? Infinity : given;
  throw new OperationError('invalid', '`timeout` is a number of milliseconds, 0 or Infinity for none.');
}

/** The work, or the end that it was given, whichever is first. */
function untilGiven<Result>(work: Promise<Result>, given: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      const cause: unknown = given.reason;
      const own = cause instanceof IPCError && (cause.code === 'timeout' || cause.code === 'terminated');
      reject(own ? cause : new IPCError('aborted', 'Request cancelled by its signal.', { cause }));
    };
    if (given.aborted) giveUp();
    else given.addEventListener('abort', giveUp, { once: true });
    void work.then(resolve, reject).finally(() => given.removeEventListener('abort', giveUp));
  });
}
