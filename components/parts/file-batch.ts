/**
 * Works through a list of files, a few at a time: start, cancel, try again, and one state for all of them. One class, longer
 * than others here, because every way into and out of a run must keep the same three things in step: items, run, state. Each
 * changes them in one go, and listeners, who may do anything, hear of it after.
 */
import { abortReason, answer, newRun, outcomeOf, type Caller, type Run } from './batch-run.js';
import { FileItem, type ItemOwner } from './file-item.js';
import { ProgressEvents } from './progress-events.js';
import { look, speedOf } from './traffic.js';
import type { Taken } from './limits.js';
import { News } from './news.js';
import { stateNews } from './state-news.js';
import type { Progress } from '../../src/operation.js';

export type BatchState = 'empty' | 'ready' | 'running' | 'done' | 'failed' | 'aborted';

export interface WorkOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Does the work of one item, and answers with what came of it. */
export type Work<Result extends object = File, Action extends string = string> = (
  item: FileItem<Result, Action>,
  options: WorkOptions,
) => Promise<Result>;

export interface BatchOptions<Result extends object, Action extends string> {
  readonly work: Work<Result, Action>;
  /** Where the progress events and `statechange` are fired. */
  readonly target: EventTarget;
  /** Called after every change of a state, so that a view can follow. */
  readonly changed: () => void;
  /** Called after every progress, which is often. */
  readonly moved: () => void;
  /** Called when an item leaves the run, however: what was kept for its work is not needed any more. */
  readonly left?: (item: FileItem<Result, Action>) => void;
  /** Receives a result that nobody can reach any more, so that the disk it may stand on is given back. */
  readonly discard?: (result: Result) => void;
  /** Does what `item.retry()` asks for, in place of a plain start. */
  readonly retry?: (item: FileItem<Result, Action>) => Promise<unknown>;
}

/** Files in work at once: one is read while the other is worked on. */
const atOnce = 2;

/** The state of a list is a function of the states of its items, and of nothing else. */
export function stateOf(items: readonly Pick<FileItem, 'state'>[]): Exclude<BatchState, 'running'> {
  const states = new Set(items.map((item) => item.state));
  if (states.has('ready') || states.has('waiting')) return 'ready';
  if (states.has('failed')) return 'failed';
  if (states.has('aborted')) return 'aborted';
  return states.has('done') ? 'done' : 'empty';
}

function isUnfinished({ state }: Pick<FileItem, 'state'>): boolean {
  return state === 'waiting' || state === 'running';
}

export class FileBatch<Result extends object = File, Action extends string = string> implements ItemOwner {
  #items: readonly FileItem<Result, Action>[] = [];
  #run: Run<FileItem<Result, Action>> | null = null;
  #state: BatchState = 'empty';
  #error: Error | null = null;
  readonly news = new News();
  readonly #events: ProgressEvents;
  readonly #tellState: () => void;
  readonly #options: BatchOptions<Result, Action>;

  constructor(options: BatchOptions<Result, Action>) {
    this.#options = options;
    this.#events = new ProgressEvents(options.target, this.news);
    this.#tellState = stateNews(options.target, this.news, () => this.#state);
  }

  get items(): readonly FileItem<Result, Action>[] {
    return this.#items;
  }
  get state(): BatchState {
    return this.#state;
  }
  /** The first failure among the items; null while there is none. */
  get error(): Error | null {
    return this.#error;
  }
  get results(): readonly Result[] {
    return this.#items.flatMap((item) => item.lend() ?? []);
  }
  /** How many results there are. */
  get finished(): number {
    return this.#done.length;
  }
  /** Items of the run that is going on, or of the list when none is. */
  get running(): readonly FileItem<Result, Action>[] {
    return this.#items.filter((item) => (this.#run ? this.#run.items.has(item) : item.state !== 'refused'));
  }
  get loaded(): number {
    return this.running.reduce((sum, item) => sum + item.loaded, 0);
  }
  get total(): number {
    return this.running.reduce((sum, item) => sum + item.total, 0);
  }
  get rate(): number | null {
    return this.#run && speedOf(this.#run.traffic, this.#run.traffic.at);
  }
  get remaining(): number | null {
    return this.#run && this.#run.traffic.remaining;
  }

