/**
 * Works through a list of files, a few at a time: start, cancel, try again, and one state for all of them. One class, longer
 * than others here, because every way into and out of a run must keep the same three things in step: items, run, state.
 */
import { FileItem, type ItemOwner } from './file-item.js';
import { ProgressEvents, type Outcome } from './progress-events.js';
import { addSample, secondsLeft, startRate, unitsPerSecond, type Rate } from './rate.js';
import type { Taken } from './limits.js';
import type { Progress } from '../../src/operation.js';

export type BatchState = 'empty' | 'ready' | 'running' | 'done' | 'failed' | 'aborted';

/** Does the work of one item, and answers with the file that came of it. */
export type Work = (
  item: FileItem,
  options: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
) => Promise<File>;

export interface BatchOptions {
  readonly work: Work;
  /** Where the progress events and `statechange` are fired. */
  readonly target: EventTarget;
  /** Called after every change of a state, so that a view can follow. */
  readonly changed: () => void;
  /** Called after every progress, which is often. */
  readonly moved: () => void;
  /** Files in work at once. */
  readonly concurrency?: number;
}

/** One way through the list: from `start` until nothing waits and nothing runs. */
interface Run {
  readonly items: Set<FileItem>;
  readonly attempts: Map<FileItem, AbortController>;
  readonly settled: Promise<readonly File[]>;
  readonly resolve: (results: readonly File[]) => void;
  readonly reject: (reason: unknown) => void;
  reason: unknown;
  rate: Rate;
}

/** The state of a list is a function of the states of its items, and of nothing else. */
export function stateOf(items: readonly Pick<FileItem, 'state'>[]): Exclude<BatchState, 'running'> {
  const states = new Set(items.map((item) => item.state));
  if (states.has('ready') || states.has('waiting')) return 'ready';
  if (states.has('failed')) return 'failed';
  if (states.has('aborted')) return 'aborted';
  return states.has('done') ? 'done' : 'empty';
}

export class FileBatch implements ItemOwner {
  #items: readonly FileItem[] = [];
  #run: Run | null = null;
  #state: BatchState = 'empty';
  #error: Error | null = null;
  readonly #events: ProgressEvents;
  readonly #options: BatchOptions;

  constructor(options: BatchOptions) {
    this.#options = options;
    this.#events = new ProgressEvents(options.target);
  }

  get items(): readonly FileItem[] {
    return this.#items;
  }
  get state(): BatchState {
    return this.#state;
  }
  /** The first failure among the items; null while there is none. */
  get error(): Error | null {
    return this.#error;
  }
  get results(): readonly File[] {
    return this.#items.flatMap((item) => item.result ?? []);
  }
  /** Items of the run that is going on, or of the list when none is. */
  get running(): readonly FileItem[] {
    return this.#items.filter((item) => (this.#run ? this.#run.items.has(item) : item.state !== 'refused'));
  }
  get loaded(): number {
    return this.running.reduce((sum, item) => sum + item.loaded, 0);
  }
  get total(): number {
    return this.running.reduce((sum, item) => sum + item.total, 0);
  }
  get rate(): number | null {
    return this.#run && unitsPerSecond(this.#run.rate);
  }
  get remaining(): number | null {
    return this.#run && secondsLeft(this.#run.rate, this.total);
  }

  add(taken: readonly Taken[]): readonly FileItem[] {
    const added = taken.map((source) => new FileItem(this, source));
    this.#items = [...this.#items, ...added];
    this.#changed();
    return added;
  }

  /** Runs `chosen` (by default all that are not done); a run that goes on takes them up. Settles with the run. */
  start(chosen: readonly FileItem[] = this.#items): Promise<readonly File[]> {
    const startable = chosen.filter((item) => ['ready', 'failed', 'aborted'].includes(item.state));
    const run = this.#run ?? newRun();
    const fresh = run !== this.#run;
    this.#run = run;
    this.#error = null;
    for (const item of startable) {
      run.items.add(item);
      item.wait();
    }
    this.#changed();
    if (fresh) this.#events.start(this.total);
    this.#pump();
    return run.settled;
  }

