/** Fires the platform's progress events on a target, in the platform's order and at the platform's pace. */
import type { News } from './news.js';

export type Outcome = 'load' | 'abort' | 'error' | 'timeout';

const atOnce = { after: (change: () => void) => change(), tell: (fire: () => void) => fire() };

/** Milliseconds between two `progress` events, as XMLHttpRequest has it. */
const pace = 50;

/**
 * `loadstart`, `progress` (at most one in 50 ms, none where nothing moved, and a last one that equals the end), one of `load`, `abort`, `error` and
 * `timeout`, then `loadend`. They do not bubble.
 */
export class ProgressEvents {
  readonly #target: EventTarget;
  readonly #news: Pick<News, 'after' | 'tell'>;
  #lastAt = -Infinity;
  #lastLoaded = -1;
  #lastTotal = -1;

  /** With `news`, what a listener begins is told after what it hears of; without, in the midst of it. */
  constructor(target: EventTarget, news: Pick<News, 'after' | 'tell'> = atOnce) {
    this.#target = target;
    this.#news = news;
  }

  start(total: number): void {
    this.#lastAt = -Infinity;
    this.#lastLoaded = -1;
    this.#fire('loadstart', 0, total);
  }

  progress(loaded: number, total: number, now = performance.now()): void {
    if (now - this.#lastAt < pace || (loaded === this.#lastLoaded && total === this.#lastTotal)) return;
    this.#lastAt = now;
    this.#lastLoaded = loaded;
    this.#lastTotal = total;
    this.#fire('progress', loaded, total);
  }

  /** The last `progress`; to be called while the state still says that work goes on, as FileReader does. */
  flush(loaded: number, total: number): void {
    if (this.#lastLoaded === loaded) return;
    // before it is fired: a listener may end the work, which flushes too
    this.#lastLoaded = loaded;
    this.#lastTotal = total;
    this.#fire('progress', loaded, total);
  }

  end(outcome: Outcome, loaded: number, total: number): void {
    this.#news.after(() => {
      this.#fire(outcome, loaded, total);
      this.#fire('loadend', loaded, total);
    });
  }

  #fire(type: string, loaded: number, total: number): void {
    const event = new ProgressEvent(type, { lengthComputable: total > 0, loaded, total });
    this.#news.tell(() => this.#target.dispatchEvent(event));
  }
}
