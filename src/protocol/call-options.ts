/** The door of every call: what is wrong with its options. Whoever finds out later has entered the call somewhere already. */
import { OperationError } from '../errors.js';
import type { CallOptions } from '../operation.js';

/** Null when nothing is. A signal may be of another frame: what counts is what it can do. */
export function problemOf({ signal, timeout, onProgress, priority }: CallOptions): OperationError | null {
  if (signal !== undefined && !isSignal(signal)) return invalid('signal must be an AbortSignal.');
  if (timeout !== undefined && !isTimeout(timeout)) {
    return invalid(`timeout must be a number from 0 up, not ${String(timeout)}.`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') return invalid('onProgress must be a function.');
  if (priority !== undefined && (typeof priority !== 'number' || Number.isNaN(priority))) {
    return invalid(`priority must be a number, not ${String(priority)}.`);
  }
  return null;
}

function invalid(message: string): OperationError {
  return new OperationError('invalid', message);
}

function isTimeout(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}

function isSignal(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function' &&
    'removeEventListener' in value &&
    typeof value.removeEventListener === 'function'
  );
}
