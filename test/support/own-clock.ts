/** A clock that the test moves: timers and the time of day, without waiting. */

export interface OwnClock {
  /** Moves it on, and lets everything that was due then, and what follows from it, happen. */
  readonly pass: (milliseconds: number) => Promise<void>;
  readonly restore: () => void;
}

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

export function ownClock(): OwnClock {
  const { setTimeout, clearTimeout } = globalThis;
  const { now } = Date;
  const timers = new Map<number, Timer>();
  let time = now();
  let last = 0;
  const set = (run: () => void, milliseconds = 0): number => {
    timers.set(++last, { due: time + milliseconds, run });
    return last;
  };
  Object.assign(globalThis, { setTimeout: set, clearTimeout: (id: number) => void timers.delete(id) });
  Date.now = () => time;

  return {
    async pass(milliseconds) {
      const end = time + milliseconds;
      for (;;) {
        await settle();
        const [next] = [...timers].sort(([, one], [, other]) => one.due - other.due);
        if (!next || next[1].due > end) break;
        timers.delete(next[0]);
        time = next[1].due;
        next[1].run();
      }
      time = end;
    },
    restore() {
      Object.assign(globalThis, { setTimeout, clearTimeout });
      Date.now = now;
    },
  };
}

/** Promises that follow from one another, as many as any code here has in a row. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await Promise.resolve();
}
