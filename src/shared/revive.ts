/** Gives back, in the thread where a handle arrived, the primitive that it stands for. */
import { SharedStateError } from './errors.js';
import type { SharedHandle, SharedKind, SyncPassage } from './handle.js';
import type { Passage } from './link.js';
import { MessageChannelSync } from './message-channel-sync.js';
import { SharedCancellation } from './shared-cancellation.js';
import { SharedCounter } from './shared-counter.js';
import { SharedFlag } from './shared-flag.js';
import { SharedProgress } from './shared-progress.js';
import { State } from './state.js';

/** What a handle of each kind becomes. */
export interface Revived<Values extends object = Record<string, unknown>> {
  progress: SharedProgress;
  cancellation: SharedCancellation;
  counter: SharedCounter;
  flag: SharedFlag;
  sync: MessageChannelSync<Values>;
}

/**
 * The primitive that a handle of `share()` stands for, in the thread it was posted to. Whether memory is shared makes no difference.
 * @throws SharedStateError `not-ours` for anything else
 */
export function revive<Kind extends SharedKind, Values extends object = Record<string, unknown>>(
  handle: SharedHandle<Kind, Values>,
): Revived<Values>[Kind];
export function revive<Values extends object>(handle: AnyHandle<Values>): Revived<Values>[SharedKind] {
  if (!isHandle(handle)) throw new SharedStateError('not-ours', 'revive() takes what share() gave, as it arrived.');
  switch (handle.kind) {
    case 'progress':
      return new SharedProgress(0, State.arrive('progress', handle.passage));
    case 'cancellation':
      return new SharedCancellation(State.arrive('cancellation', handle.passage));
    case 'counter':
      return new SharedCounter(0, State.arrive('counter', handle.passage));
    case 'flag':
      return new SharedFlag(false, State.arrive('flag', handle.passage));
    case 'sync':
      return MessageChannelSync.fromPort<Values>(handle.passage.port);
    default:
      throw new SharedStateError('not-ours', 'revive() knows no such kind of handle.');
  }
}

type AnyHandle<Values extends object> =
  | { readonly kind: Exclude<SharedKind, 'sync'>; readonly passage: Passage }
  | { readonly kind: 'sync'; readonly passage: SyncPassage<Values> };

function isHandle(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && 'passage' in value;
}
