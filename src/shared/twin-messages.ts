/** What the twins of private memory say to each other: ends tell changes, the creator tells what came of them. */
import type { Change, Outcome } from './changes.js';
import type { Snapshot } from './snapshot.js';

/** Changes of one end are numbered from 1 on. */
export interface SentChange {
  readonly id: number;
  readonly change: Change;
  /** The end wants to know the outcome. */
  readonly asks: boolean;
}

export type FromEnd =
  | { readonly type: 'changes'; readonly changes: readonly SentChange[] }
  /** I am here, and have read all that you said. */
  | { readonly type: 'read' }
  /** One more end, at the other side of this port. */
  | { readonly type: 'join'; readonly port: MessagePort }
  /** I am gone, or know that you are. */
  | { readonly type: 'bye' };

export interface FromCreator {
  /** After `bye` the end is on its own. */
  readonly type: 'state' | 'bye';
  readonly snapshot: Snapshot;
  /** The last of this end's changes that the snapshot contains. */
  readonly applied: number;
  readonly outcomes: readonly { readonly id: number; readonly outcome: Outcome }[];
}
