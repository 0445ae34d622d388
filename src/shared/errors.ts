/** The one error of shared state that the platform has no name for. */

/**
 * Why a shared primitive refused.
 * - `cannot-wait`: this thread must not block (a page, a service worker)
 * - `not-shared`: it cannot be true without shared memory; the message names the way that works everywhere
 * - `not-ours`: the buffer, port or handle is not one of ours, or of another primitive
 * - `uncloneable`: the value cannot be copied between threads
 * - `closed`: the primitive was closed
 */
export type SharedStateErrorCode = 'cannot-wait' | 'not-shared' | 'not-ours' | 'uncloneable' | 'closed';

/** What a shared primitive cannot do. Numbers that do not fit are a `RangeError`, as everywhere. */
export class SharedStateError extends Error {
  readonly code: SharedStateErrorCode;

  constructor(code: SharedStateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SharedStateError';
    this.code = code;
  }
}
