/** <transfer-progress>: shows anything that moves, as `<progress>` and more. Half of it says what it is; what it does is in parts/. */
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { prepareAnnouncer } from './parts/announcer.js';
import { count, oneOf } from './parts/attributes.js';
import { define } from './parts/define.js';
import type { EventMapOf, ProgressEventMap } from './parts/events.js';
import { keepPlace, notePlace, type Place } from './parts/focus.js';
import type { ProgressReader } from './parts/sources/reader-source.js';
import { isEnded, type Actions, type Controller, type Unit } from './parts/sources/source.js';
import type { Bytes } from './parts/sources/stream-source.js';
import type { Work, WorkOptions } from './parts/sources/work-source.js';
import { SpokenTransfer } from './parts/spoken-transfer.js';
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
import {
  Tracking,
  type AnyOptions,
  type SourceOptions,
  type StreamOptions,
  type Trackable,
  type TrackOptions,
} from './parts/tracking.js';
import { Transfer, type TransferState } from './parts/transfer.js';
import { hearButtons, hearCommands } from './parts/transfer-controls.js';
import { TransferElement } from './parts/transfer-element.js';
import { childOf, Family } from './parts/transfer-family.js';
import { TransferLoop } from './parts/transfer-loop.js';
import { tellReaders, tellStyles } from './parts/transfer-semantics.js';
import { transferStyles } from './parts/transfer-styles.js';
import { renderTransfer } from './parts/transfer-view.js';
import { shareOf, type Shown } from './parts/transfer-words.js';
import { version } from './parts/version.js';

export { registerStrings };
export type { Bytes, Controller, Phrase, PhraseName, ProgressReader, SourceOptions, StreamOptions, Strings };
export type { TrackOptions, TransferState, Work, WorkOptions };

/** Milliseconds without a byte until a transfer counts as stalled, where nothing else is said; as in wget. */
const usualStall = 5000;
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
 * @fires {ProgressEvent} loadstart - What is tracked begins; bytes, as in all progress events (of several inside: shares, where one of them counts something else). None of them for `value`
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
export class TransferProgress extends TransferElement<Own> {
  static readonly version: string = version;
  static override readonly styles = [tokens, controls, transferStyles];
  static override readonly properties: PropertyDeclarations = {
    label: { type: String, reflect: true, useDefault: true },
    htmlFor: { attribute: 'for', type: String, reflect: true, useDefault: true },
    unit: { reflect: true, useDefault: true, converter: oneOf('auto', 'byte', 'count', 'none') },
    stallTimeout: { attribute: 'stall-timeout', reflect: true, useDefault: true, converter: count(usualStall) },
    announce: { reflect: true, useDefault: true, converter: oneOf('polite', 'off') },
    strings: { attribute: false },
  };
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

  protected override readonly transfer: Transfer;
  readonly #loop: TransferLoop;
  readonly #tracking: Tracking;
  readonly #family: Family;
  readonly #spoken: SpokenTransfer;
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
    const transfer = new Transfer({
      target: this,
      entered: (state, before) => this.#entered(state, before),
      stallAfter: () => (this.stallTimeout === 0 ? Infinity : this.stallTimeout),
    });
    const family = new Family(this, {
      changed: () => tracking.choose(),
      heard: () => loop.heard(),
      moved: () => loop.heardOfOneInside(),
      child: childOf(transfer, () => this.#unit),
    });
    const spoken = new SpokenTransfer({
      element: this,
      say: this.#say,
      locale: () => localeOf(this),
      name: () => this.#name,
      mayRemark: () => this.announce !== 'off' && !family.hasParent && transfer.source?.speaks !== true,
    });
    const loop = new TransferLoop({
      element: this,
      transfer,
      live: () => this.#live,
      looked: (share) => {
        if (share !== null) spoken.move(share);
      },
      moved: () => family.tellParent('moved'),
    });
    const tracking = new Tracking({ element: this, transfer, family, loop });
    this.transfer = transfer;
    this.#loop = loop;
    this.#tracking = tracking;
    this.#family = family;
    this.#spoken = spoken;
    hearCommands(this);
  }

