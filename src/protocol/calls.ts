/**
 * The book of open calls: each is entered once, settles once, and leaves no timer or listener behind. Long for a file: that promise
 * can be checked only where all that enters, settles or leaves stands together.
 */
import type { IPCError, IPCErrorCode } from '../errors.js';
import { abortOf, hearAbort, type Progress } from '../operation.js';
import type { LiveConnection, Receiver } from './connection.js';
import { longest } from './after.js';
import { askWithMemory } from './call-memory.js';
import { createDeadlines } from './deadlines.js';
import { readProgress, type RequestMessage } from './messages.js';
import { cancelled, expired, refused, thrownBy, Unbegun, type OpenCall } from './open-call.js';
import { newCounts, type Counts } from './statistics.js';

export type Log = (what: string, ...details: unknown[]) => void;

export interface CallBook extends Receiver {
  /** Calls whose promise has not settled. */
  readonly size: number;
  readonly counts: Counts;
  oldest(): OpenCall | undefined;
  connectionOf(id: string): LiveConnection | undefined;
  open(call: OpenCall): void;
  /** Drops the timer. */
  clear(): void;
  /** By id or correlation id; null for all. False when there is none. */
  end(id: string | null, reason: IPCError): boolean;
}

export interface CallSettings {
  readonly maxRetries: number;
  readonly retryDelay: number;
  readonly log: Log | undefined;
  readonly newId: () => string;
}

const retriable: ReadonlySet<IPCErrorCode> = new Set<IPCErrorCode>(['crashed', 'timeout', 'unavailable']);

