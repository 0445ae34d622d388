/** What the ends of a MessageChannelSync say to each other, and which of two writes is the later one. */

/** When a value was written: counted, not timed, as clocks of threads differ. */
export interface Stamp {
  /** One more than any the writer had seen. */
  readonly count: number;
  /** Of two writes with the same count the one of the greater writer is the later, at every end. */
  readonly writer: string;
}

export interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly stamp: Stamp;
}

export type SyncMessage =
  /** I have just come. */
  | { readonly type: 'hello' }
  | { readonly type: 'welcome' | 'bye'; readonly entries: readonly Entry[] }
  | { readonly type: 'set'; readonly entry: Entry }
  /** Set this for me: I leave before I know what it would overwrite. */
  | { readonly type: 'write'; readonly key: string; readonly value: unknown };

export function isLater(stamp: Stamp, than: Stamp | undefined): boolean {
  if (!than) return true;
  return stamp.count === than.count ? stamp.writer > than.writer : stamp.count > than.count;
}
