/** One thread says stop, every thread sees it, even in a loop that never yields. */
import { STATE } from './cells.js';
import { read, readText } from './changes.js';
import { callSafely } from './listeners.js';
import { SharedState } from './shared-state.js';
import { createSignal } from './signal.js';
import { State } from './state.js';

const DEFAULT_REASON = 'The operation was cancelled.';

/**
 * A cancellation that crosses threads. It happens once and stays.
 *
 * @example
 * const cancellation = new SharedCancellation();
 * const handle = cancellation.share();
 * worker.postMessage(handle, handle.transfer); // there: const stop = revive(handle); while (!stop.isCancelled()) …
 * button.onclick = () => cancellation.cancel('The user had enough.');
 */
export class SharedCancellation extends SharedState<'cancellation'> {
  /** Weak, or who changes this memory would keep a signal that nobody has. */
  #signal: WeakRef<AbortSignal> | undefined;

  constructor(/** @internal */ state = State.create('cancellation', [])) {
    super('cancellation', state);
  }

  /**
   * The same cancellation, from its `getBuffer()`.
   * @throws SharedStateError `not-ours`; `not-shared` for a copy of private memory
   */
  static fromBuffer(buffer: ArrayBuffer | SharedArrayBuffer): SharedCancellation {
    return new SharedCancellation(State.fromBuffer('cancellation', buffer));
  }

  /**
   * Cancels, and wakes every waiter in every thread at once. The first to cancel says why; later calls change nothing.
   * @param reason a text, or an error whose message is taken; the first 512 UTF-16 code units of it cross
   * @returns whether this call was the one, as far as this end knows
   */
  cancel(reason?: string | Error): boolean {
    return this.state.change({ op: 'settle', text: textOf(reason) }).done;
  }

  isCancelled(): boolean {
    return read(this.state.memory, STATE) !== 0;
  }

  /** Why, once it is cancelled; undefined before. The same text in every thread. */
  get reason(): string | undefined {
    return this.isCancelled() ? readText(this.state.memory) : undefined;
  }

  /** @throws DOMException `AbortError` with the reason, once it is cancelled; as `AbortSignal.throwIfAborted` */
  throwIfCancelled(): void {
    if (this.isCancelled()) throw this.#error();
  }

  /**
   * Blocks this thread until it is cancelled.
   * @param timeout in milliseconds; without one, for ever
   * @returns true once cancelled, false when the time was over first
   * @throws SharedStateError `cannot-wait` on a page, which must not block; `not-shared` without shared memory, as the message could
   * not be read by a blocked thread. `waitAsync` works everywhere
   */
  wait(timeout = Infinity): boolean {
    return this.state.wait(() => this.isCancelled(), timeout);
  }

  /** As `wait`, without blocking, everywhere. Resolves to false, too, when this end is closed first. */
  waitAsync(timeout = Infinity): Promise<boolean> {
    return this.state.waitAsync(() => this.isCancelled(), timeout);
  }

  /**
   * Calls the listener once, soon after it is cancelled, or soon when it is already; also when this end is closed by then.
   * @returns a function that ends it
   * @throws SharedStateError `closed` when this end was closed, and it was not cancelled by then
   */
  override subscribe(listener: (self: this) => void): () => void {
    let ended = false;
    const heard = (): void => {
      if (!this.isCancelled() || ended) return;
      stop();
      callSafely(() => listener(this));
    };
    const soon = (): void => queueMicrotask(heard);
    const isSo = this.isCancelled();
    // what it was told last is told on, though nothing more will come
    const unlisten = isSo ? () => undefined : this.state.listen({ heard, closed: soon });
    const stop = (): void => {
      ended = true;
      unlisten();
    };
    if (isSo) soon();
    return stop;
  }

  /**
   * A signal that aborts when this is cancelled: with an `AbortError` whose message is the reason. Always the same one.
   * It is told without polling (`Atomics.waitAsync`, or a message).
   * @throws SharedStateError `closed` when this end was closed before anybody asked, and it was not cancelled by then
   */
  toAbortSignal(): AbortSignal {
    const known = this.#signal?.deref();
    if (known) return known;
    const signal = this.isCancelled()
      ? AbortSignal.abort(this.#error())
      : createSignal((abort) => this.subscribe(() => abort(this.#error())));
    this.#signal = new WeakRef(signal);
    return signal;
  }

  #error(): DOMException {
    return new DOMException(this.reason, 'AbortError');
  }
}

function textOf(reason: unknown): string {
  const text = reason instanceof Error ? reason.message : reason;
  return typeof text === 'string' && text !== '' ? text : DEFAULT_REASON;
}