  add(taken: readonly Taken[]): readonly FileItem<Result, Action>[] {
    const added = taken.map((source) => new FileItem<Result, Action>(this, source));
    this.#items = [...this.#items, ...added];
    this.#changed();
    return added;
  }

  /** Those of `chosen` that a start would set to work. */
  startable(chosen: readonly FileItem<Result, Action>[] = this.#items): readonly FileItem<Result, Action>[] {
    const here = new Set(this.#items);
    return chosen.filter((item) => here.has(item) && ['ready', 'failed', 'aborted'].includes(item.state));
  }

  /**
   * Runs `chosen` (by default all that are not done); a run that goes on takes them up. Settles with the run, by what became
   * of `chosen`: resolves with every item that is done. Does nothing where nothing is to be done. `signal` cancels what this
   * start set to work, and leaves the files of other starts alone.
   */
  start(
    chosen: readonly FileItem<Result, Action>[] = this.#items,
    signal?: AbortSignal,
  ): Promise<readonly FileItem<Result, Action>[]> {
    const ended = new Promise<readonly FileItem<Result, Action>[]>((resolve, reject) => {
      this.#begin(chosen, signal, resolve, reject);
    });
    // who pressed a button holds no promise: the state and the events tell how it ended
    ended.catch(() => undefined);
    return ended;
  }

  #begin(
    chosen: readonly FileItem<Result, Action>[],
    signal: AbortSignal | undefined,
    resolve: Caller<FileItem<Result, Action>>['resolve'],
    reject: Caller<FileItem<Result, Action>>['reject'],
  ): void {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const own = this.startable(chosen);
    const run = this.#run ?? newRun();
    const startable = new Set(own);
    const wanted = chosen.filter((item) => startable.has(item) || run.items.has(item));
    if (wanted.length === 0) {
      resolve(this.#done);
      return;
    }
    const caller = { wanted, resolve, reject };
    const stop = () => {
      const reason: unknown = signal?.reason;
      const mine = own.filter((item) => run.starters.get(item) === caller);
      this.#cancelAll(run, mine, reason);
      reject(reason);
    };
    signal?.addEventListener('abort', stop, { once: true, signal: run.ended.signal });
    this.news.after(() => {
      const fresh = run !== this.#run;
      this.#run = run;
      this.#error = null;
      run.callers.push(caller);
      for (const item of own) {
        run.items.add(item);
        run.starters.set(item, caller);
        run.reasons.delete(item);
        item.wait();
      }
      this.#changed();
      if (fresh) this.#events.start(this.total);
    });
    this.#pump();
  }

  /** Cancels everything that waits or runs, at once. Nothing happens when nothing does. */
  abort(reason: unknown = abortReason()): void {
    const run = this.#run;
    if (!run) return;
    // also for those that were cancelled before: the last word on the run is this one
    for (const item of run.items) if (item.state === 'aborted') run.reasons.set(item, reason);
    this.#cancelAll(run, run.items, reason);
  }

  abortItem(item: FileItem<Result, Action>, reason: unknown = abortReason()): void {
    const run = this.#run;
    if (run?.items.has(item)) this.#cancelAll(run, [item], reason);
  }

  retryItem(item: FileItem<Result, Action>): Promise<unknown> {
    return this.#options.retry?.(item) ?? this.start([item]);
  }

  removeItem(item: FileItem<Result, Action>): void {
    this.news.after(() => {
      this.#items = this.#items.filter((other) => other !== item);
      const run = this.#run;
      if (run?.items.has(item)) {
        this.#cancel(run, item, abortReason());
        run.items.delete(item);
      }
      this.#release(item);
      this.#changed();
    });
    this.#pump();
  }

  /** Cancels the run and forgets every item. */
  clear(reason?: unknown): void {
    this.news.after(() => {
      this.abort(reason);
      for (const item of this.#items) this.#release(item);
      this.#items = [];
      this.#error = null;
      this.#changed();
    });
  }

  /** Makes finished items ready once more, and gives up what came of them. */
  renew(items: readonly FileItem<Result, Action>[]): void {
    const here = new Set(this.#items);
    this.news.after(() => {
      for (const item of items) {
        if (item.state !== 'done' || !here.has(item)) continue;
        this.#release(item);
        item.renew();
      }
      this.#changed();
    });
  }

  get #done(): readonly FileItem<Result, Action>[] {
    return this.#items.filter(({ state }) => state === 'done');
  }

  #release(item: FileItem<Result, Action>): void {
    item.release((result) => this.#options.discard?.(result));
  }

  #pump(): void {
    const run = this.#run;
    if (!run) return;
    this.news.after(() => {
      for (const item of run.items) {
        if (run.attempts.size >= atOnce) break;
        if (item.state === 'waiting') void this.#attempt(run, item);
      }
      if (![...run.items].some(isUnfinished)) this.#finish(run);
      else this.#changed();
    });
  }

  async #attempt(run: Run<FileItem<Result, Action>>, item: FileItem<Result, Action>): Promise<void> {
    const controller = new AbortController();
    const current = () => run.attempts.get(item) === controller;
    run.attempts.set(item, controller);
    item.begin(performance.now());
    try {
      const result = await this.#options.work(item, {
        signal: controller.signal,
        onProgress: ({ loaded, total }) => {
          if (current()) this.#report(run, item, loaded, total);
        },
      });
      if (current()) this.#complete(run, item);
      // it was cancelled, perhaps by a listener just now
      if (!current()) {
        this.#options.discard?.(result);
        return;
      }
      this.#settle(run, item, () => item.succeed(result));
    } catch (thrown) {
      // an attempt that was cancelled has been settled already: its answer comes too late to matter
      if (!current()) return;
      this.#settle(run, item, () => item.fail(thrown instanceof Error ? thrown : new Error(String(thrown))));
    }
  }

  #complete(run: Run<FileItem<Result, Action>>, item: FileItem<Result, Action>): void {
    this.news.after(() => {
      item.complete();
      const others = [...run.items].filter((other) => other !== item);
      if (!others.some(isUnfinished)) this.#events.flush(this.loaded, this.total);
    });
  }

  #settle(run: Run<FileItem<Result, Action>>, item: FileItem<Result, Action>, settle: () => void): void {
    this.news.after(() => {
      this.#leave(run, item);
      settle();
    });
    this.#pump();
  }

  /** Before anybody hears of it: a listener may start the item again. */
  #leave(run: Run<FileItem<Result, Action>>, item: FileItem<Result, Action>): void {
    run.attempts.delete(item);
    this.#options.left?.(item);
  }

  #report(run: Run<FileItem<Result, Action>>, item: FileItem<Result, Action>, loaded: number, total: number): void {
    const now = performance.now();
    this.news.after(() => {
      item.report(loaded, total, now);
      const sum = this.loaded;
      run.traffic = look(run.traffic, { loaded: sum, total: this.total }, now);
      this.#events.progress(sum, this.total, now);
      this.#options.moved();
    });
  }

  #cancelAll(run: Run<FileItem<Result, Action>>, items: Iterable<FileItem<Result, Action>>, reason: unknown): void {
    this.news.after(() => {
      for (const item of items) this.#cancel(run, item, reason);
    });
    this.#pump();
  }

  #cancel(run: Run<FileItem<Result, Action>>, item: FileItem<Result, Action>, reason: unknown): void {
    if (item.state !== 'waiting' && item.state !== 'running') return;
    const controller = run.attempts.get(item);
    run.reasons.set(item, reason);
    this.#leave(run, item);
    item.cancel();
    controller?.abort(reason);
  }

  #finish(run: Run<FileItem<Result, Action>>): void {
    const { loaded, total } = this;
    const items = [...run.items];
    this.#events.flush(loaded, total);
    this.#run = null;
    this.#error = items.find((item) => item.error)?.error ?? null;
    const outcome = outcomeOf(items);
    const answers = run.callers.map((caller) => answer(run, caller, this.#done));
    run.ended.abort();
    this.#changed();
    this.#events.end(outcome, loaded, total);
    for (const settle of answers) this.news.tell(settle);
  }

  #changed(): void {
    this.#state = this.#run ? 'running' : stateOf(this.#items);
    this.#options.changed();
    this.#tellState();
  }
}
