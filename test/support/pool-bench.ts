/** Workers that are none: `serve` over a MessageChannel in this thread, with tasks that wait until the test settles them. */
import type { OperationContext } from '../../src/operation.js';
import { serve } from '../../src/protocol/serve.js';
import type { WorkerLike } from '../../src/pool/pool.js';
import { gate, type Gate } from './gates.js';

/** A task that stands still inside an operation. */
export interface HeldTask {
  readonly name: string;
  /** Which worker has it, counted from 0. */
  readonly worker: number;
  readonly signal: AbortSignal;
  readonly report: OperationContext['progress'];
  readonly finish: (value?: unknown) => void;
  readonly fail: (reason: unknown) => void;
}

export interface DoubleOptions {
  /** Never says `ready`, and hears nothing: false by default. */
  readonly mute?: boolean;
  /** Its script has not run before. */
  readonly loaded?: Promise<void>;
}

/** One started double. */
export interface Double extends WorkerLike {
  readonly terminated: boolean;
  /** As a worker that throws outside of any call. */
  crash(message?: string): void;
  /** Nothing of it is heard from now on, though it lives. */
  fallSilent(): void;
}

export interface Bench {
  /** Those started so far. */
  readonly workers: readonly Double[];
  /** Names of the tasks in the order in which workers began them. */
  readonly begun: readonly string[];
  /** To be given to a pool as its source. */
  readonly source: () => Double;
  readonly start: (options?: DoubleOptions) => Double;
  /** Resolves as soon as a worker has begun the task of that name, for the first or a further time. */
  task(name: string, time?: number): Promise<HeldTask>;
}

/**
 * Operations of each double: `custom.hold(name)` waits for the test, and lets itself be aborted; `custom.cling(name)` waits and
 * does not care about its signal; `custom.either(name)` answers at once where the name begins with `quick`, is `cling` where it begins so, or else `hold`;
 * `custom.later(value)` answers when the turn is over; the others answer at once.
 */
export function createBench(): Bench {
  const workers: Double[] = [];
  const begun: string[] = [];
  const slots = new Map<string, { readonly begins: Gate; task: HeldTask | null }>();

  function slot(name: string, time: number) {
    const key = `${time} ${name}`;
    const known = slots.get(key) ?? { begins: gate(), task: null };
    slots.set(key, known);
    return known;
  }

  function hold(name: string, worker: number, context: OperationContext, obedient: boolean): Promise<unknown> {
    const { signal, progress: report } = context;
    return new Promise((finish, fail) => {
      if (obedient) signal.addEventListener('abort', () => fail(new DOMException('stopped', 'AbortError')));
      begun.push(name);
      const mine = slot(name, begun.filter((each) => each === name).length);
      mine.task = { name, worker, signal, report, finish, fail };
      mine.begins.open();
    });
  }

  function start({ mute = false, loaded }: DoubleOptions = {}): Double {
    const index = workers.length;
    const { port1, port2 } = new MessageChannel();
    const errors = new EventTarget();
    let terminated = false;
    const operations = {
      hold: (name: string, context: OperationContext) => hold(name, index, context, true),
      cling: (name: string, context: OperationContext) => hold(name, index, context, false),
      either: (name: string, context: OperationContext) =>
        name.startsWith('quick') ? name : hold(name, index, context, !name.startsWith('cling')),
      echo: (value: unknown) => value,
      later: (value: unknown) => Promise.resolve(value),
      worker: () => index,
      steps(count: number, { progress }: OperationContext) {
        for (let step = 1; step <= count; step++) progress(step, count);
      },
      fail: (message: string) => {
        throw new RangeError(message);
      },
    };
    let stop = (): void => undefined;
    const run = () => void (stop = serve({ custom: operations }, port2));
    if (loaded !== undefined) void loaded.then(run);
    else if (!mute) run();
    const double: Double = {
      postMessage: (message, transfer) => port1.postMessage(message, transfer),
      addEventListener: (type, listener) => (type === 'message' ? port1 : errors).addEventListener(type, listener),
      removeEventListener: (type, listener) =>
        (type === 'message' ? port1 : errors).removeEventListener(type, listener),
      start: () => port1.start(),
      terminate() {
        terminated = true;
        stop();
        port1.close();
      },
      get terminated() {
        return terminated;
      },
      crash: (message = 'out of order') => void errors.dispatchEvent(new ErrorEvent('error', { message })),
      fallSilent: () => port2.close(),
    };
    workers.push(double);
    return double;
  }

  return {
    workers,
    begun,
    source: () => start(),
    start,
    async task(name, time = 1) {
      const mine = slot(name, time);
      await mine.begins.promise;
      if (mine.task === null) throw new Error(`${name} has not begun`);
      return mine.task;
    },
  };
}
