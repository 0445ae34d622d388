/** The life of a connectivity check: its run, what is known, and what is told of both. Longer than most: each step may be cut short by a listener of the one before. */
import { OperationError } from '../../src/errors.js';
import { abortOf, hearAbort, type CallSignal } from '../../src/operation.js';
import { verdictOf } from './check-judgement.js';
import { asksTheSame, isSamePlan, type Plan } from './check-plan.js';
import type { ConnectivityReport } from './check-report.js';
import { runChecks } from './check-run.js';
import type { CheckSchedule } from './check-schedule.js';
import type { Thresholds } from './check-thresholds.js';
import { blank, isEndedCheck, type CheckBridge, type CheckResult, type Verdict } from './check-types.js';
import type { Pool } from './pool-lookup.js';
import { ProgressEvents, type Outcome } from './progress-events.js';

export type CheckState = 'idle' | 'running' | 'done' | 'failed' | 'aborted';

/** What one check found. */
export class ResultEvent extends Event {
  readonly result: CheckResult;

  constructor(result: CheckResult) {
    super('result');
    this.result = result;
  }
}

interface Asked {
  readonly plan: Plan;
  readonly bridge: CheckBridge;
}

/** What is asked for now. */
export interface Wish extends Asked {
  /** Those that figures are judged by. */
  readonly thresholds: Thresholds;
  /** Somebody agreed to the data that it costs. */
  readonly bandwidth: boolean;
}

export interface SessionHost {
  readonly wish: () => Wish;
  /** For one run. */
  readonly pool: () => () => Pool | undefined;
  readonly schedule: () => Pick<CheckSchedule, 'started' | 'ended'>;
  /** Why there is nothing to check, in words. */
  readonly nothing: () => string;
  readonly report: () => ConnectivityReport;
  /** Something that is shown is another; where it is named, a run took the place of what was shown, ended, or all was forgotten. */
  readonly update: (what?: 'shown' | 'ended' | 'forgotten') => void;
  /** State and verdict are others: what was left, and what was taken on. */
  readonly become: (left: readonly string[], taken: readonly string[]) => void;
  /** It is over, and nobody may be looking. */
  readonly tell: () => void;
}

interface Run extends Wish {
  readonly controller: AbortController;
  /** Nobody asked for it now: it began by `autostart`, `interval`, or because the browser went on or off line. */
  readonly isAutomatic: boolean;
  readonly measuresBandwidth: boolean;
  /** The figure of the bandwidth that is kept where none is measured. */
  readonly lastBandwidth: CheckResult | null;
  readonly startedAt: number;
  readonly promise: Promise<ConnectivityReport>;
  readonly resolve: (report: ConnectivityReport) => void;
  readonly reject: (reason: unknown) => void;
  /** `loadstart` was fired: what follows it is to be fired too. */
  isTold: boolean;
  /** Nobody waits for it, and there is something to show meanwhile: that stays as it is until the end. */
  isQuiet: boolean;
  results: readonly CheckResult[];
}

export class CheckSession {
  readonly #target: EventTarget;
  readonly #host: SessionHost;
  readonly #events: ProgressEvents;
  #run: Run | null = null;
  /** Whom the results are of, and whom `takeUp` has seen; null before that. */
  #asked: Asked | null = null;
  #state: CheckState = 'idle';
  #verdict: Verdict = 'unknown';
  #error: Error | null = null;
  #results: readonly CheckResult[] = [];
  #judgedBy: Thresholds | null = null;
  #share: number | null = null;
  #endedAt: number | null = null;
  #milliseconds: number | null = null;

  /** Fires its events on `target`. */
  constructor(target: EventTarget, host: SessionHost) {
    this.#target = target;
    this.#host = host;
    this.#events = new ProgressEvents(target);
  }

