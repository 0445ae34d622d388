/** The waist of the house: what an operation is, what it is given, and what a caller may ask of a call. */
import type { SharedCancellation } from './shared/shared-cancellation.js';
import type { SharedProgress } from './shared/shared-progress.js';

/** How far a call is. Units are those of the operation: bytes of plaintext for files. */
export interface Progress {
  readonly loaded: number;
  /** 0 while unknown. */
  readonly total: number;
  readonly status?: string;
}

/** What every operation is given beside its input. It looks the same in a worker and on the page. */
export interface OperationContext {
  /**
   * Aborted when the caller gave up; an operation that takes long looks at it between steps. Where memory is shared, `aborted`
   * and `throwIfAborted()` tell the truth even in a loop that never yields.
   */
  readonly signal: AbortSignal;
  /** Reports progress. Cheap: the protocol sends at most one report every 50 ms, and always the last. */
  readonly progress: (loaded: number, total: number, status?: string) => void;
  /** Returns `value`, and has `list` moved instead of copied when `value` is returned to the caller. */
  readonly transfer: <Value>(value: Value, list: readonly Transferable[]) => Value;
}

/** A plain function that does the work. It knows no worker, page or element. */
export type Operation<Input, Output> = (input: Input, context: OperationContext) => Output | Promise<Output>;

/** Any operation; `never` as input, because what may be passed in is only known once the operation is. */
export type AnyOperation = (input: never, context: OperationContext) => unknown;

/** What an endpoint offers: `{[channel]: {[type]: operation}}`. */
export type Services = Readonly<Record<string, Readonly<Record<string, AnyOperation>>>>;

export type InputOf<Op extends AnyOperation> = Parameters<Op>[0];
export type OutputOf<Op extends AnyOperation> = Awaited<ReturnType<Op>>;

/** What gives a call up. */
export type CallSignal = AbortSignal | SharedCancellation;

/** What a caller may ask of any call. */
export interface CallOptions {
  /**
   * Aborting it rejects the call at once with an `AbortError`, and stops the work. A SharedCancellation may be cancelled by any
   * thread; who answers sees it directly where memory is shared. One that was closed before it was cancelled never aborts here.
   */
  readonly signal?: CallSignal | undefined;
  /** Milliseconds, counted from when the work starts; 0 or Infinity for none. The default is stated by each call. */
  readonly timeout?: number | undefined;
  /**
   * Called at most every 50 ms, and with the last report; it never goes back when a call is tried again. A SharedProgress is set instead, to whole units, and to the total once
   * that is known: by the operation itself where memory is shared, and nothing is posted. One is for one call; one that was
   * closed is left as it is.
   */
  readonly onProgress?: ((progress: Progress) => void) | SharedProgress | undefined;
  /** Objects moved to the other side instead of copied. A call that moved something is never tried twice. */
  readonly transfer?: readonly Transferable[] | undefined;
  /** Higher runs earlier among those that wait; 0 by default. */
  readonly priority?: number | undefined;
}

/** The reason, when the call is given up already. Of shared memory it is known at once, whatever thread cancelled. */
export function abortOf(signal: CallSignal | undefined): { readonly reason: unknown } | null {
  if (signal === undefined) return null;
  if (!('isCancelled' in signal)) return signal.aborted ? { reason: signal.reason } : null;
  try {
    signal.throwIfCancelled();
    return null;
  } catch (reason) {
    return { reason };
  }
}

/** Calls `heard` when the call is given up from now on. Returns a function that ends it, and leaves nothing behind. */
export function hearAbort(signal: CallSignal, heard: (reason: unknown) => void): () => void {
  const tell = () => heard(abortOf(signal)?.reason);
  if ('isCancelled' in signal) return subscribeIfOpen(signal, tell);
  signal.addEventListener('abort', tell, { once: true });
  return () => signal.removeEventListener('abort', tell);
}

/** The signal itself; of a SharedCancellation one that follows it until `release`, so that a long-lived one collects no listeners. */
export function followSignal(signal: CallSignal | undefined): { readonly signal?: AbortSignal; release(): void } {
  if (signal === undefined) return { release: () => undefined };
  if (!('isCancelled' in signal)) return { signal, release: () => undefined };
  const controller = new AbortController();
  const given = abortOf(signal);
  if (given) controller.abort(given.reason);
  const release = given ? () => undefined : hearAbort(signal, (reason) => controller.abort(reason));
  return { signal: controller.signal, release };
}

/** Subscribes to a shared primitive. One that was closed tells nothing any more, as a signal whose controller nobody has. */
export function subscribeIfOpen(primitive: Subscribable, heard: () => void): () => void {
  return unlessClosed(() => primitive.subscribe(heard)) ?? (() => undefined);
}

interface Subscribable {
  subscribe(heard: () => void): () => void;
}

function unlessClosed<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'closed') return undefined;
    throw error;
  }
}

/** A function that reports, whatever the caller gave for that. */
export function reporterOf(onProgress: CallOptions['onProgress']): ((progress: Progress) => void) | undefined {
  if (typeof onProgress !== 'object') return onProgress;
  return ({ loaded, total }) => unlessClosed(() => setProgress(onProgress, loaded, total));
}

/** Counts are whole there: what is reported in fractions is rounded down, so that nothing looks done before it is. */
export function setProgress(progress: Pick<SharedProgress, 'set' | 'total'>, loaded: number, total: number): void {
  const whole = (value: number) => Math.max(0, Math.min(Math.floor(value), Number.MAX_SAFE_INTEGER));
  if (total > 0 && whole(total) !== progress.total) progress.total = whole(total);
  progress.set(whole(loaded));
}
