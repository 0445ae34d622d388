/** One transfer from its beginning to its end: reads a source, keeps its state and its traffic, fires its events. */
import { News } from './news.js';
import { ProgressEvents, type Outcome } from './progress-events.js';
import { stateNews } from './state-news.js';
import { asError, isEnded, type Actions, type Phase, type Reading, type Source, type Unit } from './sources/source.js';
import { look, speedOf, startTraffic, type Count, type Traffic } from './traffic.js';

export type TransferState = Phase | 'stalled';

export interface TransferOptions {
  /** Where the progress events and `statechange` are fired. */
  readonly target: EventTarget;
  /** Called when `state` is another, before `statechange` is fired. */
  readonly entered: (state: TransferState, before: TransferState) => void;
  /** Milliseconds, asked at each look. */
  readonly stallAfter: () => number;
}

/** One who waits for the end of what is tracked. */
interface Waiter {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

const nothing: Reading = { loaded: 0, total: 0, phase: 'idle' };

export class Transfer {
  #source: Source | null = null;
  /** Of the run that goes on; when it has ended, as it was then. */
  #traffic: Traffic | null = null;
  /** Of the counts in `#traffic`. */
  #unit: Unit = 'none';
  #isOpen = false;
  /** It was paused here, and does not say so itself. */
  #isHeld = false;
  #state: TransferState = 'idle';
  #error: Error | null = null;
  #waiters: Waiter[] = [];
  readonly #acting = new Set<keyof Actions>();
  readonly #news = new News();
  readonly #events: ProgressEvents;
  readonly #tellState: () => void;
  readonly #options: TransferOptions;

  constructor(options: TransferOptions) {
    this.#options = options;
    this.#events = new ProgressEvents(options.target, this.#news);
    this.#tellState = stateNews(options.target, this.#news, () => this.#state);
  }

