/**
 * <connectivity-check>: is the network good enough, for what this page needs? Longer than its parts because what an element has to
 * say of itself (attributes, handlers, words) stands on its class; the life of a run, and what it finds out, is in parts/check-*.
 */
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { WorkerBridge } from '../src/bridge/worker-bridge.js';
import type { CallSignal } from '../src/operation.js';
import { announce, prepareAnnouncer } from './parts/announcer.js';
import { count, oneOf } from './parts/attributes.js';
import { planOf, type Plan } from './parts/check-plan.js';
import { reportOf, reportText, type ConnectivityReport, type ReportedCheck } from './parts/check-report.js';
import { CheckSchedule } from './parts/check-schedule.js';
import { CheckSession, ResultEvent, type CheckState } from './parts/check-session.js';
import { checkStyles } from './parts/check-styles.js';
import { limitsAttribute, thresholdsOf, type Limits, type Measure, type Thresholds } from './parts/check-thresholds.js';
import {
  blank,
  type CheckBridge,
  type CheckCode,
  type CheckName,
  type CheckResult,
  type CheckStatus,
  type ConnectivityTargets,
  type IceServers,
  type Verdict,
} from './parts/check-types.js';
import { renderCheck } from './parts/check-view.js';
import { summaryOf } from './parts/check-words.js';
import { define } from './parts/define.js';
import { getHandler, setHandler, type Handler } from './parts/event-handlers.js';
import type { EventMapOf, ProgressEventMap } from './parts/events.js';
import { failureSentence } from './parts/failure.js';
import { keepPlace, notePlace, type Place } from './parts/focus.js';
import { formatTime } from './parts/format.js';
import { followPool } from './parts/pool-lookup.js';
import { ProgressElement } from './parts/progress-element.js';
import { whenGone } from './parts/removal.js';
import { saveFiles } from './parts/save.js';
import { localeOf, phrase, registerStrings, type Say, type Strings } from './parts/strings.js';
import { controls, tokens } from './parts/styles.js';
import { version } from './parts/version.js';

export { registerStrings, ResultEvent };
export type { CheckBridge, CheckCode, CheckName, CheckResult, CheckStatus, ConnectivityReport, ReportedCheck };
export type { CheckState, Limits, Measure, Thresholds, Verdict };

type Own = ProgressEventMap & { result: ResultEvent; change: Event; beforestart: Event };
export type ConnectivityCheckEventMap = EventMapOf<Own>;

/**
 * Checks the network against servers that the page names, and no others: are they there, how far, can others be reached directly,
 * how much goes through. Shows a row for each with figures and advice, keeps the verdict up to date, and hands out a report.
 *
 * @customElement connectivity-check
 *
 * @slot - What stands below it
 * @slot label - The label, in place of `label`
 *
 * @attr {string} urls - Addresses that have to be there, space between them
 * @attr {string} stun - STUN servers, space between them
 * @attr {string} good - Up to where a figure is good: `latency 150, jitter 30, loss 2, download 5, upload 2`
 * @attr {string} warning - Up to where it is a warning and no failure: `latency 300, jitter 100, loss 10, download 1, upload 0.5`
 *
 * @fires {Event} beforestart - A run is about to begin, and to send something; cancelable
 * @fires {ProgressEvent} loadstart - It begins; progress events count checks
 * @fires {ProgressEvent} progress - A check is over
 * @fires {ProgressEvent} load - All are over
 * @fires {ProgressEvent} abort - The run was cancelled
 * @fires {ProgressEvent} error - Nothing could be checked; see `error`
 * @fires {ProgressEvent} timeout - The run was cancelled because it took too long
 * @fires {ProgressEvent} loadend - After each of load, abort, error and timeout
 * @fires {ResultEvent} result - A check is over; see `event.result`
 * @fires {Event} change - `verdict` is another
 * @fires {Event} statechange - `state` is another
 *
 * @csspart base - Everything
 * @csspart header - What stands above the list
 * @csspart verdict - The sign of the verdict
 * @csspart label - The label
 * @csspart status - What is said about the whole
 * @csspart list - The list of checks
 * @csspart check - A check; beside it `check-idle`, `check-running`, `check-passed`, `check-warning`, `check-failed`, `check-skipped`
 * @csspart check-name - Its name
 * @csspart check-figures - What was measured
 * @csspart check-duration - How long it took
 * @csspart check-progress - Its progress bar
 * @csspart advice - What to do about it
 * @csspart sparkline - The course of the latency
 * @csspart choice - The box that allows the bandwidth to be measured
 * @csspart choice-input - The box itself
 * @csspart details - More about a check
 * @csspart details-summary - What opens it
 * @csspart actions - The buttons of the report
 * @csspart notice - What is said when copying or saving failed
 * @csspart button - Every button; beside it `start-button`, `cancel-button`, `copy-button`, `save-button`, `addresses-button`
 *
 * @cssprop --tallow-accent - Colour of the main button, bars, curve and focus
 * @cssprop --tallow-on-accent - Text on it
 * @cssprop --tallow-text - Text; CanvasText by default
 * @cssprop --tallow-surface - Background; Canvas by default
 * @cssprop --tallow-good - What passed
 * @cssprop --tallow-warning - Warnings
 * @cssprop --tallow-danger - What failed
 * @cssprop --tallow-radius - Corners
 * @cssprop --tallow-gap - Space between the parts
 *
 * @cssState unknown - Verdict: nothing is known
 * @cssState online - Verdict: all that was checked passed
 * @cssState limited - Verdict: something got through, and something did not, or not well
 * @cssState offline - Verdict: nothing got through
 * @cssState idle - Nothing was checked
 * @cssState running - A run goes on
 * @cssState done - The last run came to its end
 * @cssState failed - Nothing could be checked
 * @cssState aborted - The last run was cancelled
 */
