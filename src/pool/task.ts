/** One task as the pool sees it. It stands in a queue, or among the tasks of a seat, or nowhere: then it has settled. */
import type { CallOptions } from '../operation.js';
import { createOnward, type Onward } from '../protocol/onward.js';
import type { Pace } from './pace.js';
import type { Queueable } from './task-queue.js';

/** What `execute` is given, without its types: they hold for the caller, and cannot be checked here. */
export interface AnyTask extends CallOptions {
  readonly type: string;
  readonly channel?: string | undefined;
  readonly payload: unknown;
  readonly affinity?: unknown;
}

export interface Task extends Queueable {
  readonly type: string;
  readonly channel: string;
  readonly payload: unknown;
  /** What is handed on with each try. */
  options: CallOptions;
  readonly onward: Onward | null;
  readonly affinity: unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** That of its operation; null when it is never sent ahead, and nothing after it. */
  pace: Pace | null;
  /** The signal is heard while the task is in a queue. */
  stopHearing: (() => void) | null;
  /** Milliseconds of `performance.now()`: since when it waits, and since when it runs. */
  since: number;
  started: number;
  /** Which of the tasks of its worker it was, counted from 1. */
  turn: number;
  /** How often it was tried again. */
  retries: number;
}

/** Resolves and rejects with what the task comes to. */
export function createTask(
  given: AnyTask,
  order: number,
  resolve: (value: unknown) => void,
  reject: (reason: unknown) => void,
): Task {
  const { type, channel = 'custom', payload, priority = 0, affinity } = given;
  const onward = createOnward(given.onProgress);
  return {
    type,
    channel,
    payload,
    options: callOptionsOf(given, onward),
    onward,
    priority,
    affinity,
    order,
    slot: -1,
    resolve,
    reject,
    pace: null,
    stopHearing: null,
    since: performance.now(),
    started: 0,
    turn: 0,
    retries: 0,
  };
}

/** Whether it gave something away that cannot be given twice. */
export function hasMoved({ options }: Task): boolean {
  return options.transfer !== undefined && options.transfer.length > 0;
}

/** A worker that may have begun it is lost, and it goes to another. */
export function beginAgain(task: Task): void {
  const { onward, options } = task;
  if (onward === null) return;
  onward.again();
  task.options = { ...options, onProgress: onward.given };
}

const noOptions: CallOptions = {};

/** Tiny tasks have none of it, and are posted faster for that. */
function callOptionsOf({ signal, timeout, transfer }: AnyTask, onward: Onward | null): CallOptions {
  const plain = signal === undefined && timeout === undefined && onward === null && transfer === undefined;
  return plain ? noOptions : { signal, timeout, onProgress: onward?.given, transfer };
}
