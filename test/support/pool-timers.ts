/** Knows which timers of ten seconds or more were started and have neither fired nor been cleared; shorter ones are over by themselves. */

export interface TimerWatch {
  readonly pending: number;
  restore(): void;
}

type Run = (...args: readonly unknown[]) => void;

export function watchTimers(): TimerWatch {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const pending = new Set<unknown>();

  function startOnce(run: Run, ...rest: readonly unknown[]): unknown {
    const fire = (...args: readonly unknown[]) => {
      pending.delete(timer);
      run(...args);
    };
    const timer: unknown = Reflect.apply(setTimeout, undefined, [fire, ...rest]);
    if (Number(rest[0]) >= 10_000) pending.add(timer);
    return timer;
  }

  function startRepeating(...args: readonly unknown[]): unknown {
    const timer: unknown = Reflect.apply(setInterval, undefined, args);
    pending.add(timer);
    return timer;
  }

  const stop = (clear: typeof clearTimeout) => (timer?: number) => {
    pending.delete(timer);
    clear(timer);
  };

  const watched = { setTimeout: startOnce, setInterval: startRepeating };
  Object.assign(globalThis, watched, { clearTimeout: stop(clearTimeout), clearInterval: stop(clearInterval) });
  return {
    get pending() {
      return pending.size;
    },
    restore: () => void Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval }),
  };
}