export class ConnectivityCheck extends ProgressElement<Own> {
  static readonly version: string = version;
  static override readonly styles = [tokens, controls, checkStyles];
  static override readonly properties: PropertyDeclarations = {
    label: { type: String, reflect: true, useDefault: true },
    urls: { type: String, reflect: true, useDefault: true },
    timeout: { reflect: true, useDefault: true, converter: count(5000) },
    latencyUrl: { attribute: 'latency-url', type: String, reflect: true, useDefault: true },
    samples: { reflect: true, useDefault: true, converter: count(10, 1000) },
    stun: { type: String, reflect: true, useDefault: true },
    downloadUrl: { attribute: 'download-url', type: String, reflect: true, useDefault: true },
    uploadUrl: { attribute: 'upload-url', type: String, reflect: true, useDefault: true },
    payloadSize: { attribute: 'payload-size', reflect: true, useDefault: true, converter: count(10_000_000) },
    bandwidth: { type: Boolean, reflect: true, useDefault: true },
    good: { reflect: true, useDefault: true, converter: limitsAttribute },
    warning: { reflect: true, useDefault: true, converter: limitsAttribute },
    autostart: { type: Boolean, reflect: true, useDefault: true },
    interval: { reflect: true, useDefault: true, converter: count() },
    pool: { type: String, reflect: true, useDefault: true },
    announce: { reflect: true, useDefault: true, converter: oneOf('polite', 'off') },
    targets: { attribute: false },
    iceServers: { attribute: false, noAccessor: true },
    bridge: { attribute: false },
    strings: { attribute: false },
  };

  /** What it is called: shown, and told to screen readers. "Connection" by default. */
  declare label: string;
  /** Addresses that have to be there, space between them; relative ones are the page's. Without one there is no such check. */
  declare urls: string;
  /** Milliseconds that each of them has; 5000 by default. */
  declare timeout: number;
  /** Address for the latency; the first of `urls` by default. */
  declare latencyUrl: string;
  /** Round trips for the latency: 10 by default, at most 1000; 0 for no such check. */
  declare samples: number;
  /** STUN servers, space between them. TURN servers need a password, and no attribute may hold one: see `iceServers`. */
  declare stun: string;
  /** Address for the bandwidth; without one there is no such check. */
  declare downloadUrl: string;
  /** Takes POST; without one only the download is measured. */
  declare uploadUrl: string;
  /** Bytes that each direction may move: 10,000,000 by default. */
  declare payloadSize: number;
  /** Somebody agreed to the data that measuring the bandwidth costs; the person, by the box, or the page. Off by default. */
  declare bandwidth: boolean;
  /** Up to where figures are good; what is not named keeps its default. */
  declare good: Partial<Limits>;
  /** Up to where they are a warning and no failure. */
  declare warning: Partial<Limits>;
  /** Checks by itself, once it is in the page and seen; never the bandwidth. */
  declare autostart: boolean;
  /** Milliseconds from one check to the next; 0 (default) for none. Doubled, up to 16 times, while the verdict stays bad. */
  declare interval: number;
  /** Id of a `<worker-pool>`; without one the nearest around it, else the pool of `bridge`. */
  declare pool: string;
  /** `off` says nothing to screen readers by itself. */
  declare announce: 'polite' | 'off';
  /** In place of `urls`, to say what each has to answer; null by default. */
  declare targets: ConnectivityTargets | null;
  /** What is asked: `WorkerBridge.network` by default. Something else with these methods, or a double in a test. */
  declare bridge: CheckBridge;
  /** Words of this element alone, in place of those of its language. */
  declare strings: Partial<Strings>;

