/** Asks: calls operations on the other side of a Worker, a MessagePort or anything that can post. */
import { IPCError, OperationError } from '../errors.js';
import { type Services } from '../operation.js';
import { problemOf } from './call-options.js';
import { createCallBook } from './calls.js';
import { deferred, type Deferred } from './deferred.js';
import { createConnection, type Endpoint, type LiveConnection } from './connection.js';
import { toWire } from './error-wire.js';
import { isRecord, type RequestMessage } from './messages.js';
import { createOnward } from './onward.js';
import { cancelled, type OpenCall } from './open-call.js';
import { summarize } from './statistics.js';
import type {
  BatchingProtocol,
  Call,
  ChannelOf,
  Input,
  IPCProtocol,
  IPCProtocolOptions,
  Output,
  RequestOptions,
  TypeOf,
} from './protocol-types.js';

export type { Call, IPCProtocol, IPCProtocolOptions, RequestOptions } from './protocol-types.js';

/** What comes over the wire is what the operation returned: `S` says so, and nothing here can check it. */
type Settle = (value: unknown) => void;

/** How a call is to be made, and who hears what becomes of it. */
type Asker = Pick<OpenCall, 'resolve' | 'reject' | 'finished' | 'answered' | 'soon' | 'fromReady'>;

const plain = { soon: false, fromReady: false };
const soon = { soon: true, fromReady: false };
const early = { soon: false, fromReady: true };
const noOptions: RequestOptions = {};
let counter = 0; // shared, so that ids of several protocols on one endpoint differ

/** Makes a protocol for the operations `S` of the other side; without `S`, payloads and results are unknown. */
export function createIPCProtocol<S extends Services = Services>(options?: IPCProtocolOptions): IPCProtocol<S> {
  return createBatchingProtocol<S>(options);
}

