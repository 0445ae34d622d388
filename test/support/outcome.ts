/** How a promise or a call ended, as a value that a test can look at. */
import { OperationError } from '../../src/errors.js';

/** The reason a promise was rejected with; fails when it was not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (reason) {
    return reason;
  }
  throw new Error(`expected a rejection, got ${String(value)}`);
}

/** The code of the OperationError that a call threw; 'none' when it did not throw, and what else was thrown is thrown on. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof OperationError) return error.code;
    throw error;
  }
  return 'none';
}
