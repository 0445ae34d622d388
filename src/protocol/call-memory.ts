/** What both sides of a call see at once where memory is shared: that it is given up, and how far it is. */
import { setProgress, type CallOptions } from '../operation.js';
import { LOADED, STATE, TOTAL } from '../shared/cells.js';
import { apply, read } from '../shared/changes.js';
import { createMemory, isShared, openMemory, type Memory } from '../shared/memory.js';

/** How it travels with the request. */
export interface CallMemory {
  /** Any of them ends the call: the caller's own, and that of the side that asks. */
  readonly cancellations: readonly SharedArrayBuffer[];
  readonly progress?: SharedArrayBuffer;
}

/** What one try of a call is posted with, and how its side says that it is given up. */
export interface AskedMemory {
  readonly memory: CallMemory;
  readonly cancel: () => unknown;
}

/** Null when the call has no use for any: tiny calls are posted faster for that. */
export function askWithMemory({ signal, timeout, onProgress }: CallOptions): AskedMemory | null {
  const progress = typeof onProgress === 'object' ? onProgress.getBuffer() : null;
  if (signal === undefined && timeout === undefined && progress === null) return null;
  // also beside a progress alone: who writes into the caller's memory has to see when to stop
  const own = createMemory('cancellation');
  const theirs = signal !== undefined && 'isCancelled' in signal ? signal.getBuffer() : null;
  const cancellations = [own.buffer, theirs].filter((buffer) => buffer != null).filter(isShared);
  const memory = { cancellations, ...(progress !== null && isShared(progress) && { progress }) };
  return { memory, cancel: () => apply(own, { op: 'settle', text: '' }) };
}

/** As the side that answers sees it. */
export interface AnsweredMemory {
  isCancelled(): boolean;
  /** Null when progress goes by messages. */
  readonly report: ((loaded: number, total: number) => void) | null;
}

/** Null for memory that is none of ours: such a call goes by messages. */
export function answerWithMemory(memory: CallMemory): AnsweredMemory | null {
  try {
    return open(memory);
  } catch {
    return null;
  }
}

function open({ cancellations, progress }: CallMemory): AnsweredMemory {
  const ends = cancellations.map((buffer) => openMemory('cancellation', buffer));
  const shown = progress && bareProgress(openMemory('progress', progress));
  return {
    isCancelled: () => ends.some((end) => read(end, STATE) !== 0),
    report: shown ? (loaded, total) => setProgress(shown, loaded, total) : null,
  };
}

/** What a SharedProgress is over this memory, without the links and listeners that would double the size of a small worker. */
function bareProgress(memory: Memory) {
  return {
    get total() {
      return read(memory, TOTAL);
    },
    set total(to: number) {
      apply(memory, { op: 'set', cell: TOTAL, to });
    },
    set: (to: number) => void apply(memory, { op: 'set', cell: LOADED, to }),
  };
}
