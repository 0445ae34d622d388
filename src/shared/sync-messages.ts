/** What the ends of a MessageChannelSync say to each other. */
import { isObject } from './passage.js';

export interface Write {
  readonly key: string;
  readonly value: unknown;
}

/** Ports keep the order of what is posted: that is all that the ends count on. */
export type SyncMessage =
  /** Upwards: I have just come. */
  | { readonly type: 'hello' }
  /** Upwards: put this after all that there is. */
  | ({ readonly type: 'write' } & Write)
  /** Downwards: the oldest of your writes that was not answered comes next. */
  | { readonly type: 'yours' }
  /** Downwards: these writes of others come next. */
  | { readonly type: 'set'; readonly writes: readonly Write[] }
  /** I leave; downwards with what you may not know. */
  | { readonly type: 'bye'; readonly writes: readonly Write[] };

export function isSyncMessage(data: unknown): data is SyncMessage {
  if (!isObject(data) || !('type' in data)) return false;
  switch (data.type) {
    case 'hello':
    case 'yours':
      return true;
    case 'write':
      return isWrite(data);
    case 'set':
    case 'bye':
      return 'writes' in data && Array.isArray(data.writes) && data.writes.every(isWrite);
    default:
      return false;
  }
}

function isWrite(value: unknown): boolean {
  return isObject(value) && 'key' in value && typeof value.key === 'string' && 'value' in value;
}
