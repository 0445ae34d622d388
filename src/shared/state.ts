/** What every primitive is made of in a thread: its memory, its link, and who listens here. */
import { apply, type Change, type Outcome } from './changes.js';
import { ClosedLink } from './closed-link.js';
import { SharedStateError } from './errors.js';
import type { Link, Passage } from './link.js';
import { callSafely } from './listeners.js';
import {
  createMemory,
  createPrivateMemory,
  isShared,
  openMemory,
  VERSION,
  type Memory,
  type MemoryKind,
} from './memory.js';
import { checkPassage } from './passage.js';
import { EndLink } from './end-link.js';
import { SharedLink } from './shared-link.js';
import { CreatorLink } from './creator-link.js';

interface Listener {
  readonly heard: () => void;
  readonly closed?: (() => void) | undefined;
}

/** Beyond this a timer of the platform fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** One for each buffer that was asked for in this thread: two objects over the same buffer are two names of one thing. */
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
  }

  /** A new memory whose cells begin as given. */
  static create(kind: MemoryKind, cells: readonly number[]): State {
    const memory = createMemory(kind);
    cells.forEach((to, cell) => apply(memory, { op: 'set', cell, to }));
    return State.#over(memory);
  }

  /** @throws SharedStateError `not-ours`; `not-shared` for a copy of private memory, which nobody else would see */
  static fromBuffer(kind: MemoryKind, buffer: ArrayBuffer | SharedArrayBuffer): State {
    const memory = openMemory(kind, buffer);
    const known = states.get(buffer);
    if (known) return known;
    if (isShared(buffer)) {
      const state = State.#join(memory);
      states.set(buffer, state);
      return state;
    }
    throw new SharedStateError(
      'not-shared',
      'This buffer is a copy of private memory: changes to it would reach nobody. Post share() and revive() it, which works everywhere.',
    );
  }

  /** The state that a handle carries here. */
  static arrive(kind: MemoryKind, handed: unknown): State {
    const passage = checkPassage(kind, handed);
    // an end of its own, also in the thread that shared it: closing the one does not close the other
    if ('buffer' in passage) return State.#join(openMemory(kind, passage.buffer));
    const memory = createPrivateMemory(kind);
    const state: State = new State(memory, new EndLink(memory, passage, () => state.#stayAlone()));
    return state;
  }

  /** One more end of shared memory. */
  static #join(memory: Memory): State {
    if (!isShared(memory.buffer)) throw new SharedStateError('not-ours', 'The memory in this handle is not shared.');
    const state = State.#over(memory);
    state.#link.expose();
    return state;
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
    try {
      this.#watchIfNeeded();
    } catch (error) {
      this.#listeners.delete(listener);
      throw error;
    }
    return () => {
      this.#listeners.delete(listener);
      this.#watchIfNeeded();
    };
  }

  /** What is said when a state was dropped needs its memory: so only a buffer that somebody asked for leads back to the state. */
  getBuffer(): ArrayBuffer | SharedArrayBuffer {
    // one that was closed stays so: whoever opens its shared memory opens it anew
    if (!isShared(this.memory.buffer) || !(this.#link instanceof ClosedLink)) states.set(this.memory.buffer, this);
    this.#link.expose();
    return this.memory.buffer;
  }

  share(): Passage {
    return this.#link.share();
  }

  close(): void {
    // who has its buffer may open shared memory anew
    if (isShared(this.memory.buffer) && states.get(this.memory.buffer) === this) states.delete(this.memory.buffer);
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    this.#watchIfNeeded();
    this.#link.close();
    this.#link = new ClosedLink();
    for (const { closed } of listeners) closed?.();
  }

  /** The creator is gone: what it knew last is here, and from now on this end's word counts. */
  #stayAlone(): void {
    this.#unwatch = undefined;
    this.#link = new CreatorLink(this.memory);
    this.#watchIfNeeded();
  }

  #watchIfNeeded(): void {
    if (this.#listeners.size === 0) {
      this.#unwatch?.();
      this.#unwatch = undefined;
    } else if (!this.#unwatch) {
      this.#unwatch = this.#link.watch(() => this.#changed());
      this.#changed(); // what came between the last look and now
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

function checkTimeout(timeout: number): number {
  if (typeof timeout !== 'number' || Number.isNaN(timeout) || timeout < 0) {
    throw new RangeError('The timeout is a number of milliseconds, zero or more.');
  }
  return timeout;
}
