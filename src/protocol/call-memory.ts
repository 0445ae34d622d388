/** What both sides of a call see at once where memory is shared: that it is given up, and how far it is. */
import { setProgress, type CallOptions } from '../operation.js';
import { SharedCancellation } from '../shared/shared-cancellation.js';
import { SharedProgress } from '../shared/shared-progress.js';

/** How it travels with the request. */
export interface CallMemory {
  /** Any of them ends the call: the caller's own, and that of the side that asks. */
  readonly cancellations: readonly SharedArrayBuffer[];
  readonly progress?: SharedArrayBuffer;
}

/** What one try of a call is posted with, and how its side says that it is given up. */
export interface AskedMemory {
  readonly memory: CallMemory;
  readonly cancel: () => void;
}

/** Null when the call has no use for any: tiny calls are posted faster for that. */
export function askWithMemory({ signal, timeout, onProgress }: CallOptions): AskedMemory | null {
  const mayEnd = signal !== undefined || timeout !== undefined;
  const progress = typeof onProgress === 'object' ? shared(onProgress.getBuffer()) : [];
  if (!mayEnd && progress.length === 0) return null;
  const own = mayEnd ? new SharedCancellation() : null;
  const theirs = signal !== undefined && 'isCancelled' in signal ? signal : null;
  const cancellations = [own, theirs].flatMap((one) => (one === null ? [] : shared(one.getBuffer())));
  const memory = { cancellations, ...(progress[0] && { progress: progress[0] }) };
  return { memory, cancel: () => void own?.cancel() };
}

/** As the side that answers sees it. */
export interface AnsweredMemory {
  isCancelled(): boolean;
  /** Null when progress goes by messages. */
  readonly report: ((loaded: number, total: number) => void) | null;
}

/** @throws SharedStateError `wrong-buffer` for memory that is none of ours */
export function answerWithMemory({ cancellations, progress }: CallMemory): AnsweredMemory {
  const ends = cancellations.map((buffer) => SharedCancellation.fromBuffer(buffer));
  const tracker = progress && SharedProgress.fromBuffer(progress);
  return {
    isCancelled: () => ends.some((end) => end.isCancelled()),
    report: tracker ? (loaded, total) => setProgress(tracker, loaded, total) : null,
  };
}

function shared(buffer: ArrayBuffer | SharedArrayBuffer): SharedArrayBuffer[] {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer ? [buffer] : [];
}
