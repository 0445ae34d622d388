/** Results that are only steps to another one, and the end of them, however that ends. */
import { discardFile } from './destination.js';

export interface Scratch {
  readonly keep: (file: File) => File;
  /** Gives back its disk. */
  readonly free: (file: File) => void;
  /** It turned out to be the result. */
  readonly release: (file: File) => void;
  /** Frees what is left. */
  readonly close: () => void;
}

/** Nobody waits for the disk: a worker may hold a file there until it has been ended. */
export function openScratch(): Scratch {
  const files = new Set<File>();
  const free = (file: File) => {
    files.delete(file);
    void discardFile(file);
  };
  return {
    keep(file) {
      files.add(file);
      return file;
    },
    free,
    release: (file) => void files.delete(file),
    close: () => files.forEach(free),
  };
}
