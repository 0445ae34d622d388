/** Starts that are not at work yet: what has to be found out before may take a while, and is given up like the work itself. */
import { hearAbort } from '../../src/operation.js';

export class Preparations {
  readonly #open = new Set<AbortController>();

  /** Throws when the signal, which is the caller's, is aborted already. `end` it, whatever comes of it. */
  begin(signal?: AbortSignal): Preparation {
    signal?.throwIfAborted();
    const controller = new AbortController();
    const release = signal && hearAbort(signal, (reason) => controller.abort(reason));
    this.#open.add(controller);
    return new Preparation(controller.signal, () => {
      this.#open.delete(controller);
      release?.();
    });
  }

  /** Gives up all of them, at once. */
  abort(reason: unknown): void {
    for (const controller of this.#open) controller.abort(reason);
  }
}

export class Preparation {
  readonly #signal: AbortSignal;
  readonly end: () => void;

  constructor(signal: AbortSignal, end: () => void) {
    this.#signal = signal;
    this.end = end;
  }

  /** To be asked after anything that others could have their say in. */
  throwIfAborted(): void {
    this.#signal.throwIfAborted();
  }

  /** What comes of `found`; rejects as soon as the preparation is given up. */
  until<Found>(found: Promise<Found>): Promise<Found> {
    return new Promise((resolve, reject) => {
      hearAbort(this.#signal, reject);
      found.then(resolve, reject);
    });
  }
}