/** The same, with what is the pool's alone. */
export function createBatchingProtocol<S extends Services = Services>(
  options: IPCProtocolOptions = {},
): BatchingProtocol<S> {
  const { defaultTimeout = 30_000, maxPendingRequests = 100, maxRetries = 0, retryDelay = 100 } = options;
  const { debug = false, pingInterval = 1000, pingTimeout = 10_000 } = options;
  const limits = { defaultTimeout, maxPendingRequests, maxRetries, retryDelay, pingInterval, pingTimeout };
  for (const [name, value] of Object.entries(limits)) {
    // an answer that may take no time never comes in time
    const least = name === 'pingTimeout' ? 1 : 0;
    if (!(value >= least))
      throw new OperationError('invalid', `${name} must be a number from ${least} up, not ${value}.`);
  }
  const born = Date.now();
  const log = debug ? (what: string, ...details: unknown[]) => console.debug('ipc', what, ...details) : undefined;
  const book = createCallBook({ maxRetries, retryDelay, log, newId: generateMessageId });
  const connections = new WeakMap<Endpoint, LiveConnection>();
  const live = new Set<LiveConnection>();
  let destroyed: IPCError | null = null;

  function generateMessageId(): string {
    return `ipc-${born}-${++counter}-${Date.now()}`;
  }

  function createMessage(type: string, channel: string, payload: unknown, options = noOptions): RequestMessage {
    const timestamp = Date.now();
    const id = `ipc-${born}-${++counter}-${timestamp}`;
    const { priority, correlationId, timeout } = options;
    if (priority === undefined && correlationId === undefined && timeout === undefined && !debug) {
      return { id, type, channel, payload, timestamp };
    }
    return {
      ...{ id, type, channel, payload, timestamp },
      ...(priority !== undefined && { priority }),
      ...(correlationId !== undefined && { correlationId }),
      ...(timeout !== undefined && { timeout }),
      ...(debug && { debug }),
    };
  }

  function connect(worker: Endpoint): LiveConnection {
    const connection = connectionTo(worker);
    if (connection instanceof Error) throw connection;
    return connection;
  }

  function connectionTo(worker: Endpoint): LiveConnection | OperationError {
    const known = connections.get(worker);
    if (known) return known;
    if (!isRecord(worker) || typeof worker.postMessage !== 'function') {
      return new OperationError(
        'invalid',
        'The first argument must be a Worker, a MessagePort or another object with postMessage.',
      );
    }
    const connection = createConnection(worker, book, { pingInterval: pingInterval || Infinity, pingTimeout }, log);
    connections.set(worker, connection);
    if (destroyed) connection.close(destroyed);
    if (connection.failure) return connection;
    live.add(connection);
    void connection.closed.then(() => live.delete(connection));
    return connection;
  }

  function start(worker: Endpoint, request: RequestMessage, options: RequestOptions, asker: Asker): void {
    const problem = destroyed ?? problemOf(options) ?? overload();
    const connection = problem ?? connectionTo(worker);
    if (connection instanceof Error) {
      book.counts.failed++;
      asker.reject(connection);
      asker.finished?.();
      return;
    }
    const { timeout = defaultTimeout } = options;
    book.open({
      ...asker,
      id: request.id,
      connection,
      options,
      timeout: timeout === 0 ? Infinity : timeout,
      request,
      state: 'open',
      started: 0,
      due: Infinity,
      triesLeft: maxRetries,
      unanswered: 0,
      retryTimer: undefined,
      cancel: null,
      stopHearing: null,
      onward: createOnward(options.onProgress),
      reported: null,
    });
  }

  function begin<Result>(
    worker: Endpoint,
    request: RequestMessage,
    options: RequestOptions,
    how: Pick<Asker, 'soon' | 'fromReady'>,
  ): Call<Result> {
    const done: Deferred<void> = deferred();
    const answered = (duration: number) => void (call.duration = duration);
    const result = new Promise<Result>((resolve, reject) => {
      start(worker, request, options, { ...how, resolve: resolve as Settle, reject, finished: done.resolve, answered });
    });
    const call = { id: request.id, result, done: done.promise, duration: NaN };
    return call;
  }

  function overload(): IPCError | null {
    if (book.size < maxPendingRequests) return null;
    return new IPCError('overloaded', `Maximum pending requests exceeded (${maxPendingRequests}).`);
  }

  /** Where a message that was handed in belongs: to the endpoint it names, else to its call, else to the only one that cannot listen. */
  function connectionOf(data: unknown, endpoint: unknown): LiveConnection | undefined {
    for (const connection of live) if (connection.endpoint === endpoint) return connection;
    const id = isRecord(data) ? data.id : undefined;
    const own = typeof id === 'string' ? book.connectionOf(id) : undefined;
    if (own) return own;
    // one that listens has heard it already: what names another sender is that one's, a window's perhaps
    const [deaf, another] = [...live].filter((connection) => !connection.endpoint.addEventListener);
    return another === undefined ? deaf : undefined;
  }

  return {
    request(worker, type, channel, payload, options = noOptions) {
      return new Promise((resolve, reject) => {
        const asker = { ...plain, resolve: resolve as Settle, reject, finished: null, answered: null };
        start(worker, createMessage(type, channel, payload, options), options, asker);
      });
    },
    call: (worker, type, channel, payload, options = noOptions) =>
      begin(worker, createMessage(type, channel, payload, options), options, plain),
    callEarly: (worker, type, channel, payload, options = noOptions) =>
      begin(worker, createMessage(type, channel, payload, options), options, early),
    callSoon(worker, type, channel, payload, options = noOptions, patience) {
      const message = createMessage(type, channel, payload, options);
      return begin(worker, patience === undefined ? message : { ...message, patience }, options, soon);
    },
    connect,
    generateMessageId,
    createMessage,
    createSuccessResponse: (id, data, metadata) => ({ ...metadata, id, success: true, data }),
    createErrorResponse(id, error, code) {
      const own = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
      const errorCode = code ?? own;
      const data = toWire(typeof error === 'string' ? new Error(error) : error, debug);
      return { id, success: false, error: data, ...(errorCode !== undefined && { errorCode }) };
    },
    handleMessage(event) {
      connectionOf(event.data, event.target)?.hear(event.data);
    },
    cancelRequest: (id) => book.end(id, cancelled()),
    cancelAll: () => void book.end(null, cancelled()),
    getStats: () => summarize(book.counts, book.size, book.oldest()?.started),
    destroy() {
      if (destroyed) return;
      destroyed = new IPCError('terminated', 'The protocol was destroyed.');
      for (const connection of live) connection.close(destroyed);
      book.end(null, destroyed);
      book.clear();
    },
  };
}

/** A function bound to one operation of one endpoint. */
export function createTypedSender<S extends Services, C extends ChannelOf<S>, T extends TypeOf<S, C>>(
  protocol: IPCProtocol<S>,
  worker: Endpoint,
  type: T,
  channel: C,
): (payload: Input<S, C, T>, options?: RequestOptions) => Promise<Output<S, C, T>> {
  return (payload, options) => protocol.request(worker, type, channel, payload, options);
}
