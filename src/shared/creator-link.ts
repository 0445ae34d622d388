/** The link of private memory at the end that made it: its word is what counts, and it tells every other end. */
import { apply, type Change, type Outcome } from './changes.js';
import { SharedStateError } from './errors.js';
import type { Link, Passage } from './link.js';
import type { Memory } from './memory.js';

export class CreatorLink implements Link {
  exposed = false;
  readonly #memory: Memory;
  constructor(memory: Memory) {
    this.#memory = memory;
  }
  expose(): void {
    this.exposed = true;
  }
  change(change: Change): Outcome {
    return apply(this.#memory, change);
  }
  decide(change: Change): Outcome {
    return apply(this.#memory, change);
  }
  async ask(change: Change): Promise<Outcome> {
    return Promise.resolve(apply(this.#memory, change));
  }
  wait(): never {
    throw new SharedStateError('not-shared', 'No thread can wait without shared memory: use waitAsync().');
  }
  watch(): () => void {
    return () => undefined;
  }
  share(): Passage {
    throw new SharedStateError('not-shared', 'Not built yet.');
  }
  close(): void {
    this.exposed = false;
  }
}
