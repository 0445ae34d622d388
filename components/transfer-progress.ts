/**
 * <transfer-progress>: shows anything that moves, as `<progress>` and more. Longer than its parts because the members of a
 * progress bar and of a tracker have to be on the one class; what they do is in parts/.
 */
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { prepareAnnouncer } from './parts/announcer.js';
import { count, oneOf } from './parts/attributes.js';
import { childrenSource } from './parts/children-source.js';
import { define } from './parts/define.js';
import { getHandler, setHandler, type Handler } from './parts/event-handlers.js';
import { eventSource } from './parts/event-source.js';
import type { EventMapOf, ProgressEventMap } from './parts/events.js';
import { keepPlace, notePlace, type Place } from './parts/focus.js';
import { govern } from './parts/governed-source.js';
import { isPoolElement, poolSource } from './parts/pool-source.js';
import { readElement, valueSource } from './parts/value-source.js';
import { isProgressReader, readerSource, type ProgressReader } from './parts/reader-source.js';
import { whenGone } from './parts/removal.js';
import { isEnded, type Actions, type Controller, type Source, type Unit } from './parts/source.js';
import { addPoint, skipPoints, startCourse } from './parts/sparkline.js';
import { SpokenTransfer } from './parts/spoken-transfer.js';
import { countStream, type Bytes } from './parts/stream-source.js';
import {
  localeOf,
  phrase,
  registerStrings,
  type Phrase,
  type PhraseName,
  type Say,
  type Strings,
} from './parts/strings.js';
import { controls, tokens } from './parts/styles.js';
import { watchTarget } from './parts/target-lookup.js';
import { Transfer, type TransferState } from './parts/transfer.js';
import { Family } from './parts/transfer-family.js';
import { transferStyles } from './parts/transfer-styles.js';
import { renderTransfer } from './parts/transfer-view.js';
import { renew, shareOf, valueWords, type Display, type Shown } from './parts/transfer-words.js';
import { TypedElement } from './parts/typed-events.js';
import { version } from './parts/version.js';
import { VisibleFrames } from './parts/visible-frames.js';
import { workSource, type Work, type WorkOptions } from './parts/work-source.js';

export { registerStrings };
export type { Bytes, Controller, Phrase, PhraseName, ProgressReader, Strings, TransferState, Work, WorkOptions };

/** Milliseconds without a byte until a transfer counts as stalled, where nothing else is said; as in wget. */
const usualStall = 5000;
const states: readonly TransferState[] = ['idle', 'active', 'paused', 'stalled', 'complete', 'failed', 'aborted'];

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

type Own = ProgressEventMap & { cancel: Event };
export type TransferProgressEventMap = EventMapOf<Own>;

/**
 * Shows how far anything is, how fast it goes and how long it still takes: a SharedProgress, an upload, a file that is read, a
 * stream, a call, other elements, or a plain `value` of `max` as in `<progress>`. Can stop and pause what can be stopped and
 * paused. Several inside another one: that shows the sum of them.
 *
 * @customElement transfer-progress
 *
 * @slot - Other `<transfer-progress>` elements, of which this shows the sum; a `<progress>` for pages without script
 * @slot label - The label, in place of `label`
 * @slot cancel - A button that cancels, in place of the built-in one
 * @slot pause - A button that pauses
 * @slot resume - A button that resumes
 *
 * @attr {number} value - How far it is, as on `<progress>`
 * @attr {number} max - How far it can be, as on `<progress>`; 1 by default
 *
 * @fires {ProgressEvent} loadstart - What is tracked begins; bytes, as in all progress events. None of them for `value`
 * @fires {ProgressEvent} progress - At most every 50 ms; the last one equals the end
 * @fires {ProgressEvent} load - It is complete
 * @fires {ProgressEvent} abort - It was cancelled
 * @fires {ProgressEvent} error - It failed; see `error`
 * @fires {ProgressEvent} timeout - It took too long
 * @fires {ProgressEvent} loadend - After each of load, abort, error and timeout
 * @fires {Event} statechange - `state` is another
 * @fires {Event} cancel - Somebody pressed the cancel button; cancelable
 *
 * @csspart base - Everything
 * @csspart header - What stands above the bar
 * @csspart label - The label
 * @csspart status - What is said about it
 * @csspart sparkline - The course of the rate
 * @csspart actions - The buttons
 * @csspart button - Every button; beside it `cancel-button`, `pause-button`, `resume-button`
 * @csspart bar - The bar, a `<progress>`
 *
 * @cssprop --tallow-accent - Colour of bar, curve and focus
 * @cssprop --tallow-text - Text; CanvasText by default
 * @cssprop --tallow-surface - Background; Canvas by default
 * @cssprop --tallow-danger - Failures
 * @cssprop --tallow-good - What is complete
 * @cssprop --tallow-radius - Corners
 * @cssprop --tallow-gap - Space between several
 *
 * @cssState idle - Nothing has begun
 * @cssState active - It goes on
 * @cssState paused - It was paused
 * @cssState stalled - It goes on, and nothing has come for `stall-timeout`
 * @cssState complete - All is done
 * @cssState failed - It failed
 * @cssState aborted - It was cancelled
 * @cssState unknown - It goes on, and nobody knows how far it is
 */
