/** The public names of shared state, and nothing else. */
export {
  getSharedStateCapabilities,
  isSharedArrayBufferAvailable,
  type SharedStateCapabilities,
} from './capabilities.js';
export { createCancellationToken, createProgressTracker } from './create.js';
export { SharedStateError, type SharedStateErrorCode } from './errors.js';
export type { SharedHandle, SharedKind } from './handle.js';
export { MessageChannelSync } from './message-channel-sync.js';
export { revive, type Revived } from './revive.js';
export { SharedCancellation } from './shared-cancellation.js';
export { SharedCounter } from './shared-counter.js';
export { SharedFlag } from './shared-flag.js';
export { SharedProgress } from './shared-progress.js';
