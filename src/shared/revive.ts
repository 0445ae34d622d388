/** Gives back, in the thread where a handle arrived, the primitive that it stands for. */
import { SharedStateError } from './errors.js';
import type { SharedHandle, SharedKind } from './handle.js';
import { MessageChannelSync } from './message-channel-sync.js';
import { isObject, isPort } from './passage.js';
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
export function revive<Values extends object>(handle: unknown): Revived<Values>[SharedKind] {
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
      return MessageChannelSync.fromPort<Values>(portOf(handle.passage));
    default:
      throw new SharedStateError('not-ours', 'revive() knows no such kind of handle.');
  }
}

function isHandle(value: unknown): value is { readonly kind: unknown; readonly passage: unknown } {
  return isObject(value) && Object.hasOwn(value, 'kind') && Object.hasOwn(value, 'passage');
}

function portOf(passage: unknown): MessagePort {
  if (isObject(passage) && 'port' in passage && isPort(passage.port)) return passage.port;
  throw new SharedStateError('not-ours', 'This is not the handle of a MessageChannelSync.');
}
