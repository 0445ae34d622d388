/** Progress of a call that may be tried again: a further try begins from nothing, and tells of none of it before it is further than the last. */
import { reporterOf, type CallOptions, type Progress } from '../operation.js';

export interface Onward {
  /** What this try is given. A SharedProgress only the first: who sets it from another thread does not know what was there before. */
  readonly given: NonNullable<CallOptions['onProgress']>;
  readonly tell: (progress: Progress) => void;
  /** The next try begins. */
  again(): void;
}

/** Null for a call that nobody watches. */
export function createOnward(asked: CallOptions['onProgress']): Onward | null {
  const report = reporterOf(asked);
  if (asked === undefined || report === undefined) return null;
  let isFirst = true;
  let furthest = 0;
  /** Within a try an operation may go back, if it means to. */
  let floor = 0;
  const tell = (progress: Progress) => {
    if (progress.loaded < floor) return;
    furthest = Math.max(furthest, progress.loaded);
    report(progress);
  };
  return {
    get given() {
      return isFirst && typeof asked === 'object' ? asked : tell;
    },
    tell,
    again() {
      isFirst = false;
      floor = typeof asked === 'object' ? asked.get() : furthest;
    },
  };
}
