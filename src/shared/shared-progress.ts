/** How much of how much: a count that many threads raise and one shows. */
import { LOADED, TOTAL } from './cells.js';
import { read } from './changes.js';
import { checkCount, SharedState } from './shared-state.js';
import { State } from './state.js';

/**
 * Progress of something that any number of threads work on. Counts are exact up to 2^53 - 1; one that would go beyond, or below
 * zero, throws a RangeError and changes nothing.
 *
 * @example
 * const progress = new SharedProgress(file.size);
 * const handle = progress.share();
 * worker.postMessage({ file, handle }, handle.transfer); // there: revive(handle).increment(bytes)
 * progress.subscribe(() => show(progress.getPercent()));
 */
export class SharedProgress extends SharedState<'progress'> {
  /**
   * @param total how much there is to do, in units of your choice; 0 while that is unknown
   * @throws RangeError when it is not a safe integer, or below zero
   */
  constructor(total = 0, /** @internal */ state = State.create('progress', [0, checkCount('The total', total)])) {
    super('progress', state);
  }

  /**
   * The same progress, from its `getBuffer()`.
   * @throws SharedStateError `not-ours`; `not-shared` for a copy of private memory
   */
  static fromBuffer(buffer: ArrayBuffer | SharedArrayBuffer): SharedProgress {
    return new SharedProgress(0, State.fromBuffer('progress', buffer));
  }

  /** 0 while unknown. Setting it is seen by every thread. */
  get total(): number {
    return read(this.state.memory, TOTAL);
  }

  set total(total: number) {
    this.state.change({ op: 'set', cell: TOTAL, to: checkCount('The total', total) });
  }

  /**
   * Adds to what is done; a negative number takes back.
   * @returns the new value. Without shared memory: as this end knows it; no increment of any end is ever lost
   * @throws RangeError when the result would be below zero or above 2^53 - 1; then nothing has changed
   */
  increment(by = 1): number {
    return this.state.change({ op: 'add', cell: LOADED, by: checkCount('The increment', by) }).after;
  }

  /**
   * Says how much is done. What others add meanwhile may come before or after it.
   * @throws RangeError when it is not a safe integer, or below zero
   */
  set(value: number): void {
    this.state.change({ op: 'set', cell: LOADED, to: checkCount('The value', value) });
  }

  /** How much is done. */
  get(): number {
    return read(this.state.memory, LOADED);
  }

  /** 0 to 100, from the value and the total of this moment; 0 while the total is unknown, 100 when more was done than was to do. */
  getPercent(): number {
    const { total } = this;
    return total === 0 ? 0 : Math.min(100, (this.get() / total) * 100);
  }

  /** Nothing is done yet; the total stays. */
  reset(): void {
    this.set(0);
  }
}
