/** Yes or no, for every thread, and something to wait for. */
import { read } from './changes.js';
import { SharedState } from './shared-state.js';
import { State } from './state.js';

/** How often it was turned: odd is set. So a turn is one addition, and who waits sees a flag that was set and cleared again. */
const TURNS = 0;

/** A flag that any number of threads set, clear, toggle and wait for. */
export class SharedFlag extends SharedState<'flag'> {
  constructor(initial = false, /** @internal */ state = State.create('flag', [initial ? 1 : 0])) {
    super('flag', state);
  }

  /**
   * The same flag, from its `getBuffer()`.
   * @throws SharedStateError `not-ours`; `not-shared` for a copy of private memory
   */
  static fromBuffer(buffer: ArrayBuffer | SharedArrayBuffer): SharedFlag {
    return new SharedFlag(false, State.fromBuffer('flag', buffer));
  }

  /** Sets it, and wakes every waiter in every thread at once. */
  set(): void {
    this.state.change({ op: 'turn', cell: TURNS, odd: true });
  }

  clear(): void {
    this.state.change({ op: 'turn', cell: TURNS, odd: false });
  }

  isSet(): boolean {
    return isOdd(this.#turns());
  }

  /**
   * Turns it over in one step: of two toggles at once neither is lost.
   * @returns the new value. Without shared memory: as this end knows it
   */
  toggle(): boolean {
    return isOdd(this.state.change({ op: 'add', cell: TURNS, by: 1 }).after);
  }

  /**
   * Blocks this thread until the flag is set. Whoever waits is woken by every `set()`, even if `clear()` follows at once.
   * @param timeout in milliseconds; without one, for ever
   * @returns true when it was set, false when the time was over first
   * @throws SharedStateError `cannot-wait` on a page, which must not block; `not-shared` without shared memory. `waitAsync` works everywhere
   */
  wait(timeout = Infinity): boolean {
    return this.state.wait(this.#wasSet(), timeout);
  }

  /** As `wait`, without blocking, everywhere. Resolves to false, too, when this end is closed first. */
  waitAsync(timeout = Infinity): Promise<boolean> {
    return this.state.waitAsync(this.#wasSet(), timeout);
  }

  #turns(): number {
    return read(this.state.memory, TURNS);
  }

  #wasSet(): () => boolean {
    const begun = this.#turns();
    return () => isOdd(begun) || this.#turns() !== begun;
  }
}

function isOdd(turns: number): boolean {
  return turns % 2 === 1;
}
