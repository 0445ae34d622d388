/** What every primitive is made of in a thread: its memory, its link, and who listens here. */
import { apply, type Change, type Outcome } from './changes.js';
import { ClosedLink } from './closed-link.js';
import { SharedStateError } from './errors.js';
import type { Link, Passage } from './link.js';
import { createMemory, isShared, openMemory, VERSION, type Memory, type MemoryKind } from './memory.js';
import { SharedLink } from './shared-link.js';
import { CreatorLink } from './creator-link.js';

interface Listener {
  readonly heard: () => void;
  readonly closed?: (() => void) | undefined;
}

/** Beyond this a timer of the platform fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** One for each buffer of this thread: two objects over the same buffer are two names of one thing. */
const states = new WeakMap<ArrayBuffer | SharedArrayBuffer, State>();

export class State {
  readonly memory: Memory;
  #link: Link;
  readonly #listeners = new Set<Listener>();
  #told = 0;
  #due = false;
  #unwatch: (() => void) | undefined;

  constructor(memory: Memory, link: Link) {
    this.memory = memory;
    this.#link = link;
    states.set(memory.buffer, this);
  }

  /** A new memory whose cells begin as given. */
  static create(kind: MemoryKind, cells: readonly number[]): State {
    const memory = createMemory(kind);
    cells.forEach((to, cell) => apply(memory, { op: 'set', cell, to }));
    return State.#over(memory);
  }

  /** @throws SharedStateError `wrong-buffer`; `not-shared` for a copy of private memory, which nobody else would see */
  static fromBuffer(kind: MemoryKind, buffer: ArrayBuffer | SharedArrayBuffer): State {
    const memory = openMemory(kind, buffer);
    const known = states.get(buffer);
    if (known) return known;
    if (isShared(buffer)) {
      const state = State.#over(memory);
      state.expose();
      return state;
    }
    throw new SharedStateError(
      'not-shared',
      'This buffer is a copy of private memory: changes to it would reach nobody. Post share() and revive() it, which works everywhere.',
    );
  }

  /** The state that a handle carries here. */
  static arrive(kind: MemoryKind, passage: Passage): State {
    if ('buffer' in passage) return State.fromBuffer(kind, passage.buffer);
    throw new SharedStateError('not-shared', 'Not built yet.');
  }

  static #over(memory: Memory): State {
    const { buffer } = memory;
    return new State(memory, isShared(buffer) ? new SharedLink(memory, buffer) : new CreatorLink(memory));
  }

  change(change: Change): Outcome {
    const outcome = this.#link.change(change);
    this.#changed();
    return outcome;
  }

  decide(change: Change): Outcome {
    const outcome = this.#link.decide(change);
    this.#changed();
    return outcome;
  }

  async ask(change: Change): Promise<Outcome> {
    const outcome = await this.#link.ask(change);
    this.#changed();
    return outcome;
  }

  wait(isSo: () => boolean, timeout: number): boolean {
    return this.#link.wait(isSo, checkTimeout(timeout));
  }

  /** Resolves to whether it became so in time; to false when this end is closed meanwhile. */
  waitAsync(isSo: () => boolean, timeout: number): Promise<boolean> {
    checkTimeout(timeout);
    return new Promise((resolve) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const end = (): void => {
        clearTimeout(timer);
        stop();
        resolve(isSo());
      };
      const heard = (): void => {
        if (isSo()) end();
      };
      const stop = this.listen({ heard, closed: end });
      if (timeout <= LONGEST_TIMER) timer = setTimeout(end, timeout);
      heard();
    });
  }

  /** Tells of changes, soon and once for many; the last is never left out. */
  listen(listener: Listener): () => void {
    if (this.#listeners.size === 0) this.#told = Atomics.load(this.memory.header, VERSION);
    this.#listeners.add(listener);
    this.#watchIfNeeded();
    return () => {
      this.#listeners.delete(listener);
      this.#watchIfNeeded();
    };
  }

  expose(): void {
    this.#link.expose();
    this.#watchIfNeeded();
  }

  share(): Passage {
    const passage = this.#link.share();
    this.#watchIfNeeded();
    return passage;
  }

  close(): void {
    this.#link.close();
    this.#link = new ClosedLink();
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    this.#watchIfNeeded();
    for (const { closed } of listeners) closed?.();
  }

  #watchIfNeeded(): void {
    const needed = this.#listeners.size > 0 && this.#link.exposed;
    if (needed && !this.#unwatch) {
      this.#unwatch = this.#link.watch(() => this.#changed());
      this.#changed(); // what came between the last look and now
    } else if (!needed) {
      this.#unwatch?.();
      this.#unwatch = undefined;
    }
  }

  #changed(): void {
    if (this.#due || this.#listeners.size === 0) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.#tell();
    });
  }

  #tell(): void {
    const version = Atomics.load(this.memory.header, VERSION);
    if (version === this.#told) return;
    this.#told = version;
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) callSafely(listener.heard);
    }
  }
}

/** One listener that throws keeps no other from hearing; its error is reported as the platform reports a listener's. */
export function callSafely(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function checkTimeout(timeout: number): number {
  if (typeof timeout !== 'number' || Number.isNaN(timeout) || timeout < 0) {
    throw new RangeError('The timeout is a number of milliseconds, zero or more.');
  }
  return timeout;
}
