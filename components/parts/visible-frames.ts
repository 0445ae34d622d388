/** Frames for an element that can be seen: none are had while it is scrolled away, hidden, in another tab, or removed. */

export class VisibleFrames {
  readonly #host: Element;
  readonly #frame: () => void;
  readonly #changed: () => void;
  #requested = 0;
  #isConnected = false;
  #isInView = true;
  readonly #observer: IntersectionObserver | null;

  /** `changed` is called when the element comes into view or leaves it. */
  constructor(host: Element, { frame, changed }: { readonly frame: () => void; readonly changed: () => void }) {
    this.#host = host;
    this.#frame = frame;
    this.#changed = changed;
    this.#observer =
      typeof IntersectionObserver === 'undefined'
        ? null
        : new IntersectionObserver((entries) => this.#see(entries.at(-1)?.isIntersecting ?? true));
  }

  /** The element can be seen, as far as is known. */
  get areSeen(): boolean {
    return this.#isConnected && this.#isInView && !document.hidden;
  }

  connect(): void {
    this.#isConnected = true;
    this.#isInView = true;
    this.#observer?.observe(this.#host);
    document.addEventListener('visibilitychange', this.#turned);
  }
  disconnect(): void {
    this.#isConnected = false;
    this.#observer?.disconnect();
    document.removeEventListener('visibilitychange', this.#turned);
    this.#cancel();
  }

  /** Asks for one frame; asking again before it comes changes nothing. */
  request(): void {
    if (!this.areSeen || this.#requested !== 0) return;
    this.#requested = requestAnimationFrame(() => {
      this.#requested = 0;
      this.#frame();
    });
  }

  #see(isInView: boolean): void {
    if (isInView === this.#isInView) return;
    this.#isInView = isInView;
    this.#turned();
  }
  readonly #turned = (): void => {
    if (!this.areSeen) this.#cancel();
    this.#changed();
  };
  #cancel(): void {
    cancelAnimationFrame(this.#requested);
    this.#requested = 0;
  }
}
