/**
 * One endpoint and what is known of the other side: whether it is ready, whether it lives, and what it says. Long for a file: a
 * third is types, and the rest closes over one endpoint's state, where each way to die has to end all of it.
 */
import { IPCError } from '../errors.js';
import { isSharedArrayBufferAvailable } from '../shared/capabilities.js';
import { createOutbox } from './batch.js';
import type { Log } from './calls.js';
import { deferred, type Deferred } from './deferred.js';
import { fromWire } from './error-wire.js';
import { createHeartbeat, type HeartbeatSettings } from './heartbeat.js';
import { awaitLock } from './lock.js';
import { isBatch, isControl, isFault, isFromServer, isRecord, isReply } from './messages.js';
import type { ReceivedReply, RequestMessage, ToServer } from './messages.js';
import { createPings } from './pings.js';
import { startFailure, uncaughtFailure } from './worker-error.js';

/** Anything that can post: a Worker, a MessagePort, a test double. One that cannot listen is fed by `protocol.handleMessage`. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener?(type: string, listener: (event: Event) => void): void;
  removeEventListener?(type: string, listener: (event: Event) => void): void;
  start?(): void;
}

export interface Connection {
  /**
   * Settles at the first message of the other side, whatever it says (at the second, where the first announces it); rejects if
   * the connection closes before.
   */
  readonly ready: Promise<void>;
  /** Why the connection closed: the other side died (`crashed`), never started (`unavailable`), or its owner closed it. Never rejects. */
  readonly closed: Promise<IPCError>;
  /** Set once closed, before any call hears of it. */
  readonly failure: IPCError | null;
  /** The other side said `ready`: it is served by `serve`, and answers pings. Workers of the older wire never do. */
  readonly greeted: boolean;
  /** It said that it reads batches, and has requests with a `patience` wait. */
  readonly batches: boolean;
  /** Milliseconds until the other side answered; rejects with `crashed` when it did not within `timeout` ms. A busy loop cannot answer. */
  ping(timeout: number): Promise<number>;
  /** Every open call rejects with `reason`, and so does every later one. The endpoint itself is left alone. */
  close(reason: IPCError): void;
}

/** Who owns the calls. */
export interface Receiver {
  reply(connection: Connection, reply: ReceivedReply): void;
  progress(connection: Connection, id: string, message: Readonly<Record<string, unknown>>): void;
  /** Messages were lost (`gone` false) or the connection is over: every call on it fails with `reason`. */
  lost(connection: Connection, reason: IPCError, gone: boolean): void;
  /** A request of `sendSoon` was not taken by the endpoint after all. */
  refused(connection: Connection, request: RequestMessage, cause: unknown): void;
  isWaiting(connection: Connection): boolean;
}

export interface LiveConnection extends Connection {
  readonly endpoint: Endpoint;
  /** Shared memory can be posted to the other side, which knows what it is for, or does not look at it. */
  readonly sharesMemory: boolean;
  send(message: ToServer, transfer: Transferable[]): void;
  /** Sends a request at the end of this turn, with others, or before whatever is sent next. False when it has to be sent by itself. */
  sendSoon(request: RequestMessage): boolean;
  /** Whether a request had not been sent yet, and now never will be. */
  takeBack(id: string): boolean;
  /** Takes what the other side posted; false when it was not ours. */
  hear(data: unknown): boolean;
}

/** What any connection learnt about an endpoint: `ready` is said once, and death is final. */
interface Peer {
  heard: boolean;
  ready: Greeting | null;
  /** It can see the same memory. */
  memory: boolean;
  death: IPCError | null;
}
interface Greeting {
  readonly lock: unknown;
  readonly origin: unknown;
  readonly batch: unknown;
}
const peers = new WeakMap<Endpoint, Peer>();

/** Milliseconds for what was posted before a death: in WebKit a port's messages may come after the lock is free. */
const lastWords = 20;

const unreadable = 'A message of the worker could not be read on this side.';

/**
 * Listens to `endpoint`. Where neither lock nor event can tell of a death (no secure context, another origin, Node 20), a side
 * that said `ready` is pinged while calls are open, and counts as dead after `pingTimeout` of silence: there, an operation
 * that blocks its thread for longer is taken for a dead one.
 */
