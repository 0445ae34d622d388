/** What can be posted of a primitive, in both modes. */
import type { Passage } from './link.js';
import type { MemoryKind } from './memory.js';

export type SharedKind = MemoryKind | 'sync';

/**
 * A primitive on its way to another thread. Post it as it is: `worker.postMessage(handle, handle.transfer)`, alone or inside a
 * message, and give what arrives to `revive`. One handle is for one receiver.
 */
export interface SharedHandle<Kind extends SharedKind = SharedKind, Values extends object = Record<string, unknown>> {
  readonly kind: Kind;
  /** What `revive` makes it from; its insides are nobody's business. */
  readonly passage: Passages<Values>[Kind];
  /** What has to be in the transfer list: nothing with shared memory, a MessagePort otherwise. */
  readonly transfer: Transferable[];
}

interface Passages<Values extends object> extends Record<MemoryKind, Passage> {
  sync: SyncPassage<Values>;
}

/** What a handle of a MessageChannelSync carries. */
export interface SyncPassage<Values extends object> {
  readonly port: MessagePort;
  /** Never there: it only says of what type the values are. */
  readonly values?: Values;
}
