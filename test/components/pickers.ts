/** Stand-ins for the browser's pickers and for its downloads: what a person answers, and what was written where. */
import { gate } from '../support/gates.js';

export type Answer = 'chosen' | 'closed' | 'busy' | 'refused' | 'full';

/** Keeps what the browser has out of the way, and counts downloads; `end` puts it back. */
export class Pickers {
  /** Names of what was downloaded. */
  readonly downloads: string[] = [];
  /** What stands in the folder or in the files that were chosen; null is a folder. */
  readonly disk = new Map<string, Blob | null>();
  /** How each attempt to write ended. */
  readonly ended: string[] = [];
  /** Dialogs that were opened. */
  asked: string[] = [];
  /** What is written waits for it. */
  writing: () => Promise<unknown> = () => Promise.resolve();
  /** Names that the browser does not allow in a folder. */
  forbidden = /\.lnk$/;
  readonly #had = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);

  constructor() {
    const { downloads } = this;
    for (const name of names) Reflect.deleteProperty(globalThis, name);
    HTMLAnchorElement.prototype.click = function () {
      downloads.push(this.href.startsWith('blob:') ? this.download : this.href);
    };
  }

  /** From now on there are pickers, and this is what comes of them. */
  answer(answer: Answer): void {
    this.#define('showSaveFilePicker', ({ suggestedName }: { suggestedName: string }) => {
      this.asked.push(suggestedName);
      this.#refuse(answer);
      return this.#file(suggestedName, answer);
    });
    this.#define('showDirectoryPicker', ({ mode }: { mode: string }) => {
      this.asked.push(mode);
      this.#refuse(answer);
      return this.#folder(answer);
    });
  }

  /** What is written waits until the test lets it go on. */
  hold(): () => void {
    const { promise, open } = gate();
    this.writing = () => promise;
    return open;
  }

  /** Each file that is written waits for a `next` of its own; `begun` resolves when the next one does. */
  holdEach(): { readonly begun: () => Promise<void>; readonly next: () => void } {
    let begins = gate();
    let goes = gate();
    this.writing = () => {
      begins.open();
      return goes.promise;
    };
    const next = () => {
      const { open } = goes;
      begins = gate();
      goes = gate();
      open();
    };
    return { begun: () => begins.promise, next };
  }

  end(): void {
    // the stand-in above; the real one is HTMLElement's
    Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
    for (const [name, had] of this.#had) {
      Reflect.deleteProperty(globalThis, name);
      if (had) Object.defineProperty(globalThis, name, had);
    }
  }

  #define(name: string, value: (options: never) => unknown): void {
    const show = (options: never) => new Promise((resolve) => resolve(value(options)));
    Object.defineProperty(globalThis, name, { configurable: true, writable: true, value: show });
  }

  #refuse(answer: Answer): void {
    if (answer === 'closed') throw new DOMException('closed', 'AbortError');
    if (answer === 'busy') throw new DOMException('File picker already active.', 'NotAllowedError');
    if (answer === 'refused') throw new DOMException('no click', 'SecurityError');
  }

  #file(name: string, answer: Answer) {
    const writable = {
      write: async (data: Blob) => {
        await this.writing();
        if (answer === 'full' && data.size > 0) throw new DOMException('full', 'QuotaExceededError');
        this.disk.set(name, data);
      },
      close: () => Promise.resolve(void this.ended.push('closed')),
      abort: () => Promise.resolve(void this.ended.push('aborted')),
    };
    return { createWritable: () => Promise.resolve(writable) };
  }

  #folder(answer: Answer) {
    return {
      getFileHandle: async (name: string, { create = false } = {}) => {
        await Promise.resolve();
        if (this.forbidden.test(name)) throw new TypeError('Name is not allowed.');
        if (this.disk.get(name) === null) throw new DOMException('a folder', 'TypeMismatchError');
        if (!create && !this.disk.has(name)) throw new DOMException('not here', 'NotFoundError');
        if (!this.disk.has(name)) this.disk.set(name, new Blob());
        return this.#file(name, answer);
      },
      removeEntry: (name: string) => Promise.resolve(void this.disk.delete(name)),
    };
  }
}

const names = ['showSaveFilePicker', 'showDirectoryPicker'] as const;
