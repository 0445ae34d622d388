/** A deadline that an operation keeps by itself, so that what it knows by then becomes its answer instead of an error. */

export interface Deadline {
  /** Aborted at the deadline, or when the caller gave up. */
  readonly signal: AbortSignal;
  /** The time was up, and not the caller's patience. */
  readonly expired: boolean;
  /** Milliseconds left. */
  readonly left: () => number;
  readonly clear: () => void;
}

/** Above this, timers fire at once. */
const longest = 2 ** 31 - 1;

/** Ends `milliseconds` from now, or with `signal`. An AbortSignal.timeout could not be told from the caller's own. */
export function startDeadline(milliseconds: number, signal: AbortSignal): Deadline {
  const controller = new AbortController();
  const end = performance.now() + milliseconds;
  let expired = false;
  const expire = () => {
    expired = !signal.aborted;
    controller.abort(new DOMException('The time was up.', 'TimeoutError'));
  };
  const giveUp = () => controller.abort(signal.reason);
  const timer = setTimeout(expire, Math.max(0, Math.min(milliseconds, longest)));
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  return {
    signal: controller.signal,
    get expired() {
      return expired;
    },
    left: () => Math.max(0, end - performance.now()),
    clear() {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    },
  };
}

/** The promise, or the signal's end, whichever is first: bodies that are aborted do not always reject at once. */
export function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      const reason: unknown = signal.reason;
      reject(reason);
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** Resolves after `milliseconds`, or when the signal is aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(milliseconds, longest));
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}
