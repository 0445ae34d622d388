/** The door of the pool: its options, their defaults, and the errors for those that make no sense. */
import { strategies, type StrategyName } from './strategies.js';

export interface PoolOptions {
  /** Which worker gets a task when several have room: the one with the fewest (default), or one after the other. */
  readonly strategy?: StrategyName | undefined;
  /**
   * Tasks a worker works on at once. By default one, and the next ones are sent ahead to it while they are tiny: once the last 8 of
   * an operation took less than 2 ms each on their worker, it is given up to 32 of them, 4 ms of work at most, which wait
   * there for their turn. Where one takes longer, those that wait behind it go to other workers, at once when it is asynchronous,
   * or else when it lets go of its thread. Never sent ahead are tasks with a `signal` or a time limit, tasks that move something,
   * and those of a pool whose `maxRetries` is 0: when a worker dies, or is ended, nobody knows whether one that had been sent ahead had begun.
   * It is then done again, alone, which costs no retry the first time.
   *
   * A number is kept to. With 1, nothing is sent ahead. With more, so many run at the same time, which helps tasks that wait for
   * input, and those of one turn go there and back in one message each; time limits count from then. One that never lets
   * go of its thread then keeps the others of its worker, answers that are there already among them: once it is aborted, or
   * has timed out, they are run again on another one, as far as `maxRetries` lets them.
   */
  readonly concurrency?: number | undefined;
  /**
   * Milliseconds a task may take, from when a worker that has started has it, without the time it waited; 0 (default) or Infinity:
   * any.
   */
  readonly taskTimeout?: number | undefined;
  /**
   * How often a task is tried again after its worker died, or was ended because another task of that worker did not stop when
   * it was aborted: 1. With 0, it rejects with `crashed`, or `terminated`. Never when it moved something, never after its own
   * error.
   */
  readonly maxRetries?: number | undefined;
  /** Tasks that may wait for a worker: 1000. One more is refused with `overloaded`. */
  readonly maxQueue?: number | undefined;
  /** Milliseconds an aborted or timed-out task has to stop by itself before its worker is ended and replaced: 500. */
  readonly abortGrace?: number | undefined;
  /**
   * Milliseconds until a new worker has to have said something, as `serve` does at once; it is `unavailable` otherwise. It is
   * given no task before, and none is lost with one that does not start.
   *
   * Default: 10000 with several rungs. With one source 30000, and tasks are given at once, because workers of the older wire speak
   * only when they are asked: the time counts from the first task, or `warmUp`. Where an older worker may take longer over its first
   * task, or shall be warmed up, set 0: a word is never waited for, and one that stays silent is silent for ever.
   */
  readonly handshakeTimeout?: number | undefined;
  /** After how many failed starts in a row a source is given up: 3. */
  readonly restartLimit?: number | undefined;
  /** Milliseconds between a failed start and the next: 100, doubled each time, 30000 at most. */
  readonly restartDelay?: number | undefined;
  /** Milliseconds between two looks at the idle workers: 30000. 0 or Infinity: none. */
  readonly pingInterval?: number | undefined;
  /** Milliseconds an idle worker has to answer such a look, before it is replaced: 5000; from 1 up, Infinity: any. */
  readonly pingTimeout?: number | undefined;
}

export type PoolSettings = { readonly [Name in keyof PoolOptions]-?: NonNullable<PoolOptions[Name]> } & {
  /** What is tiny may be sent to a worker that has work. */
  readonly sendsAhead: boolean;
  readonly handshake: Handshake;
};

/** The first word of a new worker: no task before it; tasks, but it has to come in time; or nobody waits for it. */
export type Handshake = 'awaited' | 'expected' | 'none';

/** More workers than this are a mistake: each is a thread with a heap of its own. */
const mostWorkers = 512;

export function defaultSize(): number {
  // Node 20 has no navigator, and a privacy setting may say 0
  return (typeof navigator === 'undefined' ? 0 : navigator.hardwareConcurrency) || 4;
}

/** @throws RangeError */
export function checkSize(size: number): void {
  if (!Number.isInteger(size) || size < 1 || size > mostWorkers) {
    throw new RangeError(`The size of a pool is a whole number from 1 to ${mostWorkers}, not ${size}.`);
  }
}

/** @throws RangeError */
export function checkWarmUp(n: number, size: number): void {
  if (!Number.isInteger(n) || n < 0 || n > size) {
    throw new RangeError(`warmUp takes a whole number from 0 to the size of the pool (${size}), not ${n}.`);
  }
}

/** Fills in the defaults. @throws RangeError */
export function checkOptions(options: PoolOptions, rungs: number): PoolSettings {
  const { strategy = 'least-busy' } = options;
  if (!Object.hasOwn(strategies, strategy)) {
    throw new RangeError(`The strategy of a pool is 'least-busy' or 'round-robin', not '${strategy}'.`);
  }
  const maxRetries = count(options, 'maxRetries', 1);
  const handshakeTimeout = milliseconds(options, 'handshakeTimeout', rungs > 1 ? 10_000 : 30_000);
  const asked = rungs > 1 || options.handshakeTimeout !== undefined;
  return {
    strategy,
    concurrency: finite(options, 'concurrency', 1),
    sendsAhead: options.concurrency === undefined && maxRetries > 0,
    taskTimeout: milliseconds(options, 'taskTimeout', 0),
    maxRetries,
    maxQueue: count(options, 'maxQueue', 1000),
    abortGrace: milliseconds(options, 'abortGrace', 500),
    handshakeTimeout,
    handshake: handshakeTimeout === 0 ? 'none' : asked ? 'awaited' : 'expected',
    restartLimit: count(options, 'restartLimit', 3, 1),
    restartDelay: milliseconds(options, 'restartDelay', 100),
    pingInterval: milliseconds(options, 'pingInterval', 30_000) || Infinity,
    pingTimeout: milliseconds(options, 'pingTimeout', 5000, 1),
  };
}

type NumberName = Exclude<keyof PoolOptions, 'strategy'>;

function count(options: PoolOptions, name: NumberName, otherwise: number, least = 0): number {
  const value = options[name] ?? otherwise;
  if (value === Infinity || (Number.isInteger(value) && value >= least)) return value;
  throw new RangeError(`${name} is a whole number from ${least} up, or Infinity, not ${value}.`);
}

function finite(options: PoolOptions, name: NumberName, otherwise: number): number {
  const value = count(options, name, otherwise, 1);
  if (value !== Infinity) return value;
  throw new RangeError(`${name} is a whole number from 1 up, not Infinity.`);
}

function milliseconds(options: PoolOptions, name: NumberName, otherwise: number, least = 0): number {
  const value = options[name] ?? otherwise;
  if (value >= least) return value;
  throw new RangeError(`${name} is a number of milliseconds from ${least} up, not ${value}.`);
}
