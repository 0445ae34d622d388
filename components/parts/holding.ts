/** What became of a file, and who may still need it: so that the disk it may stand on is given back, and not too early. */

export class Holding<Result extends object> {
  readonly result: Result;
  #isLent = false;
  #holds = 0;
  #discard: (() => void) | null = null;

  constructor(result: Result) {
    this.result = result;
  }

  /** Handed to somebody who may keep it: it stays until the page is gone. */
  lend(): Result {
    this.#isLent = true;
    return this.result;
  }
  get isLent(): boolean {
    return this.#isLent;
  }

  /** Needed for something that comes to an end: until the function that is returned is called. */
  hold(): () => void {
    this.#holds += 1;
    return () => {
      this.#holds -= 1;
      this.#settle();
    };
  }

  /** Nobody can reach it here any more: it is discarded, now or when those who hold it are done, unless it was lent. */
  leave(discard: (result: Result) => void): void {
    this.#discard = () => discard(this.result);
    this.#settle();
  }

  #settle(): void {
    const discard = this.#discard;
    if (!discard || this.#holds > 0 || this.#isLent) return;
    this.#discard = null;
    discard();
  }
}