  /** Registers the class, under its own name or another; does nothing where that name is taken. */
  static define(
    tag = 'transfer-progress',
    registry: CustomElementRegistry | undefined = globalThis.customElements,
  ): void {
    define(tag, this, registry);
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
   * Shows a promise: nobody knows how far it is until it settles. Resolves and rejects as it does; the rest is as below.
   */
  track<Result>(promise: PromiseLike<Result>, options?: SourceOptions): Promise<Result>;
  /**
   * Shows a SharedProgress, or a target that fires ProgressEvents (XMLHttpRequest, its `upload`, FileReader, an element), from
   * now on, also when it begins again. Resolves when it is complete. Rejects with why it failed or was aborted; with an
   * AbortError when another is tracked or the element is removed; with the reason of `signal`. Nobody has to listen to that.
   *
   * @example
   * bar.track(request.upload, { controller: request });
   */
  track(source: ProgressReader | EventTarget, options?: SourceOptions): Promise<void>;
  track(thing: Trackable, options: AnyOptions = {}): Promise<unknown> {
    return this.#tracking.track(thing, options);
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
    return this.#tracking.through(stream, { total, signal });
  }

  /** Stops what is shown, where it can be stopped; nothing happens where it cannot, or where nothing goes on. */
  abort(reason?: unknown): void {
    this.transfer.abort(reason);
  }
  pause(): void {
    this.transfer.pause();
  }
  resume(): void {
    this.transfer.resume();
  }
  /** Forgets what was tracked; work that was begun by it is aborted, any other source is left alone. */
  reset(): void {
    this.#tracking.reset();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.announce !== 'off') prepareAnnouncer(this);
    this.#loop.connect();
    this.#family.join();
    this.#tracking.watch(this.htmlFor);
    this.#tracking.choose();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#loop.disconnect();
    this.#tracking.leave();
  }
  /** Moved by `moveBefore`: nothing stops. */
  connectedMoveCallback(): void {
    this.#family.join();
    this.#tracking.watch(this.htmlFor);
    this.requestUpdate();
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    hearButtons(this, root);
    return root;
  }
  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#place = notePlace(this.renderRoot);
    if (changed.has('htmlFor') && this.hasUpdated) this.#tracking.watch(this.htmlFor);
    this.#loop.renew();
  }
  protected override valued(): void {
    this.#tracking.choose();
  }
  protected override render(): TemplateResult {
    const { shown } = this.#loop;
    const { source } = this.transfer;
    const isOpen = !isEnded(shown.state) && shown.state !== 'idle';
    const can = (what: keyof Actions) => isOpen && source?.[what] !== undefined;
    const isPaused = shown.state === 'paused';
    return renderTransfer({
      shown,
      share: shareOf(this.#live),
      course: this.#loop.course,
      label: this.label,
      isLabelled: this.label !== '' || this.#slottedLabel !== '',
      isNested: this.#family.children.size > 0,
      name: this.#name || this.#say('transfer-label'),
      isCompound: this.#isCompound,
      say: this.#say,
      locale: localeOf(this),
      canCancel: can('abort'),
      canPause: !isPaused && can('pause'),
      canResume: this.transfer.canResume,
      slotted: () => this.#slotted(),
    });
  }
  protected override updated(): void {
    tellReaders(this.internals, {
      shown: this.#loop.shown,
      isCompound: this.#isCompound,
      name: this.#name,
      say: this.#say,
      locale: localeOf(this),
    });
    keepPlace(this.renderRoot, this.#place, ['.actions button', '.base']);
  }

  readonly #say: Say = (name, gaps) => phrase(name, gaps, localeOf(this), this.strings);

  get #live(): Shown {
    const { state, error, rate, remaining, count } = this.transfer;
    return { state, error, rate, remaining, unit: this.#unit, ...count };
  }
  get #unit(): Unit {
    return this.unit === 'auto' ? (this.transfer.source?.unit ?? 'none') : this.unit;
  }
  /** There is more to it than a bar, which to screen readers can hold nothing else. */
  get #isCompound(): boolean {
    const { source } = this.transfer;
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

  #entered(state: TransferState, before: TransferState): void {
    tellStyles(this.internals, state);
    const wasOpen = before !== 'idle' && !isEnded(before);
    const isOpen = state !== 'idle' && !isEnded(state);
    const hasBegun = isOpen && !wasOpen;
    if (hasBegun) this.#spoken.start(shareOf(this.#live), this.transfer.source?.isPlain === true);
    if (wasOpen && isEnded(state)) this.#spoken.end(state, this.error);
    this.#loop.entered(hasBegun);
    this.#family.tellParent('heard');
  }

  /** Labels and a `<progress>` may have come or gone. */
  #slotted(): void {
    this.#tracking.adopt();
    this.requestUpdate();
    this.#loop.heard();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'transfer-progress': TransferProgress;
  }
}
