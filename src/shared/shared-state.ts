/** What every primitive over cells can do beside its own verbs: be heard, be handed on, be closed. */
import { dispose } from './dispose.js';
import type { SharedHandle } from './handle.js';
import type { Passage } from './link.js';
import type { MemoryKind } from './memory.js';
import type { State } from './state.js';

export abstract class SharedState<Kind extends MemoryKind> {
  protected readonly state: State;
  readonly #kind: Kind;

  protected constructor(kind: Kind, state: State) {
    this.#kind = kind;
    this.state = state;
  }

  /**
   * Calls the listener after changes, whoever made them: soon, once for many, and always after the last. It is not called for what is
   * so already. While a listener is there, a primitive that others may change is kept, even if nothing else refers to it.
   * @returns a function that ends it
   * @throws SharedStateError `closed`
   */
  subscribe(listener: (self: this) => void): () => void {
    return this.state.listen({ heard: () => listener(this) });
  }

  /**
   * The memory itself, for `fromBuffer`. With shared memory it can be posted to any thread. Without, it is only good in this
   * thread: use `share()`, which works everywhere.
   */
  getBuffer(): ArrayBuffer | SharedArrayBuffer {
    return this.state.getBuffer();
  }

  /**
   * A handle for one other thread: `worker.postMessage(handle, handle.transfer)` here, `revive(handle)` there.
   * @throws SharedStateError `closed`; `not-shared` where there is neither shared memory nor a MessageChannel
   */
  share(): SharedHandle<Kind> {
    const passage: Passage = this.state.share();
    return { kind: this.#kind, passage, transfer: 'port' in passage ? [passage.port] : [] };
  }

  /**
   * Ends this end's listeners and, without shared memory, its link. It can still be read; changes throw. Other ends go on: with
   * shared memory as before; without, those of a closed creator each on its own. Not needed for primitives that are merely dropped.
   */
  close(): void {
    this.state.close();
  }

  /** `using progress = new SharedProgress(1)` closes it at the end of the block. */
  [dispose](): void {
    this.close();
  }
}

/** @throws RangeError for what a 64-bit count that is exact in JavaScript cannot be */
export function checkCount(name: string, value: number): number {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${name} is a safe integer (a whole number up to 2^53 - 1 either way), not ${String(value)}.`);
  }
  return value;
}
