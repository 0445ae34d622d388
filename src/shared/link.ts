/** How changes get from one end to the others. A primitive knows this and its memory, and never which kind it has. */
import type { Change, Outcome } from './changes.js';
import type { Snapshot } from './snapshot.js';

/** What a handle carries beside its kind: the memory itself, or a snapshot and the way to the rest. */
export type Passage =
  { readonly buffer: SharedArrayBuffer } | { readonly port: MessagePort; readonly snapshot: Snapshot };

export interface Link {
  /** From now on the memory may be changed by others. */
  expose(): void;
  /** Makes a change; the outcome is what is known of it here and now. */
  change(change: Change): Outcome;
  /** Makes a change whose outcome is final. @throws SharedStateError `not-shared` where it cannot be known at once */
  decide(change: Change): Outcome;
  /** As `decide`, everywhere. */
  ask(change: Change): Promise<Outcome>;
  /** Blocks until it is so, or the time is over. @throws SharedStateError `not-shared`, `cannot-wait` */
  wait(isSo: () => boolean, timeout: number): boolean;
  /** Calls `heard` soon after others' changes, the last included, until the function it gives is called. */
  watch(heard: () => void): () => void;
  share(): Passage;
  close(): void;
}
