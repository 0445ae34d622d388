/** Knows which timers were started and have neither fired nor been cleared. */

export interface TimerWatch {
  readonly pending: number;
  restore(): void;
}

export function watchTimers(): TimerWatch {
  const { setTimeout: start, clearTimeout: clear, setInterval: startInterval, clearInterval: endInterval } = globalThis;
  const pending = new Set<number | undefined>();
  const watched = (run: () => void, ms?: number, ...args: unknown[]): number => {
    const timer = start(
      (...given: unknown[]) => {
        pending.delete(timer);
        Reflect.apply(run, undefined, given);
      },
      ms,
      ...args,
    );
    pending.add(timer);
    return timer;
  };
  const watchedInterval = (run: () => void, ms?: number): number => {
    const timer = startInterval(run, ms);
    pending.add(timer);
    return timer;
  };
  Object.assign(globalThis, {
    setTimeout: watched,
    setInterval: watchedInterval,
    clearTimeout(timer?: number) {
      pending.delete(timer);
      clear(timer);
    },
    clearInterval(timer?: number) {
      pending.delete(timer);
      endInterval(timer);
    },
  });
  return {
    get pending() {
      return pending.size;
    },
    restore: () =>
      void Object.assign(globalThis, {
        setTimeout: start,
        clearTimeout: clear,
        setInterval: startInterval,
        clearInterval: endInterval,
      }),
  };
}
