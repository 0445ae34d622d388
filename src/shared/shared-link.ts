/** The link of shared memory: there is nothing to carry, only somebody to wake. */
import { canBlock } from './capabilities.js';
import { apply, type Change, type Outcome } from './changes.js';
import { SharedStateError } from './errors.js';
import type { Link, Passage } from './link.js';
import { SLEEPERS, VERSION, type Memory } from './memory.js';
import { watch } from './watch.js';

export class SharedLink implements Link {
  readonly #memory: Memory;
  readonly #buffer: SharedArrayBuffer;
  #exposed = false;
  #heard: (() => void) | undefined;
  #unwatch: (() => void) | undefined;

  constructor(memory: Memory, buffer: SharedArrayBuffer) {
    this.#memory = memory;
    this.#buffer = buffer;
  }

  expose(): void {
    this.#exposed = true;
    this.#watchIfNeeded();
  }

  change(change: Change): Outcome {
    return apply(this.#memory, change);
  }

  decide(change: Change): Outcome {
    return apply(this.#memory, change);
  }

  ask(change: Change): Promise<Outcome> {
    return Promise.resolve(apply(this.#memory, change));
  }

  wait(isSo: () => boolean, timeout: number): boolean {
    if (!canBlock()) {
      throw new SharedStateError(
        'cannot-wait',
        'This thread must not block: use waitAsync() here, and wait() in workers.',
      );
    }
    const { header } = this.#memory;
    const deadline = performance.now() + timeout;
    Atomics.add(header, SLEEPERS, 1);
    try {
      for (;;) {
        const seen = Atomics.load(header, VERSION);
        if (isSo()) return true;
        const left = deadline - performance.now();
        if (left <= 0) return false;
        Atomics.wait(header, VERSION, seen, left);
      }
    } finally {
      Atomics.sub(header, SLEEPERS, 1);
    }
  }

  watch(heard: () => void): () => void {
    this.#heard = heard;
    this.#watchIfNeeded();
    return () => {
      this.#heard = undefined;
      this.#watchIfNeeded();
    };
  }

  share(): Passage {
    this.expose();
    return { buffer: this.#buffer };
  }

  close(): void {
    // Whoever else has the memory goes on using it.
  }

  /** An engine keeps whoever waits, so nobody waits for memory that only this thread has. */
  #watchIfNeeded(): void {
    if (this.#heard && this.#exposed) {
      this.#unwatch ??= watch(this.#memory, this.#heard);
    } else {
      this.#unwatch?.();
      this.#unwatch = undefined;
    }
  }
}
