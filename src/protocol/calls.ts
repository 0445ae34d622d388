/** The book of open calls: each is entered once, settles once, and leaves no timer or listener behind. */
import { IPCError, type IPCErrorCode } from '../errors.js';
import type { CallOptions, Progress } from '../operation.js';
import type { LiveConnection, Receiver } from './connection.js';
import { fromWire } from './error-wire.js';
import { readProgress, type RequestMessage } from './messages.js';
import { newCounts, type Counts } from './statistics.js';

/** Delays above this make `setTimeout` fire at once; they count as none. */
const longestTimer = 2 ** 31 - 1;
const retriable: ReadonlySet<IPCErrorCode> = new Set(['crashed', 'timeout', 'unavailable'] as const);

export interface OpenCall {
  /** What its caller knows it by. Each try has an id of its own on the wire. */
  readonly id: string;
  readonly connection: LiveConnection;
  readonly options: CallOptions & { readonly correlationId?: string | undefined };
  readonly timeout: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** Called once the other side can no longer be working on it. */
  readonly finished: (() => void) | null;
  request: RequestMessage;
  /** `open`: posted; `waiting`: for its next try; `left`: its promise has settled. */
  state: 'open' | 'waiting' | 'left';
  started: number;
  triesLeft: number;
  /** Tries that the other side has not answered; only counted for `finished`. */
  unanswered: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  onAbort: (() => void) | null;
  reported: Progress | null;
}

export interface CallBook extends Receiver {
  readonly size: number;
  readonly counts: Counts;
  oldest(): OpenCall | undefined;
  connectionOf(id: string): LiveConnection | undefined;
  open(call: OpenCall): void;
  /** By id or correlation id; null for all. */
  cancel(id: string | null, reason: IPCError): boolean;
}

export interface CallSettings {
  readonly maxRetries: number;
  readonly retryDelay: number;
  readonly log: ((what: string, ...details: unknown[]) => void) | undefined;
  readonly newId: () => string;
}

