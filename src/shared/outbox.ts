/** When to post: many changes as one message, at the pace at which the other side reads, without a timer. */

/** A loop that never yields still posts this often, in milliseconds: once a frame. */
const POST_EVERY = 16;

/**
 * Posts at the end of the turn, and then again when the other side has said that it read what was posted. Whoever never yields
 * hears nothing said, and posts by the clock instead.
 */
export class Outbox {
  readonly #post: () => void;
  /** Nothing is posted before the other side has said that it is there: it may never be. */
  #reader: 'expected' | 'reading' | 'ready';
  #waits = false;
  #due = false;
  #since = 0;

  constructor(post: () => void, reader: 'expected' | 'ready') {
    this.#post = post;
    this.#reader = reader;
  }

  /** There is something to post. */
  touch(): void {
    if (!this.#waits) {
      this.#waits = true;
      if (this.#reader !== 'reading') this.#since = performance.now();
    }
    if (this.#reader === 'expected') return;
    if (this.#reader === 'ready') this.#postThisTurn();
    if (performance.now() - this.#since >= POST_EVERY) this.flush();
  }

  /** The other side has read what was posted. */
  wasRead(): void {
    this.#reader = 'ready';
    if (this.#waits) this.flush();
  }

  /** Posts now, if there is something. */
  flush(): void {
    if (!this.#waits) return;
    this.#waits = false;
    this.#reader = 'reading';
    this.#since = performance.now();
    this.#post();
  }

  #postThisTurn(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.#reader === 'ready') this.flush();
    });
  }
}
