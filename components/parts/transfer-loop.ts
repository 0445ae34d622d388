/** Looks at a transfer when there may be something new: in frames while it can be seen, when it is told while not. Keeps what is drawn. */
import type { Source, Unit } from './sources/source.js';
import { addPoint, skipPoints, startCourse, type Course } from './sparkline.js';
import type { Transfer } from './transfer.js';
import { renew, shareOf, type Display, type Shown } from './transfer-words.js';
import { VisibleFrames } from './visible-frames.js';

/** Beyond this a timer of the platform fires at once. */
const longestTimer = 2 ** 31 - 1;

export interface LoopOptions {
  readonly element: Element & { requestUpdate(): void };
  readonly transfer: Transfer;
  /** What is true at this moment. */
  readonly live: () => Shown;
  /** It was looked at: at this share of the whole, null while unknown or nothing goes on. */
  readonly looked: (share: number | null) => void;
  readonly moved: () => void;
}

export class TransferLoop {
  readonly #options: LoopOptions;
  readonly #frames: VisibleFrames;
  #heardOf: Source | null = null;
  #unlisten: (() => void) | null = null;
  /** It was taken out of the page: it listens to nothing. */
  #isAway = false;
  #course = startCourse(0);
  #courseUnit: Unit | undefined;
  #display: Display | null = null;
  #shownShare: number | null = null;
  /** Which buttons there are. */
  #shownOffer = '';
  #isDue = false;
  /** Runs while it goes on out of sight, where no frame would find that it stands. */
  #stallTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#frames = new VisibleFrames(options.element, { frame: () => this.#frame(), changed: () => this.#turned() });
  }

  /** Of the rate. */
  get course(): Course {
    return this.#course;
  }
  get shown(): Shown {
    return this.#display ?? this.#options.live();
  }

  connect(): void {
    this.#isAway = false;
    this.#frames.connect();
  }
  disconnect(): void {
    this.#frames.disconnect();
  }
  leave(): void {
    this.#isAway = true;
    this.#tune();
  }
  /** Listens again, though it is in no page. */
  wake(): void {
    this.#isAway = false;
  }

  follow(source: Source): void {
    const { transfer, element } = this.#options;
    if (source !== transfer.source) {
      transfer.follow(source);
      this.#display = null;
    }
    element.requestUpdate();
    this.#tune();
    this.heard();
  }

  /** The transfer is in another state; `hasBegun` when that opened it. */
  entered(hasBegun: boolean): void {
    if (hasBegun) this.#course = startCourse(performance.now());
    this.#options.element.requestUpdate();
    this.#tune();
    this.#frames.request();
  }

  /** What is to be shown, for a rendering that begins. */
  renew(): void {
    this.#display = renew(this.#display, this.#options.live(), performance.now());
  }

  /** There may be something new: it is looked at in the next frame, at once when nobody sees frames or it is of weight. */
  readonly heard = (): void => {
    if (this.#isAway) return;
    if (!this.#frames.areSeen || this.#options.transfer.isNews) this.#look();
    this.#frames.request();
  };

  /** As `heard`, for what is of no weight and comes by the thousand: out of sight it is looked at once for all of this turn. */
  readonly heardOfOneInside = (): void => {
    if (this.#isAway || this.#isDue) return;
    if (this.#frames.areSeen) {
      this.#frames.request();
      return;
    }
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.heard();
    });
  };

  /** Something changes by itself, so that it has to be looked at again and again. */
  get #isMoving(): boolean {
    const { state, traffic } = this.#options.transfer;
    return state === 'active' && traffic?.isStalled !== true;
  }

  /** Listens to the source, unless it is read in every frame; to nothing while out of the page. */
  #tune(): void {
    const { source, traffic } = this.#options.transfer;
    this.#timeStall();
    const isRead = source?.isPolled === true && this.#frames.areSeen && this.#isMoving;
    const next = isRead || this.#isAway ? null : source;
    if (next === this.#heardOf) return;
    this.#unlisten?.();
    this.#heardOf = next;
    this.#unlisten = next?.listen(this.heard) ?? null;
    // it may have moved since it was read last, and before it was listened to
    if (next?.isPolled && next.read().loaded !== traffic?.loaded) queueMicrotask(this.heard);
  }

  /** One timer, not one for each byte: it is set again when it finds that something has moved meanwhile. */
  #timeStall(): void {
    const { stallsIn } = this.#options.transfer;
    const isNeeded = !this.#isAway && !this.#frames.areSeen && this.#isMoving && stallsIn <= longestTimer;
    if (!isNeeded) {
      clearTimeout(this.#stallTimer);
      this.#stallTimer = undefined;
    } else {
      this.#stallTimer ??= setTimeout(() => {
        this.#stallTimer = undefined;
        this.#look();
      }, stallsIn);
    }
  }

  #frame(): void {
    this.#look();
    this.#refresh();
    if (this.#isMoving || this.#display?.loaded !== this.#options.transfer.count.loaded) this.#frames.request();
  }

  #look(): void {
    const { transfer, live, looked, moved } = this.#options;
    const now = performance.now();
    const before = transfer.traffic?.loaded;
    transfer.look(now);
    const { state, rate, traffic } = transfer;
    if (transfer.source?.unit !== this.#courseUnit) {
      this.#courseUnit = transfer.source?.unit;
      this.#course = startCourse(now);
    }
    const isDrawn = (state === 'active' || state === 'stalled') && rate !== null;
    this.#course = isDrawn ? addPoint(this.#course, rate, now) : skipPoints(this.#course, now);
    looked(state === 'active' ? shareOf(live()) : null);
    this.#tune();
    if (traffic?.loaded !== before) moved();
  }

  /** Renders when there is something else to see. */
  #refresh(): void {
    const live = this.#options.live();
    const share = shareOf(live);
    const isOther = renew(this.#display, live, performance.now()) !== this.#display;
    const { source, canResume } = this.#options.transfer;
    const offer = [source?.abort !== undefined, source?.pause !== undefined, canResume].join();
    if (isOther || share !== this.#shownShare || offer !== this.#shownOffer) this.#options.element.requestUpdate();
    this.#shownShare = share;
    this.#shownOffer = offer;
  }

  /** In view again, or out of it. */
  #turned(): void {
    this.#tune();
    if (!this.#frames.areSeen) return;
    this.#look();
    this.#options.element.requestUpdate();
    this.#frames.request();
  }
}
