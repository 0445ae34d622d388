/** One file in a list of work: what it is, how far it is, what became of it. */
import { Holding } from './holding.js';
import { ProgressEvents } from './progress-events.js';
import { look, speedOf, startTraffic, type Traffic } from './traffic.js';
import type { Refusal } from './limits.js';
import type { News } from './news.js';
import { stateNews } from './state-news.js';
import { ProgressTarget } from './typed-events.js';

/** `refused` files broke a limit: they are shown, and never worked on. */
export type ItemState = 'ready' | 'waiting' | 'running' | 'done' | 'failed' | 'aborted' | 'refused';

/** What an item asks of the list it stands in. */
export interface ItemOwner {
  abortItem(item: FileItem, reason?: unknown): void;
  retryItem(item: FileItem): Promise<unknown>;
  removeItem(item: FileItem): void;
  /** Of all its items: their events are fired in the order in which things happened. */
  readonly news: News;
}

/**
 * Fires `loadstart`, `progress`, one of `load`, `abort`, `error` and `timeout`, then `loadend`, each a ProgressEvent in
 * bytes of plaintext, and `statechange`. `Result` is what the work makes of a file, `Action` the words for what may be done.
 */
export class FileItem<Result extends object = object, Action extends string = string> extends ProgressTarget {
  /** The file that was chosen; null for what could not be read at all. */
  readonly file: File | null;
  readonly name: string;
  /** With the folders it was chosen in: `photos/2026/one.jpg`. */
  readonly path: string;
  readonly size: number;
  /** Why it was refused; null unless `state` is `refused`. */
  readonly refusal: Refusal | null;
  /** What will be done to it; empty while that is being found out. */
  action: Action | '' = '';

  #state: ItemState;
  #error: Error | null = null;
  #holding: Holding<Result> | null = null;
  #loaded = 0;
  #total: number;
  #traffic: Traffic | null = null;
  readonly #owner: ItemOwner;
  readonly #events: ProgressEvents;
  readonly #tellState: () => void;

  constructor(
    owner: ItemOwner,
    source: { readonly file: File | null; readonly path: string; readonly refusal?: Refusal },
  ) {
    super();
    this.#owner = owner;
    this.#events = new ProgressEvents(this, owner.news);
    this.file = source.file;
    this.path = source.path;
    this.name = source.file?.name ?? source.path.split('/').pop() ?? '';
    this.size = source.file?.size ?? 0;
    this.refusal = source.refusal ?? null;
    this.#state = this.refusal ? 'refused' : 'ready';
    this.#tellState = stateNews(this, owner.news, () => this.#state);
    this.#total = this.size;
  }

  get state(): ItemState {
    return this.#state;
  }
  get error(): Error | null {
    return this.#error;
  }
  /** What became of it; null until `state` is `done`. Who reads it may hold it: it stays until the page is gone. */
  get result(): Result | null {
    return this.lend();
  }
  /** @internal The same where it is a file, for those who look at it and keep nothing. */
  get finished(): File | null {
    const result = this.#holding?.result;
    return result instanceof File ? result : null;
  }
  /** @internal The result, to somebody who may hold it. */
  lend(): Result | null {
    return this.#holding?.lend() ?? null;
  }
  /** @internal Keeps the result, though the item may leave the list, until the function that is returned is called. */
  hold(): () => void {
    return this.#holding?.hold() ?? (() => undefined);
  }
  /** @internal Gives up the result, to be discarded when nobody needs it; not when somebody may hold it. */
  release(discard: (result: Result) => void): void {
    if (this.#holding?.isLent) return;
    this.#holding?.leave(discard);
    this.#holding = null;
  }
  get loaded(): number {
    return this.#loaded;
  }
  /** Bytes of plaintext; the size of the file until the work knows better. */
  get total(): number {
    return this.#total;
  }
  /** Bytes per second; null while unknown. */
  get rate(): number | null {
    return this.#traffic && speedOf(this.#traffic, this.#traffic.at);
  }
  /** Seconds; null while it cannot be told. */
  get remaining(): number | null {
    return this.#traffic && this.#traffic.remaining;
  }

  abort(reason?: unknown): void {
    this.#owner.abortItem(this, reason);
  }
  /** Tries again what failed or was cancelled; settles with the whole run. */
  retry(): Promise<unknown> {
    return this.#owner.retryItem(this);
  }
  /** Cancels it if need be, and takes it out of the list. */
  remove(): void {
    this.#owner.removeItem(this);
  }

  /** @internal Only the list moves an item from state to state. */
  wait(): void {
    this.#forget();
    this.#enter('waiting');
  }
  /** @internal Done, and to be done again. */
  renew(): void {
    this.#forget();
    this.#enter('ready');
  }
  /** @internal */
  begin(now: number): void {
    this.#traffic = startTraffic({ loaded: 0, total: this.#total }, now);
    this.#enter('running');
    this.#events.start(this.#total);
  }
  /** @internal */
  report(loaded: number, total: number, now: number): void {
    this.#total = total || this.#total;
    this.#loaded = Math.min(loaded, this.#total);
    this.#traffic &&= look(this.#traffic, { loaded, total: this.#total }, now);
    this.#events.progress(this.#loaded, this.#total, now);
  }
  /** @internal The work is done: the last progress, while the state still says that it goes on, as FileReader does. */
  complete(): void {
    this.#loaded = this.#total;
    this.#events.flush(this.#loaded, this.#total);
  }
  /** @internal */
  succeed(result: Result): void {
    this.#holding = new Holding(result);
    this.#end('done', 'load');
  }
  /** @internal */
  fail(error: Error): void {
    this.#error = error;
    this.#end('failed', error.name === 'TimeoutError' ? 'timeout' : 'error');
  }
  /** @internal */
  cancel(): void {
    this.#end('aborted', 'abort');
  }

  #forget(): void {
    this.#error = null;
    this.#holding = null;
    this.#loaded = 0;
    this.#total = this.size;
    this.#traffic = null;
  }
  #end(state: ItemState, outcome: 'load' | 'abort' | 'error' | 'timeout'): void {
    const ran = this.#state === 'running';
    this.#traffic = null;
    this.#enter(state);
    if (ran) this.#events.end(outcome, this.#loaded, this.#total);
  }
  #enter(state: ItemState): void {
    this.#state = state;
    this.#tellState();
  }
}
