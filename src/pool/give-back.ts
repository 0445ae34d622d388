/** What becomes of a task whose worker is gone: it is done again, as one of its retries or not, or it fails, and why. */
import { IPCError } from '../errors.js';
import { abortOf } from '../operation.js';
import { cancelled } from '../protocol/open-call.js';
import type { Loss } from './crew.js';
import { StartRefusal } from './start.js';
import { beginAgain, hasMoved, type Task } from './task.js';

export interface Loser {
  readonly reason: IPCError;
  readonly loss: Loss;
  /** The task was not sent ahead, or its turn had come. */
  readonly begun: boolean;
  readonly maxRetries: number;
}

/** Null when the task may be done again, by another worker; else why not. */
export function giveBack(task: Task, { reason, loss, begun, maxRetries }: Loser): IPCError | null {
  const aborted = abortOf(task.options.signal);
  const mayHaveRun = loss !== 'start' || (reason instanceof StartRefusal && reason.ran);
  if (aborted !== null) return cancelled(aborted.reason);
  if (hasMoved(task)) return mayHaveRun ? lostBy(reason, loss) : reason;
  if (!mayHaveRun) return null;
  // whether one that was sent ahead had begun nobody knows, but of one that is alone everybody does
  task.pace = null;
  if (begun && task.retries >= maxRetries) return loss === 'start' ? reason : lostBy(reason, loss);
  if (begun) task.retries++;
  beginAgain(task);
  return null;
}

/** Why a task failed that may not be tried again. */
function lostBy(reason: IPCError, loss: Loss): IPCError {
  if (loss === 'ended') {
    const told = 'The worker was ended because of another task, and this one may not be tried again.';
    return new IPCError('terminated', told, { cause: reason });
  }
  if (reason.code === 'crashed') return reason;
  return new IPCError('crashed', `The worker was lost while the task ran: ${reason.message}`, { cause: reason });
}
