/** What the ends of a MessageChannelSync say to each other. */
import { isObject } from './passage.js';

/** When a value was written: counted, not timed, as clocks of threads differ. */
export interface Stamp {
  /** One more than any the writer had seen. */
  readonly count: number;
  /** Of two writes with the same count the one of the greater writer is the later, at every end. */
  readonly writer: string;
}

export interface Write {
  readonly key: string;
  readonly value: unknown;
}

export interface Entry extends Write {
  readonly stamp: Stamp;
}

export type SyncMessage =
  /** I have just come. */
  | { readonly type: 'hello' }
  | { readonly type: 'welcome' | 'bye'; readonly entries: readonly Entry[] }
  | { readonly type: 'set'; readonly entry: Entry }
  /** Set this for me: I leave before I know what it would overwrite. */
  | ({ readonly type: 'write' } & Write);

export function isSyncMessage(data: unknown): data is SyncMessage {
  if (!isObject(data) || !('type' in data)) return false;
  switch (data.type) {
    case 'hello':
      return true;
    case 'welcome':
    case 'bye':
      return 'entries' in data && Array.isArray(data.entries) && data.entries.every(isEntry);
    case 'set':
      return 'entry' in data && isEntry(data.entry);
    case 'write':
      return 'key' in data && typeof data.key === 'string' && 'value' in data;
    default:
      return false;
  }
}

/** A count that is no count would be later than all that come after it. */
function isEntry(value: unknown): boolean {
  if (!isObject(value) || !('key' in value) || !('stamp' in value) || !isObject(value.stamp)) return false;
  const { key, stamp } = value;
  const isStamp = 'count' in stamp && Number.isSafeInteger(stamp.count) && 'writer' in stamp;
  return typeof key === 'string' && isStamp && typeof stamp.writer === 'string';
}
