/** The operations of the probe workers: they answer, wait until released, spin, and die in every way. */
import type { OperationContext, Services } from '../../src/operation.js';
import { SharedCancellation } from '../../src/shared/shared-cancellation.js';
import { gate } from './gates.js';

const forever = new Promise<never>(() => undefined);
let held = gate();
let seen: { heard: readonly string[]; agrees: boolean; reason: string } | null = null;

export const probeServices = {
  probe: {
    echo: (value: unknown) => value,
    later: (value: unknown) => Promise.resolve(value),
    /** Reports, then waits for `release`. */
    async hold(value: unknown, { progress }: OperationContext) {
      progress(1, 2);
      await held.promise;
      return value;
    },
    release() {
      held.open();
      held = gate();
    },
    /** Reports, then never settles. */
    hang(_: unknown, { progress }: OperationContext) {
      progress(1, 2);
      return forever;
    },
    /** Reports, then never lets go of its thread. */
    spin(_: unknown, { progress }: OperationContext): never {
      progress(1, 2);
      for (;;);
    },
    /** Reports, then never yields, and looks at nothing but its signal: says what it saw there. */
    watch(_: unknown, { progress, signal }: OperationContext) {
      const heard: string[] = [];
      signal.addEventListener('abort', () => heard.push(signal.aborted ? 'abort' : 'too early'));
      progress(1, 2);
      while (!signal.aborted);
      try {
        signal.throwIfAborted();
      } catch (thrown) {
        seen = { heard, agrees: thrown === signal.reason, reason: String(signal.reason) };
      }
      throw signal.reason;
    },
    /** What the last `watch` saw. */
    seen: () => seen,
    /** Reports, and ends by the event of its signal. */
    listen(_: unknown, { progress, signal }: OperationContext) {
      progress(1, 2);
      return new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    },
    /** Reports each of `count` steps at once. */
    steps(count: number, { progress }: OperationContext) {
      for (let step = 1; step <= count; step++) progress(step, count, 'counting');
      return count;
    },
    /** As `steps`, and then fails. */
    stumble(count: number, { progress }: OperationContext): never {
      for (let step = 1; step <= count; step++) progress(step, count);
      throw new RangeError('stumbled');
    },
    /** Cancels from this thread. */
    cancel(buffer: SharedArrayBuffer) {
      return SharedCancellation.fromBuffer(buffer).cancel('from another thread');
    },
    close() {
      globalThis.close();
      return forever;
    },
    /** Answers at once, as it is told: 'close' has the worker close, 'spin' has it never let go of its thread. */
    obey(order: unknown) {
      if (order === 'close') globalThis.close();
      while (order === 'spin');
      return order;
    },
    /** Answers, and closes before anything else is done. */
    farewell(value: unknown) {
      queueMicrotask(() => globalThis.close());
      return value;
    },
    /** Reports, ends when it is aborted, and leaves a rejection that nobody handles. */
    litter(_: unknown, { progress, signal }: OperationContext) {
      progress(1, 2);
      return new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          void Promise.reject(signal.reason as Error);
          setTimeout(resolve);
        });
      });
    },
    uncloneable: () => () => undefined,
    rejectElsewhere() {
      void Promise.reject(new RangeError('stray rejection'));
      return forever;
    },
    throwElsewhere() {
      setTimeout(() => {
        throw new RangeError('stray error');
      });
      return forever;
    },
  },
} satisfies Services;
