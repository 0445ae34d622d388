/** Says what an `error` event of a worker means. */
import { IPCError } from '../errors.js';

interface Told {
  readonly message: string;
  /** ` (file:line)`, or nothing. */
  readonly where: string;
  readonly cause: unknown;
}

/**
 * Before a worker is ready: a bare event without message means that the script did not load, one with message, file and
 * line that it threw (Chromium, Firefox and WebKit alike).
 */
export function startFailure(event: Event): IPCError {
  const told = tell(event);
  if (told) return new IPCError('unavailable', `The worker threw while it started: ${told.message}${told.where}`, told);
  return new IPCError(
    'unavailable',
    'The worker script did not load: it is missing, is not JavaScript, or was blocked by a policy ' +
      '(Content-Security-Policy worker-src or script-src, Cross-Origin-Embedder-Policy).',
  );
}

/** An error outside of any call: an `error` event of a worker that was ready, or a rejection that it forwarded. */
export function uncaughtFailure(thrown: unknown): IPCError {
  const told = typeof Event === 'function' && thrown instanceof Event ? tell(thrown) : fromCause(thrown);
  if (!told) return new IPCError('crashed', 'The worker failed outside of any call.');
  return new IPCError('crashed', `The worker failed outside of any call: ${told.message}${told.where}`, told);
}

function fromCause(cause: unknown): Told {
  return { message: cause instanceof Error ? cause.message : String(cause), where: '', cause };
}

function tell(event: Event): Told | null {
  if (!('message' in event) || typeof event.message !== 'string' || event.message === '') return null;
  const file = 'filename' in event && typeof event.filename === 'string' ? event.filename : '';
  const line = 'lineno' in event && typeof event.lineno === 'number' ? `:${event.lineno}` : '';
  // workers give their page no error object, only its text
  const error: unknown = 'error' in event ? event.error : null;
  return { message: event.message, where: file && ` (${file}${line})`, cause: error ?? new Error(event.message) };
}