export function createCallBook({ maxRetries, retryDelay, log, newId }: CallSettings): CallBook {
  const calls = new Map<string, OpenCall>(); // by the id on the wire
  const counts = newCounts();
  const deadlines = createDeadlines(sweep);
  let size = 0;

  function open(call: OpenCall): void {
    const { signal } = call.options;
    const aborted = abortOf(signal);
    // before it is counted: a signal of somebody else's making may throw
    if (signal && !aborted) call.stopHearing = hearAbort(signal, (reason) => giveUp(call, cancelled(reason)));
    size++;
    if (aborted) {
      giveUp(call, cancelled(aborted.reason), false);
      return;
    }
    counts.sent++;
    post(call);
  }

  function post(call: OpenCall): void {
    const { connection, options } = call;
    const request = withMemory(call);
    call.state = 'open';
    call.started = performance.now();
    call.due = call.fromReady ? Infinity : call.started + call.timeout;
    calls.set(request.id, call);
    if (connection.failure) {
      giveUp(call, connection.failure, false);
      return;
    }
    try {
      const transfer = options.transfer ? [...options.transfer] : [];
      const taken = call.soon && transfer.length === 0 && connection.sendSoon(request);
      if (!taken) connection.send(request, transfer);
    } catch (cause) {
      giveUp(call, refused(cause, request), false);
      return;
    }
    call.unanswered++;
    if (call.fromReady)
      void connection.ready.then(
        () => begin(call, request),
        () => undefined,
      );
    else deadlines.add(call.due);
    log?.('request', request.id, `${request.channel}.${request.type}`);
  }

  /** The other side is there: the time of this try counts from now. */
  function begin(call: OpenCall, request: RequestMessage): void {
    if (call.state !== 'open' || call.request !== request) return;
    call.due = performance.now() + call.timeout;
    deadlines.add(call.due);
  }

  function sweep(until: number): number {
    const timed = [...calls.values()].filter((call) => call.state === 'open' && call.due < Infinity);
    timed.sort((one, other) => one.due - other.due);
    for (const call of timed) {
      if (call.due > until) return call.due;
      giveUp(call, expired(call));
    }
    return Infinity;
  }

  /** Ends a call that the other side has not answered, or tries it once more. */
  function giveUp(call: OpenCall, reason: IPCError, posted = call.state === 'open'): void {
    if (call.state === 'left') return;
    const { connection, request } = call;
    if (posted && connection.takeBack(request.id)) {
      call.unanswered--;
      posted = false;
    }
    if (posted && !connection.failure) {
      call.cancel?.();
      tell(connection, request.id);
    }
    if (!posted || !call.finished) calls.delete(request.id);
    if (call.triesLeft > 0 && retriable.has(reason.code) && !call.options.transfer?.length && !connection.failure) {
      retry(call);
      return;
    }
    counts[reason.code === 'aborted' ? 'cancelled' : reason.code === 'timeout' ? 'timedOut' : 'failed']++;
    log?.(reason.code, request.id);
    leave(call);
    call.reject(reason);
    if (call.unanswered === 0) call.finished?.();
  }

  /** Exponential backoff with full jitter: many callers that failed together do not come back together. */
  function retry(call: OpenCall): void {
    const delay = Math.min(Math.random() * retryDelay * 2 ** (maxRetries - call.triesLeft), longest);
    call.triesLeft--;
    call.onward?.again();
    counts.retried++;
    call.state = 'waiting';
    // an id of its own, so that a late answer to the last try is not taken for one to this
    call.request = { ...call.request, id: newId(), timestamp: Date.now() };
    calls.set(call.request.id, call);
    log?.('retry', call.id, call.request.id);
    call.retryTimer = setTimeout(post, delay, call);
  }

  function leave(call: OpenCall): void {
    call.state = 'left';
    clearTimeout(call.retryTimer);
    call.stopHearing?.();
    call.stopHearing = null;
    if (--size === 0) deadlines.rest();
  }

  return {
    counts,
    open,
    get size() {
      return size;
    },
    oldest() {
      for (const call of calls.values()) if (call.state !== 'left') return call;
      return undefined;
    },
    connectionOf: (id) => calls.get(id)?.connection,
    end(id, reason) {
      let found = false;
      for (const call of [...calls.values()]) {
        const meant = id === null || call.id === id || call.request.id === id || call.options.correlationId === id;
        if (!meant || call.state === 'left') continue;
        found = true;
        giveUp(call, reason);
      }
      return found;
    },
    reply(connection, reply) {
      const call = calls.get(reply.id);
      // ids can be guessed: one worker does not answer for another
      if (call?.connection !== connection) return;
      calls.delete(reply.id);
      call.unanswered--;
      const aborted = call.state === 'open' && abortOf(call.options.signal);
      // the other side saw it in shared memory, and answered before it was told here
      if (aborted) giveUp(call, cancelled(aborted.reason), false);
      else if (call.state === 'open' && call.request.id === reply.id) {
        leave(call);
        counts.answered++;
        counts.responseTime += performance.now() - call.started;
        counts[reply.success ? 'completed' : 'failed']++;
        log?.(reply.success ? 'success' : 'error', reply.id);
        // only what was sent ahead can come back: whoever says so of anything else would be asked for ever
        if (reply.unbegun === true && call.request.patience !== undefined) call.reject(new Unbegun());
        else if (!reply.success) call.reject(thrownBy(reply.error, reply.errorCode));
        else {
          call.answered?.(typeof reply.duration === 'number' ? reply.duration : NaN);
          call.resolve('data' in reply ? reply.data : reply.result);
        }
      }
      if (call.state === 'left' && call.unanswered === 0) call.finished?.();
    },
    progress(connection, id, message) {
      const call = calls.get(id);
      if (call?.connection !== connection || call.state !== 'open' || call.request.id !== id) return;
      const progress = readProgress(message);
      if (!call.onward || !progress || isSame(call.reported, progress)) return;
      call.reported = progress;
      call.onward.tell(progress);
    },
    lost(connection, reason, gone) {
      for (const [id, call] of [...calls]) {
        if (call.connection !== connection) continue;
        if (gone) call.unanswered = 0;
        giveUp(call, reason);
        if (!gone) continue;
        calls.delete(id);
        call.finished?.();
      }
    },
    refused(connection, { id }, cause) {
      const call = calls.get(id);
      if (call?.connection !== connection) return;
      call.unanswered--;
      giveUp(call, refused(cause, call.request), false);
    },
    isWaiting(connection) {
      for (const call of calls.values()) if (call.connection === connection && call.state !== 'waiting') return true;
      return false;
    },
    clear: () => deadlines.clear(),
  };
}

/** What the call is posted with: memory of this try alone, where the other side can see it. */
function withMemory(call: OpenCall): RequestMessage {
  const options = call.onward ? { ...call.options, onProgress: call.onward.given } : call.options;
  const asked = call.connection.sharesMemory ? askWithMemory(options) : null;
  call.cancel = asked?.cancel ?? null;
  if (asked) call.request = { ...call.request, memory: asked.memory };
  return call.request;
}

function tell(connection: LiveConnection, id: string): void {
  try {
    connection.send({ type: 'cancel', id }, []);
  } catch {
    // an endpoint that takes no messages cannot be told
  }
}

/** A message may come twice: heard by our listener, and handed in by `handleMessage`. */
function isSame(one: Progress | null, other: Progress): boolean {
  return one?.loaded === other.loaded && one.total === other.total && one.status === other.status;
}
