/** Timers of certain lengths that fire when the test says so, and not before; all others are as they were. */

export interface HeldTimers {
  /** Those that were started and not cleared. */
  readonly pending: number;
  /** Fires those that are pending. */
  fire(): void;
  restore(): void;
}

/** Holds timers of `from` to `to` milliseconds. */
export function holdTimers(from: number, to = from): HeldTimers {
  const { setTimeout, clearTimeout } = globalThis;
  const held = new Map<unknown, () => void>();

  function start(run: () => void, ...rest: readonly unknown[]): unknown {
    const ms = Number(rest[0]);
    const timer: unknown = Reflect.apply(setTimeout, undefined, [run, ...rest]);
    if (!(ms >= from && ms <= to)) return timer;
    stop(timer);
    held.set(timer, run);
    return timer;
  }
  function stop(timer: unknown): void {
    held.delete(timer);
    Reflect.apply(clearTimeout, undefined, [timer]);
  }

  Object.assign(globalThis, { setTimeout: start, clearTimeout: stop });
  return {
    get pending() {
      return held.size;
    },
    fire() {
      const due = [...held.values()];
      held.clear();
      for (const run of due) run();
    },
    restore: () => void Object.assign(globalThis, { setTimeout, clearTimeout }),
  };
}
