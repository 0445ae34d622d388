/** The door of every call: what is wrong with its options. Whoever finds out later has entered the call somewhere already. */
import { OperationError } from '../errors.js';
import type { CallOptions } from '../operation.js';

/** Null when nothing is. A signal may be of another frame, a shared primitive of another copy of this library: what counts is what it can do. */
export function problemOf({ signal, timeout, onProgress, priority }: CallOptions): OperationError | null {
  if (
    signal !== undefined &&
    !can(signal, 'addEventListener', 'removeEventListener') &&
    !can(signal, ...cancellation)
  ) {
    return invalid('signal must be an AbortSignal or a SharedCancellation.');
  }
  if (timeout !== undefined && !isTimeout(timeout)) {
    return invalid(`timeout must be a number from 0 up, not ${String(timeout)}.`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function' && !can(onProgress, ...progress)) {
    return invalid('onProgress must be a function or a SharedProgress.');
  }
  if (priority !== undefined && (typeof priority !== 'number' || Number.isNaN(priority))) {
    return invalid(`priority must be a number, not ${String(priority)}.`);
  }
  return null;
}

const cancellation = ['isCancelled', 'throwIfCancelled', 'subscribe', 'getBuffer'] as const;
const progress = ['get', 'set', 'getPercent', 'getBuffer'] as const;

function invalid(message: string): OperationError {
  return new OperationError('invalid', message);
}

function isTimeout(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}

function can(value: unknown, ...methods: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return methods.every((name) => typeof Reflect.get(value, name) === 'function');
}
