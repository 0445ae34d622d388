/** Saves what came of files: keeps it from being given up meanwhile, and takes a second press of a button for the first. */
import type { FileItem } from './file-item.js';
import { saveFiles } from './save.js';

export class Saving {
  readonly #going = new Map<readonly File[], Promise<boolean>>();

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
    try {
      const saved = await saveFiles(files);
      // nothing tells when a browser has done with a download
      if (saved === 'downloaded') for (const item of items) item.lend();
      return saved !== 'closed';
    } finally {
      for (const one of letGo) one();
    }
  }
}

function filesOf(items: readonly FileItem[]): readonly File[] {
  return items.flatMap(({ finished }) => finished ?? []);
}

function isSame(some: readonly File[], others: readonly File[]): boolean {
  return some.length === others.length && some.every((file, index) => file === others[index]);
}
