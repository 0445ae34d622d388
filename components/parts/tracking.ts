/** What a `<transfer-progress>` shows, of all that it could: what it was given, what `for` names, its value, those inside it. */
import { whenGone } from './removal.js';
import { childrenSource } from './sources/children-source.js';
import { eventSource } from './sources/event-source.js';
import { govern } from './sources/governed-source.js';
import { isPoolElement, poolSource } from './sources/pool-source.js';
import { isProgressReader, readerSource, type ProgressReader } from './sources/reader-source.js';
import { isEnded, type Controller, type Source } from './sources/source.js';
import { countStream, type Bytes } from './sources/stream-source.js';
import { valueSource } from './sources/value-source.js';
import { workSource, type Work } from './sources/work-source.js';
import { watchTarget } from './target-lookup.js';
import type { Transfer } from './transfer.js';
import type { Family } from './transfer-family.js';
import type { TransferLoop } from './transfer-loop.js';

export interface TrackOptions {
  /** Ends the tracking: work that was begun by it is aborted, any other source is left alone. */
  readonly signal?: AbortSignal | undefined;
}
export interface SourceOptions extends TrackOptions {
  /** What the buttons act on, in place of the source itself; its abort is the end of the transfer. */
  readonly controller?: Controller | undefined;
}
export interface StreamOptions {
  /** Bytes to come; 0 (default), or no number, while unknown. */
  readonly total?: number;
  /** Cancels the stream. */
  readonly signal?: AbortSignal | undefined;
}
export type Trackable = Work<unknown> | PromiseLike<unknown> | ProgressReader | EventTarget;
export type AnyOptions = SourceOptions & { readonly done?: PromiseLike<unknown> | undefined };

export interface TrackingOptions {
  readonly element: HTMLElement;
  readonly transfer: Transfer;
  readonly family: Family;
  readonly loop: TransferLoop;
}

export class Tracking {
  readonly #options: TrackingOptions;
  readonly #plain;
  readonly #sum: Source;
  /** What `track` or `through` was given last, and what `for` names. */
  #tracked: Source | null = null;
  #target: Source | null = null;
  #unwatch: (() => void) | null = null;

  constructor(options: TrackingOptions) {
    this.#options = options;
    this.#plain = valueSource(options.element);
    this.#sum = childrenSource(options.family.children);
  }

  track(thing: Trackable, options: AnyOptions): Promise<unknown> {
    // once: what only looks like a promise may begin its work each time it is asked
    const done = isPromise(thing) ? Promise.resolve(thing) : options.done;
    const tracking = this.#track(thing, { ...options, done });
    // who does not wait sees the state, and hears the events
    tracking.catch(() => undefined);
    done?.then(undefined, () => undefined);
    return tracking;
  }

  through<Chunk extends Bytes>(stream: ReadableStream<Chunk>, options: StreamOptions): ReadableStream<Chunk> {
    const { total = 0, signal } = options;
    const counted = countStream(stream, Number.isFinite(total) ? Math.max(0, total) : 0);
    if (signal) abortBy(signal, counted.source);
    this.#show(counted.source);
    return counted.stream;
  }

  /** Forgets what was tracked; work that was begun by it is aborted, any other source is left alone. */
  reset(): void {
    this.#tracked?.close?.(new DOMException('The element was reset.', 'AbortError'));
    this.#show(null);
  }

  /** What was tracked goes before `for`, that before `value`, that before the sum of those inside. */
  choose(): void {
    const { element, family, loop } = this.#options;
    const isValued = element.hasAttribute('value') || element.hasAttribute('max');
    const rest = !isValued && family.children.size > 0 ? this.#sum : this.#plain;
    loop.follow(this.#tracked ?? this.#target ?? rest);
  }

  /** A `<progress>` inside may have come or gone. */
  adopt(): void {
    this.#plain.adopt();
  }

  /** Follows the element of this id; none when it is empty. */
  watch(id: string): void {
    this.#unwatch?.();
    this.#unwatch = null;
    if (id === '') this.#aim(null);
    else this.#unwatch = watchTarget(this.#options.element, id, (target) => this.#aim(target));
  }

  /** To be called when the element left its page: unless it is back in one at once, all that it began ends. */
  leave(): void {
    const { element, transfer, family, loop } = this.#options;
    whenGone(element, () => {
      const reason = new DOMException('The element was removed from the page.', 'AbortError');
      this.#tracked?.close?.(reason);
      loop.leave();
      transfer.giveUp(reason);
      this.#unwatch?.();
      this.#unwatch = null;
      family.leave();
    });
  }

  async #track(thing: Trackable, { signal, controller, done }: AnyOptions): Promise<unknown> {
    if (thing === this.#options.element) throw new TypeError('An element cannot track itself.');
    signal?.throwIfAborted();
    const [source, result] = isWork(thing) ? workSource(thing) : [govern(sourceOf(thing), { controller, done })];
    this.#show(source);
    const ended = this.#options.transfer.whenEnded(source);
    const over = new AbortController();
    const stop = () => this.#untrack(source, signal?.reason);
    signal?.addEventListener('abort', stop, { signal: over.signal });
    try {
      await ended.catch((error: unknown) => {
        // work goes on, and answers whoever began it, though something else is shown meanwhile
        if (!result) throw error;
      });
      return await (result ?? done);
    } finally {
      over.abort();
    }
  }

  #show(source: Source | null): void {
    this.#options.loop.wake();
    this.#tracked = source;
    this.choose();
  }

  #untrack(source: Source, reason: unknown): void {
    if (source.close) source.close(reason);
    // what a controller with the same signal has stopped is still to be seen as stopped
    else if (source === this.#tracked && source.read().phase !== 'aborted') {
      this.#options.transfer.giveUp(reason);
      this.#show(null);
    }
  }

  #aim(target: Element | null): void {
    this.#target = target && target !== this.#options.element ? sourceOf(target) : null;
    this.choose();
  }
}

/** It goes on, and nobody knows how far it is: what can be said of a promise. */
const unknownSource: Source = {
  unit: 'none',
  isSilent: true,
  read: () => ({ loaded: 0, total: 0, phase: 'active' }),
  listen: () => () => undefined,
};

/** Leaves nothing with the signal once the stream has ended. */
function abortBy(signal: AbortSignal, source: Source): void {
  const stop = () => source.abort?.(signal.reason);
  if (signal.aborted) {
    stop();
    return;
  }
  signal.addEventListener('abort', stop, { once: true });
  const unlisten = source.listen(() => {
    if (!isEnded(source.read().phase)) return;
    signal.removeEventListener('abort', stop);
    unlisten();
  });
}

function isPromise(thing: object): thing is PromiseLike<unknown> {
  return 'then' in thing && typeof thing.then === 'function';
}

function isWork(thing: object): thing is Work<unknown> {
  return typeof thing === 'function';
}

/** @throws TypeError for what cannot be shown: types say nothing of what a page without them hands in */
function sourceOf(thing: PromiseLike<unknown> | ProgressReader | EventTarget): Source {
  if (isPromise(thing)) return unknownSource;
  if (isProgressReader(thing)) return readerSource(thing);
  if (!('addEventListener' in thing)) {
    throw new TypeError('track() takes work, a promise, a SharedProgress or a target that fires ProgressEvents.');
  }
  return isPoolElement(thing) ? poolSource(thing) : eventSource(thing);
}