  get state(): CheckState {
    return this.#state;
  }
  get verdict(): Verdict {
    return this.#verdict;
  }
  get error(): Error | null {
    return this.#error;
  }
  /** In the order of the plan, the last known of each check; none where nothing is known. */
  get results(): readonly CheckResult[] {
    return this.#results;
  }
  /** The limits they were judged by; null while there are none. */
  get judgedBy(): Thresholds | null {
    return this.#judgedBy;
  }
  /** How far the check that runs is, 0 to 1. */
  get share(): number | null {
    return this.#share;
  }
  /** Of the last run that came to its end. */
  get endedAt(): number | null {
    return this.#endedAt;
  }
  get milliseconds(): number | null {
    return this.#milliseconds;
  }
  get loaded(): number {
    return (this.#run?.results ?? this.#results).filter(isEndedCheck).length;
  }
  get total(): number {
    return this.#run?.plan.checks.length ?? (this.#results.length || this.#host.wish().plan.checks.length);
  }
  get isRunning(): boolean {
    return this.#run !== null;
  }
  /** A run goes on, and not behind what was found out before. */
  get isShown(): boolean {
    return this.#run?.isQuiet === false;
  }

  /** Waits for a run that does the same; one that does not is given up for it. */
  async check(signal: CallSignal | undefined): Promise<ConnectivityReport> {
    const before = abortOf(signal);
    if (before) throw before.reason;
    if (this.#run && !this.#doesWhatIsAsked(this.#run))
      this.#stop(this.#run, new DOMException('A check of something else took its place.', 'AbortError'));
    const joined = this.#run;
    if (joined) this.#bringOut(joined);
    const run = joined ?? this.#begin(false);
    if (!signal) return run.promise;
    return new Promise((resolve, reject) => {
      const stop = (reason: unknown) => (joined ? reject(reason) : this.#stop(run, reason));
      const release = hearAbort(signal, stop);
      run.promise.then(resolve, reject).finally(release);
      // a listener may have aborted it while the run began
      const since = abortOf(signal);
      if (since) stop(since.reason);
    });
  }

  /** It is time: nobody asked for it now. */
  checkAgain(): void {
    if (this.#run || this.#host.wish().plan.checks.length === 0) return;
    try {
      this.#begin(true).promise.catch(() => undefined);
    } catch {
      // a listener of beforestart said no, and is asked again when it is time again
      this.#host.schedule().started();
      this.#host.schedule().ended(this.#verdict);
    }
  }

  abort(reason: unknown): void {
    if (this.#run) this.#stop(this.#run, reason);
  }

  /** As if nothing had been checked. */
  empty(): void {
    this.#forget();
    this.#fire(this.#become('idle', 'unknown'));
  }

  /**
   * What is asked for may be another: then what is known is forgotten, unless a run goes on, which is finished as it was begun. True
   * where somebody else is to be asked now.
   */
  takeUp(): boolean {
    if (this.#run || !this.#isOutdated) return false;
    this.#asked = this.#host.wish();
    if (this.#state !== 'idle') this.empty();
    return true;
  }

  #doesWhatIsAsked({ plan, bridge, measuresBandwidth }: Run): boolean {
    const wish = this.#host.wish();
    const lacksBandwidth = wish.bandwidth && !measuresBandwidth && plan.downloadUrl !== '';
    return !lacksBandwidth && bridge === wish.bridge && isSamePlan(plan, wish.plan);
  }
  /** What is known, or is being found out, is not what is asked for now. */
  get #isOutdated(): boolean {
    const wish = this.#host.wish();
    const asked = this.#asked;
    return !(asked?.bridge === wish.bridge && asksTheSame(asked.plan, wish.plan));
  }

  /** @throws OperationError `invalid` when there is nothing to check; AbortError when `beforestart` was prevented */
  #begin(isAutomatic: boolean): Run {
    if (this.#host.wish().plan.checks.length === 0) throw new OperationError('invalid', this.#host.nothing());
    if (!this.#target.dispatchEvent(new Event('beforestart', { cancelable: true })))
      throw new DOMException('A listener of beforestart prevented the check.', 'AbortError');
    // a listener may have begun one
    if (this.#run) return this.#run;
    const wish = this.#host.wish();
    const isOutdated = this.#isOutdated;
    if (isOutdated) this.#forget();
    const measuresBandwidth = wish.bandwidth && !isAutomatic;
    const lastBandwidth = this.#results.find(({ check, record }) => check === 'bandwidth' && record !== null) ?? null;
    const isQuiet = isAutomatic && !isOutdated && (this.#state === 'done' || this.#state === 'failed');
    const results = wish.plan.checks.map((check): CheckResult => ({ ...blank, check }));
    const timing = { controller: new AbortController(), startedAt: performance.now(), isTold: false, isQuiet: true };
    const run: Run = { ...wish, ...timing, ...settled(), isAutomatic, measuresBandwidth, lastBandwidth, results };
    this.#run = run;
    this.#asked = wish;
    this.#share = null;
    if (!isQuiet) this.#bringOut(run);
    this.#host.schedule().started();
    this.#fire(this.#become('running', isOutdated ? 'unknown' : this.#verdict));
    // each listener may have stopped it
    if (run === this.#run) {
      run.isTold = true;
      this.#events.start(results.length);
    }
    if (run === this.#run) void this.#work(run);
    return run;
  }

  /** From now on it is shown how the run goes, in place of what was found out before. */
  #bringOut(run: Run): void {
    if (!run.isQuiet) return;
    run.isQuiet = false;
    this.#results = run.results;
    this.#judgedBy = run.thresholds;
    this.#error = null;
    this.#host.update('shown');
  }

  async #work(run: Run): Promise<void> {
    try {
      const setting = { ...run, pool: this.#host.pool(), signal: run.controller.signal };
      const results = await runChecks(run.plan, setting, (result, share) => this.#note(run, result, share));
      if (run === this.#run) this.#finish(run, results);
    } catch (error) {
      // an abort has told everything already; whatever else is wrong must not leave it running
      if (run === this.#run) this.#stop(run, error);
    }
  }

  #note(run: Run, result: CheckResult, share: number | null): void {
    if (run !== this.#run) return;
    run.results = run.results.map((one) => (one.check === result.check ? result : one));
    this.#share = share;
    if (!run.isQuiet) {
      this.#results = run.results;
      this.#host.update();
    }
    if (!isEndedCheck(result)) return;
    // one that was kept is no news
    if (result.record === null || result.record !== run.lastBandwidth?.record)
      this.#target.dispatchEvent(new ResultEvent(result));
    if (run === this.#run) this.#events.progress(this.loaded, this.total);
  }

  #finish(run: Run, results: readonly CheckResult[]): void {
    const { loaded, total } = this;
    this.#events.flush(loaded, total);
    // a listener stopped it at the last moment
    if (run !== this.#run) return;
    const before = this.#verdict;
    const [first] = results.flatMap(({ error }) => error ?? []);
    const isFailed = first !== undefined && results.every(({ record }) => record === null);
    const verdict = verdictOf(results);
    this.#results = run.results;
    this.#judgedBy = run.thresholds;
    this.#endedAt = Date.now();
    this.#milliseconds = performance.now() - run.startedAt;
    this.#error = isFailed ? first : null;
    this.#run = null;
    this.#host.update('ended');
    this.#host.schedule().ended(verdict);
    // all of it before anybody hears of it: a listener may begin another run
    const news = this.#become(isFailed ? 'failed' : 'done', verdict);
    const report = this.#host.report();
    if (!run.isQuiet || verdict !== before) this.#host.tell();
    this.#fire(news);
    if (!this.isRunning) this.#events.end(isFailed ? 'error' : 'load', loaded, total);
    if (isFailed) run.reject(first);
    else run.resolve(report);
  }

  #stop(run: Run, reason: unknown): void {
    if (run !== this.#run) return;
    const { loaded, total } = this;
    if (run.isTold) this.#events.flush(loaded, total);
    // a listener stopped it before
    if (run !== this.#run) return;
    this.#run = null;
    this.#error = null;
    // those of a run that was not shown are no more than was known before
    if (!run.isQuiet)
      this.#results = this.#results.map((one) =>
        isEndedCheck(one) ? one : { ...blank, check: one.check, status: 'skipped', code: 'aborted' },
      );
    this.#host.schedule().ended(null);
    const isOutdated = this.#isOutdated;
    if (isOutdated) this.#forget();
    // after an abort it waits for somebody, though others are to be asked
    this.#asked = this.#host.wish();
    const news = this.#become('aborted', isOutdated ? 'unknown' : this.#verdict);
    run.controller.abort(reason);
    this.#fire(news);
    const isLate = reason instanceof Error && reason.name === 'TimeoutError';
    const outcome: Outcome = isLate ? 'timeout' : 'abort';
    // not in the midst of one that a listener has begun
    if (run.isTold && !this.isRunning) this.#events.end(outcome, loaded, total);
    run.reject(reason);
  }

  #forget(): void {
    this.#results = [];
    this.#judgedBy = null;
    this.#endedAt = null;
    this.#milliseconds = null;
    this.#error = null;
    this.#host.update('forgotten');
  }

  /** Takes on both at once; what has to be told of it is left to `#fire`. */
  #become(state: CheckState, verdict: Verdict): readonly ('statechange' | 'change')[] {
    const isOtherState = state !== this.#state;
    const isOtherVerdict = verdict !== this.#verdict;
    const left = [this.#state, this.#verdict];
    this.#state = state;
    this.#verdict = verdict;
    this.#host.become(left, [state, verdict]);
    return [...(isOtherState ? (['statechange'] as const) : []), ...(isOtherVerdict ? (['change'] as const) : [])];
  }
  #fire(news: readonly ('statechange' | 'change')[]): void {
    for (const type of news) this.#target.dispatchEvent(new Event(type));
  }
}

function settled(): Pick<Run, 'promise' | 'resolve' | 'reject'> {
  let resolve: Run['resolve'] = () => undefined;
  let reject: Run['reject'] = () => undefined;
  const promise = new Promise<ConnectivityReport>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