  /** Under this name axe-core finds role and name of the element. */
  protected readonly internals = this.attachInternals();
  readonly #schedule = new CheckSchedule({ interval: () => this.interval, check: () => this.#session.checkAgain() });
  readonly #session = new CheckSession(this, {
    wish: () => {
      const { bridge, thresholds, bandwidth } = this;
      return { plan: this.#plan, bridge, thresholds, bandwidth };
    },
    pool: () => followPool(this, this.pool),
    schedule: () => this.#schedule,
    nothing: () => this.#say('check-nothing'),
    report: () => this.toJSON(),
    update: (what) => {
      if (what !== undefined && what !== 'forgotten') this.#isCopied = false;
      if (what !== undefined && what !== 'ended') this.#notice = null;
      if (what === 'forgotten') this.#showsAddresses = false;
      this.requestUpdate();
    },
    become: (left, taken) => {
      const { states } = this.internals;
      for (const word of left) states.delete(word);
      for (const word of taken) states.add(word);
      this.requestUpdate();
    },
    tell: () => this.#tell(),
  });
  #iceServers: IceServers = [];
  #notice: 'failed-copy' | 'failed-save' | null = null;
  #isCopied = false;
  #showsAddresses = false;
  /** It was taken out of the page: all has stopped. */
  #isAway = false;
  /** What autostart is to ask has changed. */
  #isWanted = false;
  #place: Place | null = null;

  constructor() {
    super();
    this.label = '';
    this.urls = '';
    this.timeout = 5000;
    this.latencyUrl = '';
    this.samples = 10;
    this.stun = '';
    this.downloadUrl = '';
    this.uploadUrl = '';
    this.payloadSize = 10_000_000;
    this.bandwidth = false;
    this.good = {};
    this.warning = {};
    this.autostart = false;
    this.interval = 0;
    this.pool = '';
    this.announce = 'polite';
    this.targets = null;
    this.bridge = WorkerBridge.network;
    this.strings = {};
    // CustomStateSet is no Set in every engine: `add` may return nothing
    this.internals.states.add('idle');
    this.internals.states.add('unknown');
    this.addEventListener('command', this.#command);
  }

  /** Registers the class, under its own name or another; does nothing where that name is taken. */
  static define(
    tag = 'connectivity-check',
    registry: CustomElementRegistry | undefined = globalThis.customElements,
  ): void {
    define(tag, this, registry);
  }

  /**
   * STUN and TURN servers beside those of `stun`, as RTCPeerConnection takes them. Reading gives their URLs alone: user name and
   * credential are in no attribute, result, report or event.
   */
  get iceServers(): IceServers {
    return this.#iceServers.map((server) => (typeof server === 'string' ? server : { urls: server.urls }));
  }
  set iceServers(servers: IceServers) {
    const before = this.#iceServers;
    this.#iceServers = Array.from(servers);
    this.requestUpdate('iceServers', before);
  }

  get state(): CheckState {
    return this.#session.state;
  }
  get verdict(): Verdict {
    return this.#session.verdict;
  }
  /** Why nothing could be checked; null unless `state` is `failed`. What failed in one check is in its result. */
  get error(): Error | null {
    return this.state === 'failed' ? this.#session.error : null;
  }
  /**
   * One for each check, in their order; while a run goes on that began by itself, those of the one before. Their records may hold
   * addresses, which the report does not.
   */
  get results(): readonly CheckResult[] {
    const { results } = this.#session;
    if (results.length > 0) return results;
    return this.#plan.checks.map((check): CheckResult => ({ ...blank, check }));
  }
  /** In force for the next run; a report has those that its results were judged by. */
  get thresholds(): Thresholds {
    return thresholdsOf(this.good, this.warning);
  }
  /** Checks that are over, of the run. */
  get loaded(): number {
    return this.#session.loaded;
  }
  /** Checks of the run. */
  get total(): number {
    return this.#session.total;
  }

  /**
   * Checks, and resolves with the report. While a run goes on that does the same, that one is waited for; one that does not, since
   * attributes have changed, is given up with an AbortError. Rejects with the reason of an abort; with OperationError `invalid` when nothing is named that could be checked; with the first error when nothing could be.
   * What the network answers is never an error. The bandwidth is measured only with `bandwidth`.
   */
  check({ signal }: { readonly signal?: CallSignal | undefined } = {}): Promise<ConnectivityReport> {
    const answer = this.#session.check(signal);
    // who does not wait sees the state, and hears the events
    answer.catch(() => undefined);
    return answer;
  }

  /** Cancels the run; nothing happens when there is none. */
  abort(reason: unknown = new DOMException('The check was cancelled.', 'AbortError')): void {
    this.#session.abort(reason);
  }
  /** Cancels, and forgets what was found out. */
  reset(): void {
    this.abort();
    // a listener has begun another, which knows nothing yet
    if (this.#session.isRunning) return;
    this.#schedule.ended(null);
    this.#session.empty();
  }

  /** The report of what is known now: no addresses, no credentials, no queries of URLs. */
  toJSON(): ConnectivityReport {
    const { results, verdict } = this;
    const { endedAt, milliseconds, judgedBy } = this.#session;
    const thresholds = judgedBy ?? this.thresholds;
    return reportOf({ verdict, results, thresholds, version, endedAt, milliseconds }, this.#say, localeOf(this));
  }
  /** The same as text for people. */
  toText(): string {
    return reportText(this.toJSON(), this.#say);
  }
  /** Puts the report on the clipboard; in a click only. Rejects where the browser does not let it. */
  async copy(format: 'text' | 'json' = 'text'): Promise<void> {
    // insecure pages have no clipboard: that too is to reject
    await navigator.clipboard.writeText(this.#written(format));
  }
  /** Saves the report; in a click only. False: the person closed the dialog. */
  async save(format: 'text' | 'json' = 'text'): Promise<boolean> {
    const day = new Date(this.#session.endedAt ?? Date.now()).toISOString().slice(0, 10);
    const [ending, type] = format === 'json' ? ['json', 'application/json'] : ['txt', 'text/plain'];
    const report = new File([this.#written(format)], `connection-report-${day}.${ending}`, { type });
    return (await saveFiles([report])) !== 'closed';
  }

  get onresult(): Handler {
    return getHandler(this, 'result');
  }
  set onresult(handler: Handler<ResultEvent>) {
    setHandler(this, 'result', handler);
  }
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.announce !== 'off') prepareAnnouncer(this);
    this.#schedule.open();
    if (this.#isAway && this.autostart) this.#schedule.request();
    this.#isAway = false;
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    whenGone(this, () => {
      this.#isAway = true;
      this.#schedule.close();
      this.abort(new DOMException('The element was removed from the page.', 'AbortError'));
    });
  }
  protected override firstUpdated(): void {
    // whoever checks because the network is gone cannot load it then; what fails now is told by the check
    this.bridge.preload?.().catch(() => undefined);
  }
  /** Moved by `moveBefore`: nothing stops. */
  connectedMoveCallback(): void {
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#place = notePlace(this.renderRoot);
    // the end of a run is an update, too
    if (this.#session.takeUp()) this.#isWanted = true;
    if (!this.#session.isRunning && changed.has('autostart')) this.#isWanted = true;
    if (changed.has('interval')) this.#schedule.plan();
  }
  protected override render(): TemplateResult {
    return renderCheck({
      results: this.results,
      verdict: this.verdict,
      isRunning: this.#session.isShown,
      status: this.#status,
      label: this.#name,
      share: this.#session.share,
      hasReport: this.#session.endedAt !== null,
      notice: this.#notice ? this.#say(this.#notice) : '',
      isCopied: this.#isCopied,
      bandwidth: this.bandwidth,
      mostBytes: this.#plan.mostBytes,
      showsAddresses: this.#showsAddresses,
      say: this.#say,
      locale: localeOf(this),
      toggle: () => (this.#session.isShown ? this.abort() : void this.check()),
      choose: (measures) => (this.bandwidth = measures),
      toggleAddresses: () => this.#toggleAddresses(),
      copy: () => this.#try(this.copy(), 'failed-copy'),
      save: (format) => this.#try(this.save(format), 'failed-save'),
    });
  }
  protected override updated(): void {
    this.internals.role = 'group';
    this.internals.ariaLabel = this.#name;
    this.internals.ariaBusy = String(this.#session.isShown);
    keepPlace(this.renderRoot, this.#place, ['.start']);
    if (this.#session.isRunning || !this.#isWanted) return;
    this.#isWanted = false;
    // not within an update, which a run would have to follow by another
    if (this.autostart) queueMicrotask(() => this.#schedule.request());
  }

  readonly #say: Say = (name, gaps) => phrase(name, gaps, localeOf(this), this.strings);

  get #name(): string {
    return this.label || (this.getAttribute('aria-label') ?? '') || this.#say('check-label');
  }
  get #plan(): Plan {
    const { urls, targets, timeout, latencyUrl, samples, stun, downloadUrl, uploadUrl, payloadSize } = this;
    const pages = { urls, targets, timeout, latencyUrl, samples, stun };
    return planOf({ ...pages, iceServers: this.#iceServers, downloadUrl, uploadUrl, payloadSize });
  }
  get #status(): string {
    const say = this.#say;
    if (this.#session.isShown) return say('check-of', { done: this.loaded, count: this.total });
    if (this.results.length === 0) return say('check-nothing');
    const { state, verdict } = this;
    const { error, endedAt } = this.#session;
    if (state === 'aborted') return say('check-aborted');
    if (error) return this.#explain(error);
    if (endedAt === null) return say(`check-${verdict}`);
    if (verdict === 'unknown') return say('check-failed');
    return say('check-at', { verdict: say(`check-${verdict}`), time: formatTime(endedAt, localeOf(this)) });
  }
  /** Not in the words of the error: they may hold an address with a password. */
  #explain(error: Error): string {
    const isInvalid = 'code' in error && error.code === 'invalid';
    return isInvalid ? this.#say('advice-invalid') : failureSentence(error, this.#say);
  }

  /** One sentence for the whole, when it is over. */
  #tell(): void {
    if (this.announce === 'off' || !this.isConnected) return;
    const say = this.#say;
    const { error, results, verdict } = this;
    const summary = error ? this.#explain(error) : summaryOf(results, say);
    const name = this.#name;
    const words =
      verdict === 'unknown'
        ? say('advice-about', { name, reason: `${say('check-failed')} ${summary}` })
        : say('said-check', { name, verdict: say(`check-${verdict}`), summary });
    announce(this, words.trim());
  }

  #toggleAddresses(): void {
    this.#showsAddresses = !this.#showsAddresses;
    this.requestUpdate();
  }
  #written(format: 'text' | 'json'): string {
    return format === 'json' ? `${JSON.stringify(this, null, 2)}\n` : this.toText();
  }

  /** For the buttons: what did not work is said beside them. */
  #try(work: Promise<unknown>, otherwise: 'failed-copy' | 'failed-save'): void {
    const done = (notice: typeof otherwise | null): void => {
      this.#notice = notice;
      this.#isCopied = otherwise === 'failed-copy' && notice === null;
      const said = this.#isCopied ? 'copied-report' : notice;
      if (said && this.announce !== 'off') announce(this, this.#say(said));
      this.requestUpdate();
    };
    work.then(
      () => done(null),
      () => done(otherwise),
    );
  }

  readonly #command = (event: Event): void => {
    const command = 'command' in event ? event.command : '';
    if (command === '--check' || command === '--start') void this.check();
    else if (command === '--abort') this.abort();
    else if (command === '--reset') this.reset();
    else if (command === '--copy') this.#try(this.copy(), 'failed-copy');
    else if (command === '--save') this.#try(this.save(), 'failed-save');
    else if (command === '--show-addresses') this.#toggleAddresses();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'connectivity-check': ConnectivityCheck;
  }
}
