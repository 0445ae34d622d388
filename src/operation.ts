/** The waist of the house: what an operation is, what it is given, and what a caller may ask of a call. */

/** How far a call is. Units are those of the operation: bytes of plaintext for files. */
export interface Progress {
  readonly loaded: number;
  /** 0 while unknown. */
  readonly total: number;
  readonly status?: string;
}

/** What every operation is given beside its input. It looks the same in a worker and on the page. */
export interface OperationContext {
  /** Aborted when the caller gave up; an operation that takes long looks at it between steps. */
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

/** What a caller may ask of any call. */
export interface CallOptions {
  /** Aborting it rejects the call at once with an `AbortError`, and stops the work. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds, counted from when the work starts; 0 or Infinity for none. The default is stated by each call. */
  readonly timeout?: number | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Objects moved to the other side instead of copied. A call that moved something is never tried twice. */
  readonly transfer?: readonly Transferable[] | undefined;
  /** Higher runs earlier among those that wait; 0 by default. */
  readonly priority?: number | undefined;
}
