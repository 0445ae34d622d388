/** A number that many threads change at once. */
import { read, type Change } from './changes.js';
import { checkCount, SharedState } from './shared-state.js';
import { State } from './state.js';

const VALUE = 0;

/**
 * A counter that any number of threads change. Exact between -(2^53 - 1) and 2^53 - 1; a change that would go beyond throws a
 * RangeError and changes nothing.
 */
export class SharedCounter extends SharedState<'counter'> {
  /** @throws RangeError when `initial` is not a safe integer */
  constructor(
    initial = 0,
    /** @internal */ state = State.create('counter', [checkCount('The initial value', initial)]),
  ) {
    super('counter', state);
  }

  /**
   * The same counter, from its `getBuffer()`.
   * @throws SharedStateError `not-ours`; `not-shared` for a copy of private memory
   */
  static fromBuffer(buffer: ArrayBuffer | SharedArrayBuffer): SharedCounter {
    return new SharedCounter(0, State.fromBuffer('counter', buffer));
  }

  /**
   * Adds.
   * @returns the new value. Without shared memory: as this end knows it; no change of any end is ever lost
   * @throws RangeError when the result would leave the exact range; then nothing has changed
   */
  increment(by = 1): number {
    return this.#add(by).after;
  }

  /**
   * Takes away.
   * @returns the new value, as `increment` does. (The specification's own example calls it `oldValue`: for the old one there is
   * `fetchAndDecrement`.)
   * @throws RangeError as `increment`
   */
  decrement(by = 1): number {
    return this.#add(by, -1).after;
  }

  /** As `increment`. @returns the value before */
  fetchAndIncrement(by = 1): number {
    return this.#add(by).before;
  }

  /** As `decrement`. @returns the value before */
  fetchAndDecrement(by = 1): number {
    return this.#add(by, -1).before;
  }

  get(): number {
    return read(this.state.memory, VALUE);
  }

  /** @throws RangeError when it is not a safe integer */
  set(value: number): void {
    this.state.change({ op: 'set', cell: VALUE, to: checkCount('The value', value) });
  }

  /**
   * Replaces the value if it is what was expected, in one step: of several threads that try at once exactly one succeeds.
   * @returns whether this call did it
   * @throws RangeError when the replacement is not a safe integer
   * @throws SharedStateError `not-shared` without shared memory, but for the thread that made the counter: no other can know the value
   * of this moment. `compareAndSwapAsync` works everywhere
   */
  compareAndSwap(expected: number, replacement: number): boolean {
    return this.state.decide(swap(expected, replacement)).done;
  }

  /** As `compareAndSwap`, everywhere: without shared memory the thread that made the counter is asked. */
  async compareAndSwapAsync(expected: number, replacement: number): Promise<boolean> {
    return (await this.state.ask(swap(expected, replacement))).done;
  }

  #add(by: number, sign = 1): { readonly before: number; readonly after: number } {
    return this.state.change({ op: 'add', cell: VALUE, by: sign * checkCount('The step', by) });
  }
}

function swap(expected: number, replacement: number): Change {
  return {
    op: 'swap',
    cell: VALUE,
    from: checkCount('The expected value', expected),
    to: checkCount('The replacement', replacement),
  };
}
