/**
 * Events that are fired when the change they tell of is complete: a listener never sees half of one, and what it changes itself is told
 * after what is being told.
 */
export class News {
  #changing = 0;
  #telling = false;
  readonly #waiting: (() => void)[] = [];

  /** Runs `change`, and then fires what was told in it; inside of another change, or of a listener, when those are over. */
  after(change: () => void): void {
    this.#changing += 1;
    try {
      change();
    } finally {
      this.#changing -= 1;
      this.#tellAll();
    }
  }

  /** `fire` is called once everything before it was told. */
  tell(fire: () => void): void {
    this.#waiting.push(fire);
    this.#tellAll();
  }

  #tellAll(): void {
    if (this.#changing > 0 || this.#telling) return;
    this.#telling = true;
    try {
      for (let fire = this.#waiting.shift(); fire; fire = this.#waiting.shift()) fire();
    } finally {
      this.#telling = false;
    }
  }
}