export class TransferProgress extends TypedElement<Own> {
  static readonly version: string = version;
  /** So that a `<label>` can name it, as a `<progress>`; it submits nothing. */
  static readonly formAssociated = true;
  static override readonly styles = [tokens, controls, transferStyles];
  static override readonly properties: PropertyDeclarations = {
    label: { type: String, reflect: true, useDefault: true },
    htmlFor: { attribute: 'for', type: String, reflect: true, useDefault: true },
    unit: { reflect: true, useDefault: true, converter: oneOf('auto', 'byte', 'count', 'none') },
    stallTimeout: { attribute: 'stall-timeout', reflect: true, useDefault: true, converter: count(usualStall) },
    announce: { reflect: true, useDefault: true, converter: oneOf('polite', 'off') },
    strings: { attribute: false },
  };
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'value', 'max'];
  }

  /** What it is that moves: shown, and the name of the bar. */
  declare label: string;
  /** Attribute `for`: id of an element whose progress events are shown, also one that comes later. */
  declare htmlFor: string;
  /** What is counted. `auto` (default): bytes, tasks of a `<worker-pool>`, and for `value` shares of the whole only. */
  declare unit: 'auto' | Unit;
  /** Milliseconds without a byte until it is `stalled`; 5000 by default, 0 for never. */
  declare stallTimeout: number;
  /** `off` says nothing to screen readers by itself. */
  declare announce: 'polite' | 'off';
  /** Words of this element alone, in place of those of its language. */
  declare strings: Partial<Strings>;

  /** Under this name axe-core finds role and name of the element. */
  protected readonly internals = this.attachInternals();
  readonly #transfer: Transfer;
  readonly #frames: VisibleFrames;
  readonly #spoken: SpokenTransfer;
  readonly #plain = valueSource(this);
  /** What `track` or `through` was given last, and what `for` names. */
  #tracked: Source | null = null;
  #target: Source | null = null;
  #unwatch: (() => void) | null = null;
  #heardOf: Source | null = null;
  #unlisten: (() => void) | null = null;
  /** It was taken out of the page: it listens to nothing. */
  #isAway = false;
  readonly #family: Family;
  readonly #sum: Source;
  #course = startCourse(0);
  #display: Display | null = null;
  #place: Place | null = null;

  constructor() {
    super();
    this.label = '';
    this.htmlFor = '';
    this.unit = 'auto';
    this.stallTimeout = usualStall;
    this.announce = 'polite';
    this.strings = {};
    this.internals.states.add('idle');
    this.#transfer = new Transfer({
      target: this,
      entered: (state, before) => this.#entered(state, before),
      stallAfter: () => (this.stallTimeout === 0 ? Infinity : this.stallTimeout),
    });
    const live = () => this.#live;
    const source = () => this.#transfer.source;
    const abort = (reason: unknown) => this.abort(reason);
    const pause = () => this.pause();
    const resume = () => this.resume();
    this.#family = new Family(this, {
      changed: () => this.#choose(),
      heard: this.#heard,
      // read anew each time: the one around it shows what is true at its own moment
      child: {
        get loaded() {
          return live().loaded;
        },
        get total() {
          return live().total;
        },
        get state() {
          return live().state;
        },
        get unit() {
          return live().unit;
        },
        get actions() {
          const able = source();
          return {
            ...(able?.abort && { abort }),
            ...(able?.pause && { pause }),
            ...(able?.resume && { resume }),
          };
        },
      },
    });
    this.#sum = childrenSource(this.#family.children);
    this.#frames = new VisibleFrames(this, { frame: () => this.#frame(), changed: () => this.#turned() });
    this.#spoken = new SpokenTransfer({
      element: this,
      say: this.#say,
      locale: () => localeOf(this),
      name: () => this.#name,
      mayRemark: () => this.announce !== 'off' && !this.#family.hasParent && this.#transfer.source?.speaks !== true,
    });
    this.addEventListener('command', this.#command);
  }

  /** Registers the class, under its own name or another; does nothing where that name is taken. */
  static define(
    tag = 'transfer-progress',
    registry: CustomElementRegistry | undefined = globalThis.customElements,
  ): void {
    define(tag, this, registry);
  }

  /** As on `<progress>`: 0 without one, at most `max`. Without the attribute the bar is indeterminate. */
  get value(): number {
    return readElement(this).value ?? 0;
  }
  /** @throws TypeError when it is no finite number, as on `<progress>` */
  set value(value: number) {
    this.setAttribute('value', String(finite(value)));
  }
  get max(): number {
    return readElement(this).max;
  }
  /** @throws TypeError when it is no finite number; one that is not positive counts as 1 */
  set max(max: number) {
    this.setAttribute('max', String(finite(max)));
  }
  /** 0 to 1; -1 while that is unknown, as on `<progress>`. */
  get position(): number {
    return shareOf(this.#live) ?? -1;
  }
  get labels(): NodeList {
    return this.internals.labels;
  }

  get state(): TransferState {
    return this.#transfer.state;
  }
  /** Why it failed; null unless it did. */
  get error(): Error | null {
    return this.#transfer.error;
  }
  /** Bytes (or what else is counted) done, as it is at this moment. */
  get loaded(): number {
    return this.#transfer.count.loaded;
  }
  /** In all; 0 while unknown, and when more was done than there was to do. */
  get total(): number {
    return this.#transfer.count.total;
  }
  get lengthComputable(): boolean {
    return this.total > 0;
  }
  /** Per second, on average over the last seconds; null until it can be trusted, 0 while paused or stalled. */
  get rate(): number | null {
    return this.#transfer.rate;
  }
  /** Seconds until the end; null while that cannot be told. Stands while paused. */
  get remaining(): number | null {
    return this.#transfer.remaining;
  }

  /**
   * Begins work and shows it: a function that is given `{ signal, onProgress }`, as every call of `WorkerBridge` takes it.
   * Resolves with its result. The cancel button, `abort()`, the signal and the removal of the element abort it; then it
   * rejects at once with the reason.
   *
   * @example
   * const sealed = await bar.track((options) => WorkerBridge.crypto.sealFile(file, passphrase, options));
   */
  track<Result>(work: Work<Result>, options?: TrackOptions): Promise<Result>;
  /**
   * Shows a source whose end is that of `done`: only when that resolves is it complete, and when it rejects it has failed.
   * Resolves with what `done` does.
   *
   * @example
   * await bar.track(progress, { done: pool.execute(task), controller });
   */
  track<Result>(
    source: ProgressReader | EventTarget,
    options: SourceOptions & { readonly done: PromiseLike<Result> },
  ): Promise<Result>;
  /**
   * Shows a SharedProgress, or a target that fires ProgressEvents (XMLHttpRequest, its `upload`, FileReader, an element), from
   * now on, also when it begins again. Resolves when it is complete. Rejects with why it failed or was aborted; with an
   * AbortError when another is tracked or the element is removed; with the reason of `signal`. Nobody has to listen to that.
   *
   * @example
   * bar.track(request.upload, { controller: request });
   */
  track(source: ProgressReader | EventTarget, options?: SourceOptions): Promise<void>;
  track(
    thing: Work<unknown> | ProgressReader | EventTarget,
    options: SourceOptions & { readonly done?: PromiseLike<unknown> } = {},
  ): Promise<unknown> {
    const tracking = this.#track(thing, options);
    // who does not wait sees the state, and hears the events
    tracking.catch(() => undefined);
    return tracking;
  }

  /**
   * Gives a stream of the same bytes, and shows how many have passed. It reads no faster than it is read from; the buttons
   * cancel and pause it. A removed element still lets it pass.
   *
   * @throws TypeError when the stream is locked
   * @example
   * const total = Number(response.headers.get('content-length'));
   * const file = await new Response(bar.through(response.body, { total })).blob();
   */
  through<Chunk extends Bytes>(
    stream: ReadableStream<Chunk>,
    { total = 0, signal }: StreamOptions = {},
  ): ReadableStream<Chunk> {
    const counted = countStream(stream, Number.isFinite(total) ? Math.max(0, total) : 0);
    const stop = () => counted.source.abort?.(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    this.#show(counted.source);
    return counted.stream;
  }

  /** Stops what is shown, where it can be stopped; nothing happens where it cannot, or where nothing goes on. */
  abort(reason?: unknown): void {
    this.#transfer.abort(reason);
  }
  pause(): void {
    this.#transfer.pause();
  }
  resume(): void {
    this.#transfer.resume();
  }
  /** Forgets what was tracked; work that was begun by it is aborted, any other source is left alone. */
  reset(): void {
    const reason = new DOMException('The element was reset.', 'AbortError');
    this.#tracked?.close?.(reason);
    this.#show(null);
  }

  get onloadend(): Handler {
    return getHandler(this, 'loadend');
  }
  set onloadend(handler: Handler<ProgressEvent>) {
    setHandler(this, 'loadend', handler);
  }
  get ontimeout(): Handler {
    return getHandler(this, 'timeout');
  }
  set ontimeout(handler: Handler<ProgressEvent>) {
    setHandler(this, 'timeout', handler);
  }
  get onstatechange(): Handler {
    return getHandler(this, 'statechange');
  }
  set onstatechange(handler: Handler) {
    setHandler(this, 'statechange', handler);
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after);
    if (name === 'value' || name === 'max') this.#choose();
  }
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.announce !== 'off') prepareAnnouncer(this);
    this.#isAway = false;
    this.#frames.connect();
    this.#family.join();
    this.#watch();
    this.#choose();
    this.#heard();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#frames.disconnect();
    whenGone(this, () => this.#leave());
  }
  /** Moved by `moveBefore`: nothing stops. */
  connectedMoveCallback(): void {
    this.#family.join();
    this.#watch();
    this.requestUpdate();
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    root.addEventListener('click', this.#clicked);
    return root;
  }
  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#place = notePlace(this.renderRoot);
    if (changed.has('htmlFor') && this.hasUpdated) this.#watch();
    this.#display = renew(this.#display, this.#live, performance.now());
  }
  protected override render(): TemplateResult {
    const shown = this.#display ?? this.#live;
    const { source } = this.#transfer;
    const isOpen = !isEnded(shown.state) && shown.state !== 'idle';
    const can = (what: keyof Actions) => isOpen && source?.[what] !== undefined;
    const isPaused = shown.state === 'paused';
    return renderTransfer({
      shown,
      share: shareOf(this.#live),
      course: this.#course,
      label: this.label,
      isLabelled: this.label !== '' || this.#slottedLabel !== '',
      isNested: this.#family.children.size > 0,
      name: this.#name || this.#say('transfer-label'),
      isCompound: this.#isCompound,
      say: this.#say,
      locale: localeOf(this),
      canCancel: can('abort'),
      canPause: !isPaused && can('pause'),
      canResume: isPaused && can('resume'),
      slotted: () => this.#slotted(),
    });
  }
  protected override updated(): void {
    this.#tellReaders();
    keepPlace(this.renderRoot, this.#place, ['.actions button', '.base']);
  }

  readonly #say: Say = (name, gaps) => phrase(name, gaps, localeOf(this), this.strings);

  get #live(): Shown {
    const { state, error, rate, remaining, count, source } = this.#transfer;
    const unit = this.unit === 'auto' ? (source?.unit ?? 'none') : this.unit;
    return { state, error, rate, remaining, unit, ...count };
  }
  /** Something changes by itself, so that it has to be looked at again and again. */
  get #isMoving(): boolean {
    return this.state === 'active' && this.#transfer.traffic?.isStalled !== true;
  }
  /** There is more to it than a bar, which to screen readers can hold nothing else. */
  get #isCompound(): boolean {
    const { source } = this.#transfer;
    return this.#family.children.size > 0 || source?.abort !== undefined || source?.pause !== undefined;
  }
  get #slottedLabel(): string {
    return [...this.children].flatMap((child) => (child.slot === 'label' ? child.textContent.trim() : [])).join(' ');
  }
  /** What it is called; may be empty. */
  get #name(): string {
    const labels = [...this.internals.labels].map(({ textContent }) => (textContent ?? '').trim()).join(' ');
    return this.label || this.#slottedLabel || (this.getAttribute('aria-label') ?? '') || labels;
  }

  async #track(
    thing: Work<unknown> | ProgressReader | EventTarget,
    { signal, controller, done }: SourceOptions & { readonly done?: PromiseLike<unknown> },
  ): Promise<unknown> {
    signal?.throwIfAborted();
    const [source, result] = isWork(thing) ? workSource(thing) : [govern(sourceOf(thing), { controller, done })];
    this.#show(source);
    const ended = this.#transfer.whenEnded();
    const over = new AbortController();
    const stop = () => this.#untrack(source, signal?.reason);
    signal?.addEventListener('abort', stop, { signal: over.signal });
    try {
      await ended;
    } catch (error) {
      // work goes on, and answers whoever began it, though something else is shown meanwhile
      if (!result) throw error;
    } finally {
      over.abort();
    }
    return result ?? done;
  }

  #show(source: Source | null): void {
    this.#isAway = false;
    this.#tracked = source;
    this.#choose();
    this.#heard();
  }

  #untrack(source: Source, reason: unknown): void {
    if (source.close) source.close(reason);
    else if (source === this.#tracked) {
      this.#transfer.giveUp(reason);
      this.#show(null);
    }
  }

  /** What there is to be shown: what was tracked goes before `for`, that before `value`, that before the sum of those inside. */
  #choose(): void {
    const isValued = this.hasAttribute('value') || this.hasAttribute('max');
    const rest = !isValued && this.#family.children.size > 0 ? this.#sum : this.#plain;
    const source = this.#tracked ?? this.#target ?? rest;
    if (source !== this.#transfer.source) {
      this.#transfer.follow(source);
      this.#display = null;
    }
    this.requestUpdate();
    this.#tune();
    this.#heard();
  }

  /** Listens to the source, unless it is read in every frame; to nothing while out of the page. */
  #tune(): void {
    const source = this.#isAway ? null : this.#transfer.source;
    const isRead = source?.isPolled === true && this.#frames.areSeen && this.#isMoving;
    const next = isRead ? null : source;
    if (next === this.#heardOf) return;
    this.#unlisten?.();
    this.#heardOf = next;
    this.#unlisten = next?.listen(this.#heard) ?? null;
    // it may have moved since it was read last, and before it was listened to
    if (next?.isPolled && next.read().loaded !== this.#transfer.traffic?.loaded) queueMicrotask(this.#heard);
  }

  /** There may be something new: it is looked at in the next frame, at once when nobody sees frames or it is of weight. */
  readonly #heard = (): void => {
    if (this.#isAway) return;
    if (!this.#frames.areSeen || this.#transfer.isNews) this.#look();
    this.#frames.request();
  };

  #frame(): void {
    this.#look();
    this.#refresh();
    if (this.#isMoving || this.#display?.loaded !== this.loaded) this.#frames.request();
  }

  #look(): void {
    const now = performance.now();
    const before = this.#transfer.traffic?.loaded;
    this.#transfer.look(now);
    const { state, rate, traffic } = this.#transfer;
    const isDrawn = (state === 'active' || state === 'stalled') && rate !== null;
    this.#course = isDrawn ? addPoint(this.#course, rate, now) : skipPoints(this.#course, now);
    const share = state === 'active' ? shareOf(this.#live) : null;
    if (share !== null) this.#spoken.move(share);
    this.#tune();
    if (traffic?.loaded !== before) this.#family.tellParent();
  }

  /** Renders when there is something else to see. */
  #refresh(): void {
    const live = this.#live;
    const isOther = renew(this.#display, live, performance.now()) !== this.#display;
    if (isOther || shareOf(live) !== this.#shownShare) this.requestUpdate();
    this.#shownShare = shareOf(live);
  }
  #shownShare: number | null = null;

  /** In view again, or out of it. */
  #turned(): void {
    this.#tune();
    if (!this.#frames.areSeen) return;
    this.#look();
    this.requestUpdate();
    this.#frames.request();
  }

  #entered(state: TransferState, before: TransferState): void {
    for (const word of states) this.#setState(word, word === state);
    const wasOpen = before !== 'idle' && !isEnded(before);
    const isOpen = state !== 'idle' && !isEnded(state);
    if (isOpen && !wasOpen) {
      this.#course = startCourse(performance.now());
      this.#spoken.start(shareOf(this.#live), this.#transfer.source?.isPlain === true);
    }
    if (wasOpen && isEnded(state)) this.#spoken.end(state, this.error);
    this.requestUpdate();
    this.#tune();
    this.#frames.request();
    this.#family.tellParent();
  }

  #tellReaders(): void {
    const { internals } = this;
    const shown = this.#display ?? this.#live;
    const share = shareOf(shown);
    const isBar = !this.#isCompound;
    this.#setState('unknown', share === null && shown.state === 'active');
    const isKnown = isBar && share !== null && shown.state !== 'idle';
    internals.role = isBar ? 'progressbar' : 'group';
    internals.ariaLabel = this.#name || this.#say('transfer-label');
    internals.ariaValueMin = isBar ? '0' : null;
    internals.ariaValueMax = isBar ? '100' : null;
    internals.ariaValueNow = isKnown ? String(Math.floor(share * 100)) : null;
    internals.ariaValueText = isKnown ? valueWords(shown, this.#say, localeOf(this)) : null;
  }

  #setState(word: string, isOn: boolean): void {
    if (isOn) this.internals.states.add(word);
    else this.internals.states.delete(word);
  }

  /** Buttons of the page's own stand in the slots too. */
  readonly #clicked = (event: Event): void => {
    const slot = event
      .composedPath()
      .find((node) => node instanceof HTMLSlotElement && node.getRootNode() === this.shadowRoot);
    const name = slot instanceof HTMLSlotElement ? slot.name : '';
    if (name === 'cancel') this.#cancel();
    else if (name === 'pause') this.pause();
    else if (name === 'resume') this.resume();
  };
  #cancel(): void {
    if (this.dispatchEvent(new Event('cancel', { cancelable: true }))) this.abort();
  }
  readonly #command = (event: Event): void => {
    const command = 'command' in event ? event.command : '';
    if (command === '--abort') this.abort();
    else if (command === '--pause') this.pause();
    else if (command === '--resume') this.resume();
    else if (command === '--reset') this.reset();
  };

  /** Labels and a `<progress>` may have come or gone. */
  #slotted(): void {
    this.#plain.adopt();
    this.requestUpdate();
    this.#heard();
  }

  #watch(): void {
    this.#unwatch?.();
    this.#unwatch = null;
    if (this.htmlFor === '') this.#aim(null);
    else this.#unwatch = watchTarget(this, this.htmlFor, (target) => this.#aim(target));
  }
  #aim(target: Element | null): void {
    this.#target = target && target !== this ? sourceOf(target) : null;
    this.#choose();
  }

  #leave(): void {
    const reason = new DOMException('The element was removed from the page.', 'AbortError');
    this.#tracked?.close?.(reason);
    this.#isAway = true;
    this.#tune();
    this.#transfer.giveUp(reason);
    this.#unwatch?.();
    this.#unwatch = null;
    this.#family.leave();
  }
}

function isWork(thing: object): thing is Work<unknown> {
  return typeof thing === 'function';
}

function sourceOf(thing: ProgressReader | EventTarget): Source {
  if (isProgressReader(thing)) return readerSource(thing);
  return isPoolElement(thing) ? poolSource(thing) : eventSource(thing);
}

/** As the platform takes a number: also as text. */
function finite(value: unknown): number {
  const number = Number(value);
  if (!Number.isFinite(number)) throw new TypeError(`A finite number was expected, not ${String(value)}.`);
  return number;
}

declare global {
  interface HTMLElementTagNameMap {
    'transfer-progress': TransferProgress;
  }
}