  get source(): Source | null {
    return this.#source;
  }
  get state(): TransferState {
    return this.#state;
  }
  /** Why it failed; null unless it did. */
  get error(): Error | null {
    return this.#error;
  }
  /** As the source has it now. */
  get count(): Count {
    return countOf(this.#source?.read() ?? nothing);
  }
  get traffic(): Traffic | null {
    return this.#traffic;
  }
  /** Units per second; null while unknown, and when nothing goes on. */
  get rate(): number | null {
    return this.#isOpen && this.#traffic ? speedOf(this.#traffic, this.#traffic.at) : null;
  }
  /** Seconds; null while it cannot be told. */
  get remaining(): number | null {
    return this.#isOpen ? (this.#traffic?.remaining ?? null) : null;
  }
  /** Milliseconds until it counts as stalled, when nothing moves; Infinity where it never does. */
  get stallsIn(): number {
    const source = this.#source;
    if (!this.#traffic || source?.isPlain || source?.isSilent) return Infinity;
    return Math.max(1, this.#traffic.movedAt + this.#options.stallAfter() - performance.now());
  }
  /** It is paused, or as far as it can be. */
  get canResume(): boolean {
    const source = this.#source;
    return this.#isOpen && source?.resume !== undefined && (this.#state === 'paused' || !source.pause);
  }
  /** The source is in a phase that `state` does not tell of yet. */
  get isNews(): boolean {
    const phase = this.#source?.phase ?? this.#source?.read().phase ?? 'idle';
    return phase !== (this.#state === 'stalled' ? 'active' : this.#state);
  }

  /** Shows `source` from now on; who waited for the end of another waits no longer, and its run is told of as aborted. */
  follow(source: Source | null, now = performance.now()): void {
    const waiters = this.#waiters;
    const left = this.#isOpen && !this.#source?.isPlain ? this.#traffic : null;
    this.#waiters = [];
    this.#source = source;
    this.#isOpen = false;
    this.#isHeld = false;
    this.#traffic = null;
    this.#error = null;
    for (const { reject } of waiters) reject(notTracked());
    if (left) {
      this.#news.after(() => {
        this.#enter('idle');
        this.#events.end('abort', left.loaded, left.total);
      });
      if (source !== this.#source) return;
    }
    const phase = source?.read().phase ?? 'idle';
    // what has ended before it was shown is no news
    if (phase === 'idle' || isEnded(phase)) this.#settle(source?.read() ?? nothing);
    else this.look(now);
  }

  /** Resolves when `source` is complete; rejects with why it failed or was aborted, or when it is not followed, or no longer. */
  whenEnded(source: Source): Promise<void> {
    if (source !== this.#source) return Promise.reject(notTracked());
    const ended = new Promise<void>((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
    });
    if (isEnded(this.#state)) this.#answer(source.read());
    return ended;
  }

  /** Nobody is to wait for an end that nobody would see. */
  giveUp(reason: unknown): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const { reject } of waiters) reject(reason);
  }

  /** Reads the source, and tells what has become of it. */
  look(now = performance.now()): void {
    const source = this.#source;
    const reading = source?.read() ?? nothing;
    const count = countOf(reading);
    if (reading.phase === 'active' || reading.phase === 'paused') {
      if (!this.#isOpen) this.#begin(count, now);
      if (this.#goesOn(source)) this.#move(reading, count, now);
    } else if (this.#isOpen) {
      this.#end(reading, count, now);
    } else if (isEnded(reading.phase) && this.#state === 'idle' && !source?.isPlain) {
      // all of it went by between two looks
      this.#begin(count, now);
      if (this.#goesOn(source)) this.#end(reading, count, now);
    } else {
      this.#enter(reading.phase);
    }
  }

  abort(reason: unknown = new DOMException('The transfer was cancelled.', 'AbortError')): void {
    if (this.#isOpen) this.#act('abort', () => this.#source?.abort?.(reason));
  }
  pause(): void {
    if (!this.#isOpen || this.#state === 'paused' || !this.#source?.pause) return;
    this.#act('pause', () => this.#source?.pause?.());
    this.#isHeld = !this.#source.tellsPause && this.#source.read().phase === 'active';
    this.look();
  }
  resume(): void {
    if (!this.canResume || !this.#source?.resume) return;
    this.#act('resume', () => this.#source?.resume?.());
    this.#isHeld = false;
    this.look();
  }

  /** Two that show each other would hand it to and fro for ever. */
  #act(what: keyof Actions, act: () => void): void {
    if (this.#acting.has(what)) return;
    this.#acting.add(what);
    try {
      act();
    } finally {
      this.#acting.delete(what);
    }
  }

  #begin(count: Count, now: number): void {
    this.#isOpen = true;
    this.#isHeld = false;
    this.#error = null;
    this.#measure(count, now);
    this.#news.after(() => {
      this.#enter('active');
      if (!this.#source?.isPlain) this.#events.start(count.total);
    });
  }

  /** No listener has ended the run meanwhile, or put another in its place. */
  #goesOn(source: Source | null): boolean {
    return source === this.#source && this.#isOpen;
  }

  #measure(count: Count, now: number): void {
    this.#unit = this.#source?.unit ?? 'none';
    this.#traffic = startTraffic(count, now);
  }

  #move({ phase }: Reading, count: Count, now: number): void {
    const source = this.#source;
    // bytes and shares cannot be measured against each other
    if (source?.unit !== this.#unit) this.#measure(count, now);
    if (!this.#traffic) return;
    const isPaused = phase === 'paused' || this.#isHeld;
    this.#traffic = look(this.#traffic, count, now, { isPaused, stallAfter: this.#options.stallAfter() });
    const isStalled = this.#traffic.isStalled && !source?.isPlain && !source?.isSilent;
    this.#news.after(() => {
      this.#enter(isPaused ? 'paused' : isStalled ? 'stalled' : 'active');
      if (!source?.isPlain) this.#events.progress(count.loaded, count.total, now);
    });
  }

  #end(reading: Reading, count: Count, now: number): void {
    const source = this.#source;
    if (this.#traffic) this.#traffic = look(this.#traffic, count, now);
    // a counter may have been emptied: there is no end to tell of
    const hasEnded = isEnded(reading.phase);
    if (hasEnded && !source?.isPlain) this.#events.flush(count.loaded, count.total);
    if (!this.#goesOn(source)) return;
    this.#news.after(() => {
      this.#settle(reading);
      if (!hasEnded) return;
      if (!source?.isPlain) this.#events.end(outcomeOf(reading), count.loaded, count.total);
      // before listeners hear of the end, who may track something else; whoever waits goes on after them
      this.#answer(reading);
    });
  }

  #settle({ phase, error = null }: Reading): void {
    this.#isOpen = false;
    this.#isHeld = false;
    this.#error = phase === 'failed' ? (error ?? new Error('The transfer failed.')) : null;
    this.#enter(phase);
  }

  #answer({ phase, error }: Reading): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    const reason = asError(error ?? new DOMException('The transfer was cancelled.', 'AbortError'));
    for (const { resolve, reject } of waiters) {
      if (phase === 'complete') resolve();
      else reject(this.#error ?? reason);
    }
  }

  #enter(state: TransferState): void {
    const before = this.#state;
    if (state === before) return;
    this.#state = state;
    this.#options.entered(state, before);
    this.#tellState();
  }
}

function outcomeOf({ phase, error }: Reading): Outcome {
  if (phase === 'complete') return 'load';
  if (phase === 'aborted') return 'abort';
  return error?.name === 'TimeoutError' ? 'timeout' : 'error';
}

function notTracked(): DOMException {
  return new DOMException('It is not tracked any more.', 'AbortError');
}

/** More than all: the total was wrong (the length of a compressed body, say), so it is not known. */
function countOf(reading: Reading): Count {
  const [loaded, total] = [countable(reading.loaded), countable(reading.total)];
  return { loaded, total: loaded > total ? 0 : total };
}

/** Sources may be anybody's: what is no count is 0. */
function countable(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : 0;
}
