/** Gives back, in the thread where a handle arrived, the primitive that it stands for. */
import { SharedStateError } from './errors.js';
import type { MemoryKind } from './memory.js';
import { SharedCancellation } from './shared-cancellation.js';
import { SharedCounter } from './shared-counter.js';
import { SharedFlag } from './shared-flag.js';
import { SharedProgress } from './shared-progress.js';
import type { SharedHandle } from './shared-state.js';
import { State } from './state.js';

/** What a handle of each kind becomes. */
export interface Revived {
  progress: SharedProgress;
  cancellation: SharedCancellation;
  counter: SharedCounter;
  flag: SharedFlag;
}

const makers: { readonly [Kind in MemoryKind]: (state: State) => Revived[Kind] } = {
  progress: (state) => new SharedProgress(0, state),
  cancellation: (state) => new SharedCancellation(state),
  counter: (state) => new SharedCounter(0, state),
  flag: (state) => new SharedFlag(false, state),
};

/**
 * The primitive that a handle of `share()` stands for, in the thread it was posted to. Whether memory is shared makes no difference.
 * @throws SharedStateError `wrong-buffer` for anything else
 */
export function revive<Kind extends MemoryKind>(handle: SharedHandle<Kind>): Revived[Kind] {
  const { kind, passage } = handle;
  if (!Object.hasOwn(makers, kind)) throw new SharedStateError('wrong-buffer', 'revive() takes what share() gave.');
  return makers[kind](State.arrive(kind, passage));
}
