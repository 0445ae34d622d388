/** The operations of the probe workers: they answer, wait until released, spin, and die in every way. */
import type { OperationContext, Services } from '../../src/operation.js';
import { gate } from './gates.js';

const forever = new Promise<never>(() => undefined);
let held = gate();

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
