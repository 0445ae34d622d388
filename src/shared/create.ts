/** The two primitives that most pages need, by the names of what they are for. */
import { SharedCancellation } from './shared-cancellation.js';
import { SharedProgress } from './shared-progress.js';

/**
 * Progress of `total` units; `using tracker = createProgressTracker(size)` closes it.
 * @throws RangeError when the total is not a safe integer, or below zero
 */
export function createProgressTracker(total = 0): SharedProgress {
  return new SharedProgress(total);
}

/** A cancellation; `using token = createCancellationToken()` closes it. */
export function createCancellationToken(): SharedCancellation {
  return new SharedCancellation();
}
