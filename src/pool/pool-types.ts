/** What a pool looks like from outside. */
import type { IPCError } from '../errors.js';
import type { CallOptions, Services } from '../operation.js';
import type { ChannelOf, Input, Output, TypeOf } from '../protocol/protocol-types.js';

/** One operation to be done by whichever worker is next. `timeout` counts from when a worker that has started has it; default: `taskTimeout`. */
export interface PoolTask<S extends Services, C extends ChannelOf<S>, T extends TypeOf<S, C>> extends CallOptions {
  readonly type: T;
  readonly channel: C;
  /** Copied when the task starts, which may be later than the call: it shall not change meanwhile. */
  readonly payload: Input<S, C, T>;
  /** Tasks with the same key go to the same worker, while it lives: for what it keeps between them. The pool keeps each key as long. */
  readonly affinity?: unknown;
}

export type CustomType<S extends Services> = 'custom' extends ChannelOf<S> ? TypeOf<S, 'custom'> : never;

/** A task for the channel `custom`, which need not be named. */
export interface CustomTask<S extends Services, T extends CustomType<S>> extends CallOptions {
  readonly type: T;
  readonly channel?: undefined;
  /** Copied when the task starts, which may be later than the call: it shall not change meanwhile. */
  readonly payload: Input<S, 'custom' & ChannelOf<S>, T>;
  readonly affinity?: unknown;
}

/**
 * - `idle`: no worker, none asked for; the first task starts one
 * - `starting`: workers are on their way
 * - `ready`, `busy`: there are workers, and they have nothing, or something, to do
 * - `closing`, `closed`: takes no more tasks
 * - `failed`: no worker could be started, and none will be
 */
export type PoolState = 'idle' | 'starting' | 'ready' | 'busy' | 'closing' | 'closed' | 'failed';

/** Milliseconds; 0 before the first. */
export interface Timing {
  readonly mean: number;
  readonly max: number;
}

/** Every task that was accepted is in exactly one of queued, running, completed, failed and aborted. */
export interface PoolStats {
  readonly state: PoolState;
  /** Workers at most; busy, idle and starting are those there are. */
  readonly size: number;
  /** With a task, or with one that was aborted and has not stopped yet. */
  readonly busy: number;
  readonly idle: number;
  readonly starting: number;
  /** Accepted, and not begun: those that were sent ahead to a worker, too. */
  readonly queued: number;
  readonly running: number;
  readonly completed: number;
  /** Rejected for any reason but the caller's own abort. */
  readonly failed: number;
  /** Given up by their caller. */
  readonly aborted: number;
  /** Times that a task was tried again as one of its retries. */
  readonly retried: number;
  /** Workers started in place of one that died or was ended. */
  readonly restarted: number;
  /** From `execute` until a worker had the task; each try counts. */
  readonly waitTime: Timing;
  /** From then until its answer; of a task that was sent ahead, from when the one before it was answered. */
  readonly runTime: Timing;
  /** Name of the rung that the workers come from; null before the first was ready. */
  readonly place: string | null;
}

export interface WorkerPool<S extends Services = Services> {
  /** Workers at most. */
  readonly size: number;
  readonly state: PoolState;
  /** Name of the rung in use (`worker` when the source is a single one), or null before a worker was ready. */
  readonly place: string | null;
  /** Why no worker can be started; null unless `state` is `failed`. */
  readonly failure: IPCError | null;
  /**
   * Has the task done. Rejects with the operation's own error, or with an IPCError:
   * - `overloaded`: the queue is full
   * - `aborted`, `timeout`: at once, whatever the worker does
   * - `crashed`: the worker died, and the task may not be tried again
   * - `unavailable`: no worker can be started; the message says why
   * - `terminated`: the pool was closed or terminated, or the worker was ended because of another task
   * - `uncloneable`, `unknown-operation`
   *
   * Options that make no sense reject with an OperationError, `invalid`.
   */
  execute<C extends ChannelOf<S>, T extends TypeOf<S, C>>(task: PoolTask<S, C, T>): Promise<Output<S, C, T>>;
  execute<T extends CustomType<S>>(task: CustomTask<S, T>): Promise<Output<S, 'custom' & ChannelOf<S>, T>>;
  getStats(): PoolStats;
  /** Calls `listener` after changes, once a turn at most. Returns a function that ends it. */
  subscribe(listener: (stats: PoolStats) => void): () => void;
  /** Resolves when there are `n` workers (default: all) that can work; rejects with `unavailable` when there cannot be. @throws RangeError */
  warmUp(n?: number): Promise<void>;
  /** Takes no more tasks, finishes those it has, then ends the workers. */
  close(): Promise<void>;
  /** Ends the workers now; what runs or waits rejects with `terminated`. */
  terminate(): void;
}
