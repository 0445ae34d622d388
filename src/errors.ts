/** The two kinds of failure: IPCError (the call did not get there) and OperationError (it could not be done). */

/**
 * Why a call never came back with an answer of its own.
 * - `unavailable`: no worker could be started (none in this environment, script missing, refused by a policy, no handshake)
 * - `crashed`: the worker died, or threw outside of any call, while the call was open
 * - `terminated`: the worker, pool or protocol was ended by its owner
 * - `uncloneable`: the payload or the result cannot be copied between threads
 * - `unknown-operation`: the other side does not offer that channel and type
 * - `overloaded`: too many calls wait already
 * - `aborted`, `timeout`: the caller's signal, or the call's deadline
 */
export type IPCErrorCode =
  'unavailable' | 'crashed' | 'terminated' | 'uncloneable' | 'unknown-operation' | 'overloaded' | 'aborted' | 'timeout';

/** Transport trouble. `name` is the platform's where it has one: `AbortError`, `TimeoutError`; otherwise `IPCError`. */
export class IPCError extends Error {
  readonly code: IPCErrorCode;

  constructor(code: IPCErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = code === 'aborted' ? 'AbortError' : code === 'timeout' ? 'TimeoutError' : 'IPCError';
  }
}

/**
 * An operation could not do what was asked.
 * - `invalid`: an argument is out of bounds; the message names it
 * - `not-sealed`, `unsupported`, `truncated`, `cannot-open`, `corrupt`: see docs/format.md
 * - `nonce-reused`: a nonce that its NonceManager did not issue, or issued for another call
 * - `changed`: the file changed, or vanished, while it was read
 * - `unwritable`: the destination refused the bytes
 * - `not-compressed`: the bytes are in none of the compressed formats
 * - `too-large`: the result would pass a limit that the caller set, or a default one
 */
export type OperationErrorCode =
  | 'invalid'
  | 'not-sealed'
  | 'unsupported'
  | 'truncated'
  | 'cannot-open'
  | 'corrupt'
  | 'nonce-reused'
  | 'changed'
  | 'unwritable'
  | 'not-compressed'
  | 'too-large';

/** The work itself failed: the same error on the page and from a worker. */
export class OperationError extends Error {
  readonly code: OperationErrorCode;

  constructor(code: OperationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperationError';
    this.code = code;
  }
}
