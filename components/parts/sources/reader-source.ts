/** A count that is read, such as a SharedProgress: in the frame while it is seen, by subscription while it is not. */
import { subscribeIfOpen } from '../../../src/operation.js';
import type { Source } from './source.js';

/** The part of SharedProgress that is needed to show one. */
export interface ProgressReader {
  readonly total: number;
  get(): number;
  subscribe(listener: () => void): () => void;
}

export function isProgressReader(thing: object): thing is ProgressReader {
  return 'get' in thing && typeof thing.get === 'function' && 'subscribe' in thing && 'total' in thing;
}

export function readerSource(progress: ProgressReader): Source {
  return {
    unit: 'byte',
    isPolled: true,
    read() {
      const { total } = progress;
      const loaded = progress.get();
      // a counter has no word for "begun": the first unit is
      const isAll = total > 0 && loaded >= total && Number.isFinite(total) && Number.isFinite(loaded);
      const phase = isAll ? 'complete' : 'active';
      return { loaded, total, phase };
    },
    listen: (heard) => subscribeIfOpen(progress, heard),
  };
}