  /** Cancels everything that waits or runs, at once. Nothing happens when nothing does. */
  abort(reason: unknown = abortReason()): void {
    const run = this.#run;
    if (!run) return;
    run.reason = reason;
    for (const item of run.items) this.#cancel(run, item, reason);
    this.#pump();
  }

  abortItem(item: FileItem, reason: unknown = abortReason()): void {
    const run = this.#run;
    if (!run?.items.has(item)) return;
    run.reason ??= reason;
    this.#cancel(run, item, reason);
    this.#pump();
  }

  retryItem(item: FileItem): Promise<readonly File[]> {
    return this.start([item]);
  }

  removeItem(item: FileItem): void {
    this.#items = this.#items.filter((other) => other !== item);
    const run = this.#run;
    if (run?.items.has(item)) {
      this.#cancel(run, item, abortReason());
      run.items.delete(item);
    }
    this.#changed();
    this.#pump();
  }

  /** Cancels the run and forgets every item. */
  clear(reason?: unknown): void {
    this.abort(reason);
    this.#items = [];
    this.#error = null;
    this.#changed();
  }

  #pump(): void {
    const run = this.#run;
    if (!run) return;
    for (const item of run.items) {
      if (run.attempts.size >= (this.#options.concurrency ?? 2)) break;
      if (item.state === 'waiting') void this.#attempt(run, item);
    }
    const unfinished = [...run.items].some((item) => item.state === 'waiting' || item.state === 'running');
    if (!unfinished) this.#finish(run);
    else this.#changed();
  }

  async #attempt(run: Run, item: FileItem): Promise<void> {
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
      if (!current()) return;
      item.succeed(result, item.total);
    } catch (thrown) {
      // an attempt that was cancelled has been settled already: its answer comes too late to matter
      if (!current()) return;
      item.fail(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
    run.attempts.delete(item);
    this.#pump();
  }

  #report(run: Run, item: FileItem, loaded: number, total: number): void {
    const now = performance.now();
    item.report(loaded, total, now);
    const sum = this.loaded;
    run.rate = run.rate.loaded === 0 && sum > 0 ? startRate(sum, now) : addSample(run.rate, sum, now);
    this.#events.progress(sum, this.total, now);
    this.#options.moved();
  }

  #cancel(run: Run, item: FileItem, reason: unknown): void {
    const controller = run.attempts.get(item);
    run.attempts.delete(item);
    if (item.state === 'waiting' || item.state === 'running') item.cancel();
    controller?.abort(reason);
  }

  #finish(run: Run): void {
    // a listener that aborted while items were being started has finished the run already
    if (this.#run !== run) return;
    const { loaded, total } = this;
    const items = [...run.items];
    this.#events.flush(loaded, total);
    this.#run = null;
    this.#error = items.find((item) => item.error)?.error ?? null;
    const outcome = outcomeOf(items);
    this.#changed();
    this.#events.end(outcome, loaded, total);
    if (outcome === 'load') run.resolve(this.results);
    else run.reject(outcome === 'abort' ? (run.reason ?? abortReason()) : this.#error);
  }

  #changed(): void {
    const state = this.#run ? 'running' : stateOf(this.#items);
    const before = this.#state;
    this.#state = state;
    this.#options.changed();
    if (state !== before) this.#options.target.dispatchEvent(new Event('statechange'));
  }
}

function outcomeOf(items: readonly FileItem[]): Outcome {
  const errors = items.flatMap((item) => item.error ?? []);
  if (errors.length > 0) return errors.every(({ name }) => name === 'TimeoutError') ? 'timeout' : 'error';
  return items.length === 0 || items.some((item) => item.state === 'aborted') ? 'abort' : 'load';
}

function newRun(): Run {
  let resolve: Run['resolve'] = () => undefined;
  let reject: Run['reject'] = () => undefined;
  const settled = new Promise<readonly File[]>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // who pressed a button holds no promise: the state and the events tell how it ended
  settled.catch(() => undefined);
  const rate = startRate(0, performance.now());
  return { items: new Set(), attempts: new Map(), settled, resolve, reject, reason: undefined, rate };
}

function abortReason(): DOMException {
  return new DOMException('The work was cancelled.', 'AbortError');
}