export function createConnection(
  endpoint: Endpoint,
  receiver: Receiver,
  settings: HeartbeatSettings,
  log?: Log,
): LiveConnection {
  const peer = peers.get(endpoint) ?? { heard: false, ready: null, memory: isWorker(endpoint), death: null };
  peers.set(endpoint, peer);
  const pings = createPings(post);
  const heartbeat = createHeartbeat(settings, {
    isNeeded: () => receiver.isWaiting(connection),
    ping: () => post({ type: 'ping', id: pings.newId() }, []),
    dead: () => die(new IPCError('crashed', `The worker has not answered for ${settings.pingTimeout} ms.`)),
  });
  const outbox = createOutbox<RequestMessage>((message, members) => {
    try {
      endpoint.postMessage(message, []);
      if (beating) heartbeat.start();
    } catch (cause) {
      for (const request of members) receiver.refused(connection, request, cause);
    }
  }, copyRequest);
  let failure: IPCError | null = null;
  let announced = false; // the next message tells whether memory is shared
  let beating = false; // this side can only ping
  let stopWaiting = (): void => undefined;

  const ready: Deferred<void> = deferred();
  ready.promise.catch(() => undefined); // nobody has to look at it
  const closed = deferred<IPCError>();

  function close(reason: IPCError): void {
    if (failure) return;
    failure = reason;
    for (const [type, listener] of listeners) endpoint.removeEventListener?.(type, listener);
    heartbeat.stop();
    stopWaiting();
    pings.fail(reason);
    outbox.clear();
    receiver.lost(connection, reason, true);
    ready.reject(reason);
    closed.resolve(reason);
    log?.('closed', reason.code, reason.message);
  }

  function die(reason: IPCError): void {
    peer.death ??= reason;
    close(reason);
  }

  function post(message: ToServer, transfer: Transferable[]): void {
    outbox.flush();
    endpoint.postMessage(message, transfer);
  }

  function watch({ lock, origin }: Greeting): void {
    const ended = () => die(new IPCError('crashed', 'The worker ended while it was in use.'));
    const gone = () => void setTimeout(ended, lastWords);
    stopWaiting = awaitLock(lock, origin, gone, () => {
      beating = true;
      if (!failure && receiver.isWaiting(connection)) heartbeat.start();
    });
  }

  function hear(data: unknown): boolean {
    if (failure || !isRecord(data)) return false;
    const known = isReply(data) || isFromServer(data) || isBatch(data);
    if (!known) return false;
    heartbeat.heard();
    peer.heard = true;
    announced = data.type === 'ready' && data.memory === true;
    // who waits for this shall have shared memory with its first call
    if (!announced) ready.resolve();
    if (isReply(data)) receiver.reply(connection, data);
    else if (isControl(data, 'progress')) receiver.progress(connection, data.id, data);
    else if (isControl(data, 'pong')) pings.answer(data.id);
    else if (isBatch(data)) hearAll(data.messages);
    else if (isFault(data)) fault(data.reason, fromWire(data.error));
    // WebKitGTK 2.50 clones shared memory on one page into a copy
    else if (data.type === 'memory') peer.memory = data.memory instanceof SharedArrayBuffer;
    else if (!peer.ready) {
      peer.ready = { lock: data.lock, origin: data.origin, batch: data.batch };
      watch(peer.ready);
    }
    return true;
  }

  function hearAll(replies: readonly unknown[]): void {
    for (const reply of replies) if (isRecord(reply) && isReply(reply)) receiver.reply(connection, reply);
  }

  function fault(reason: unknown, cause: unknown): void {
    if (reason === 'messageerror') {
      const lost = new IPCError('uncloneable', 'A request could not be read by the worker.', { cause });
      receiver.lost(connection, lost, false);
    } else if (reason === 'stopped') {
      // not a death: somebody else may serve there after
      peers.delete(endpoint);
      close(new IPCError('terminated', 'The other side stopped serving.', { cause }));
    } else die(uncaughtFailure(cause));
  }

  function hearUnreadable(): void {
    if (!announced) receiver.lost(connection, new IPCError('uncloneable', unreadable), false);
    announced = false;
    ready.resolve();
  }

  const listeners: [type: string, listener: (event: Event) => void][] = [
    ['message', (event) => void hear('data' in event ? event.data : undefined)],
    ['messageerror', hearUnreadable],
    ['close', () => die(new IPCError('crashed', 'The port to the worker was closed.'))],
    [
      'error',
      (event) => {
        event.preventDefault(); // it is told here, and need not be told again at the window
        die(peer.heard ? uncaughtFailure(event) : startFailure(event));
      },
    ],
  ];
  // on a worker's own scope `error` is about this side, not about the one it talks to
  if (endpoint === globalThis) listeners.pop();

  const connection: LiveConnection = {
    endpoint,
    ready: ready.promise,
    closed: closed.promise,
    get failure() {
      return failure;
    },
    get greeted() {
      return peer.ready !== null;
    },
    get sharesMemory() {
      return peer.memory && isSharedArrayBufferAvailable();
    },
    get batches() {
      return peer.ready?.batch === true;
    },
    hear,
    close,
    send(message, transfer) {
      post(message, transfer);
      if (beating) heartbeat.start();
    },
    sendSoon: (request) => connection.batches && outbox.add(request, request.payload),
    takeBack: (id) => outbox.remove(id),
    ping: (timeout) => (failure ? Promise.reject(failure) : pings.send(timeout)),
  };

  if (peer.death) close(peer.death);
  else {
    for (const [type, listener] of listeners) endpoint.addEventListener?.(type, listener);
    endpoint.start?.();
    if (peer.heard) ready.resolve();
    if (peer.ready) watch(peer.ready);
  }
  return connection;
}

/** Its memory stays the same memory: WebKitGTK 2.50 would clone that into a copy. */
function copyRequest(request: RequestMessage): RequestMessage {
  return { ...request, payload: structuredClone(request.payload) };
}

/** A dedicated worker always has its maker's memory; of anything else that is learnt from its first words. */
function isWorker(endpoint: Endpoint): boolean {
  return typeof Worker === 'function' && endpoint instanceof Worker;
}