export function createCallBook({ maxRetries, retryDelay, log, newId }: CallSettings): CallBook {
  const calls = new Map<string, OpenCall>();
  const counts = newCounts();
  let size = 0;

  function open(call: OpenCall): void {
    const { signal } = call.options;
    if (signal?.aborted) {
      counts.cancelled++;
      call.state = 'left';
      call.reject(cancelled(signal.reason));
      call.finished?.();
      return;
    }
    size++;
    counts.sent++;
    if (signal) {
      call.onAbort = () => giveUp(call, cancelled(signal.reason));
      signal.addEventListener('abort', call.onAbort);
    }
    post(call);
  }

  function post(call: OpenCall): void {
    const { connection, request, options } = call;
    call.state = 'open';
    call.started = performance.now();
    calls.set(request.id, call);
    if (connection.failure) {
      giveUp(call, connection.failure);
      return;
    }
    try {
      connection.send(request, options.transfer ? [...options.transfer] : []);
    } catch (cause) {
      giveUp(call, refused(cause, request));
      return;
    }
    call.unanswered++;
    log?.('request', request.id, `${request.channel}.${request.type}`);
    if (call.timeout > 0 && call.timeout <= longestTimer) call.timer = setTimeout(expire, call.timeout, call);
  }

  function expire(call: OpenCall): void {
    const { channel, type } = call.request;
    giveUp(call, new IPCError('timeout', `Request timeout: ${channel}.${type} took longer than ${call.timeout} ms`));
  }

  /** The promise of the call is about to settle: nothing of it stays but, for `finished`, its place in the map. */
  function leave(call: OpenCall): void {
    size--;
    call.state = 'left';
    if (call.timer !== undefined) clearTimeout(call.timer);
    if (call.onAbort) call.options.signal?.removeEventListener('abort', call.onAbort);
    call.onAbort = null;
  }

  function finish(call: OpenCall): void {
    if (call.unanswered === 0) call.finished?.();
  }

  /** Ends a call that the other side has not answered, or tries it once more. */
  function giveUp(call: OpenCall, reason: IPCError): void {
    if (call.state === 'left') return;
    const { id } = call.request;
    const posted = call.state === 'open' && call.unanswered > 0 && !call.connection.failure;
    if (posted) tell(call.connection, id);
    if (!posted || !call.finished) calls.delete(id);
    if (canRetry(call, reason)) {
      retry(call);
      return;
    }
    leave(call);
    counts[reason.code === 'aborted' ? 'cancelled' : reason.code === 'timeout' ? 'timedOut' : 'failed']++;
    log?.(reason.code, id);
    call.reject(reason);
    finish(call);
  }

  /** An error of transport only, never after something was moved, and not to a side that is gone. */
  function canRetry(call: OpenCall, reason: IPCError): boolean {
    return (
      call.triesLeft > 0 && retriable.has(reason.code) && !call.options.transfer?.length && !call.connection.failure
    );
  }

  /** Exponential backoff with full jitter: many callers that failed together do not come back together. */
  function retry(call: OpenCall): void {
    clearTimeout(call.timer);
    const delay = Math.random() * retryDelay * 2 ** (maxRetries - call.triesLeft);
    call.triesLeft--;
    counts.retried++;
    call.state = 'waiting';
    call.request = { ...call.request, id: newId(), timestamp: Date.now() };
    calls.set(call.request.id, call);
    log?.('retry', call.id, call.request.id);
    call.timer = setTimeout(post, Math.min(delay, longestTimer), call);
  }

  function tell(connection: LiveConnection, id: string): void {
    try {
      connection.send({ type: 'cancel', id }, []);
    } catch {
      // an endpoint that takes no message has nothing to be told
    }
  }

  return {
    counts,
    get size() {
      return size;
    },
    oldest() {
      for (const call of calls.values()) if (call.state !== 'left') return call;
      return undefined;
    },
    connectionOf: (id) => calls.get(id)?.connection,
    open,
    cancel(id, reason) {
      let found = false;
      for (const call of [...calls.values()]) {
        if (call.state === 'left') continue;
        if (id !== null && call.id !== id && call.request.id !== id && call.options.correlationId !== id) continue;
        found = true;
        giveUp(call, reason);
      }
      return found;
    },
    reply(reply) {
      const call = calls.get(reply.id);
      if (!call) return;
      calls.delete(reply.id);
      call.unanswered--;
      if (call.state === 'open' && call.request.id === reply.id) {
        leave(call);
        counts.answered++;
        counts.responseTime += performance.now() - call.started;
        log?.(reply.success ? 'success' : 'error', reply.id);
        if (reply.success) {
          counts.completed++;
          call.resolve('data' in reply ? reply.data : reply.result);
        } else {
          counts.failed++;
          call.reject(fromReply(reply.error, reply.errorCode));
        }
      }
      if (call.state === 'left') finish(call);
    },
    progress(message) {
      const call = calls.get(String(message.id));
      const progress = call?.state === 'open' && call.options.onProgress ? readProgress(message) : null;
      if (!call || !progress || isSame(call.reported, progress)) return;
      call.reported = progress;
      call.options.onProgress?.(progress);
    },
    lost(connection, reason, gone) {
      for (const [id, call] of [...calls]) {
        if (call.connection !== connection) continue;
        giveUp(call, reason);
        if (!gone) continue;
        calls.delete(id);
        call.unanswered = 0;
        finish(call);
      }
    },
    isWaiting(connection) {
      for (const call of calls.values()) if (call.connection === connection && call.state !== 'waiting') return true;
      return false;
    },
  };
}

export function cancelled(cause: unknown): IPCError {
  return new IPCError('aborted', 'Request cancelled', cause === undefined ? undefined : { cause });
}

/** An endpoint throws a DataCloneError for what it cannot copy, a TypeError for what it cannot move. */
function refused(cause: unknown, { channel, type }: RequestMessage): IPCError {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  if (name === 'DataCloneError' || name === 'TypeError') {
    return new IPCError('uncloneable', `The payload of ${channel}.${type} cannot be copied between threads.`, {
      cause,
    });
  }
  return new IPCError('unavailable', `The worker does not take messages (${channel}.${type}).`, { cause });
}

/** Of the older wire, a string with perhaps a code beside it. */
function fromReply(data: unknown, code: unknown): unknown {
  const error = fromWire(data);
  if (typeof data === 'string' && typeof code === 'string') return Object.assign(new Error(data), { code });
  return error;
}

function isSame(one: Progress | null, other: Progress): boolean {
  return one?.loaded === other.loaded && one.total === other.total && one.status === other.status;
}
