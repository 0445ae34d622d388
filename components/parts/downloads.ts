/** Downloads files, no faster than a browser lets a page: Chromium drops, without a word, what comes after ten within a second. */

export interface Clock {
  /** Milliseconds. */
  now(): number;
  wait(milliseconds: number): Promise<unknown>;
}

/** Downloads in a span: `kBurstDownloadLimit` of Chromium's local_frame.cc. */
const burst = 10;
/** Milliseconds; there it is a second, counted by another clock. */
const span = 1100;
/** Milliseconds until the address of a download is given up: the browser has opened the Blob long before. */
const lifetime = 60_000;

const pageClock: Clock = {
  now: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

export class Downloads {
  readonly #clock: Clock;
  /** When the last ones began, the first of them first. */
  #begun: readonly number[] = [];

  constructor(clock = pageClock) {
    this.#clock = clock;
  }

  /** Resolves when the last one has begun. As many as can be begin at once, which is in the click that asked for them. */
  async start(files: Iterable<File>): Promise<void> {
    for (const file of files) {
      // more than once: others may wait for the same moment
      for (let pause = this.#pause(); pause > 0; pause = this.#pause()) await this.#clock.wait(pause);
      this.#begun = [...this.#begun, this.#clock.now()].slice(-burst);
      download(file);
    }
  }

  /** Milliseconds until the next one may begin. */
  #pause(): number {
    const [first] = this.#begun;
    return first === undefined || this.#begun.length < burst ? 0 : first + span - this.#clock.now();
  }
}

function download(file: File): void {
  const link = document.createElement('a');
  // of another type Chromium 156 gives a name without an ending one: README became README.txt
  link.href = URL.createObjectURL(file.slice(0, file.size, 'application/octet-stream'));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), lifetime);
}
