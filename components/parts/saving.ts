/** Saves what came of files: keeps it from being given up meanwhile, and takes a second press of a button for the first. */
import type { FileItem } from './file-item.js';
import { saveFiles } from './save.js';

/** How far the files are that are written into a folder. */
export interface Writing {
  readonly done: number;
  readonly count: number;
  /** Bytes; those of a file count when it is written, since the browser tells nothing before. */
  readonly loaded: number;
  readonly total: number;
}

export interface SavingEvents {
  /** `writing` is another. */
  readonly moved: () => void;
  /** So many files stand in a folder. */
  readonly written: (count: number) => void;
}

export class Saving {
  readonly #events: SavingEvents;
  readonly #going = new Map<readonly File[], Promise<boolean>>();
  #writing: Writing | null = null;
  /** What `writing` is about. */
  #whose: readonly File[] | null = null;

  constructor(events: SavingEvents) {
    this.#events = events;
  }

  /** Null while nothing is written into a folder; of several folders, the last that went on. */
  get writing(): Writing | null {
    return this.#writing;
  }

  /** `files` is what to save in place of those results that are files. False when nothing was saved. */
  save(items: readonly FileItem[], files: readonly File[] = filesOf(items)): Promise<boolean> {
    if (files.length === 0) throw new DOMException('There is no result to save.', 'InvalidStateError');
    const [, same] = [...this.#going].find(([others]) => isSame(others, files)) ?? [];
    if (same) return same;
    const saved = this.#save(items, files).finally(() => this.#going.delete(files));
    this.#going.set(files, saved);
    return saved;
  }

  async #save(items: readonly FileItem[], files: readonly File[]): Promise<boolean> {
    const letGo = items.map((item) => item.hold());
    const count = files.length;
    const total = files.reduce((sum, { size }) => sum + size, 0);
    let loaded = 0;
    const report = (done: number) => {
      this.#whose = files;
      loaded += files[done - 1]?.size ?? 0;
      this.#show({ done, count, loaded, total });
      if (done === count) this.#events.written(count);
    };
    try {
      const saved = await saveFiles(files, report);
      // nothing tells when a browser has done with a download
      if (saved === 'downloaded') for (const item of items) item.lend();
      return saved !== 'closed';
    } finally {
      for (const one of letGo) one();
      if (this.#whose === files) this.#show(null);
    }
  }

  #show(writing: Writing | null): void {
    this.#writing = writing;
    this.#events.moved();
  }
}

function filesOf(items: readonly FileItem[]): readonly File[] {
  return items.flatMap(({ finished }) => finished ?? []);
}

function isSame(some: readonly File[], others: readonly File[]): boolean {
  return some.length === others.length && some.every((file, index) => file === others[index]);
}
