/** One endpoint and what is known of the other side: whether it is ready, whether it lives, and what it says. */
import { IPCError } from '../errors.js';
import { deferred, type Deferred } from './deferred.js';
import { fromWire } from './error-wire.js';
import { awaitLock } from './lock.js';
import { isControl, isFault, isReady, isRecord, isReply, type ReceivedReply, type ToServer } from './messages.js';
import { startFailure, uncaughtFailure } from './worker-error.js';

/** Anything that can post: a Worker, a MessagePort, a test double. One that cannot listen is fed by `protocol.handleMessage`. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener?(type: string, listener: (event: Event) => void): void;
  removeEventListener?(type: string, listener: (event: Event) => void): void;
  start?(): void;
}

export interface Connection {
  /** Settles at the first message of the other side, whatever it says; rejects if the connection closes before. */
  readonly ready: Promise<void>;
  /** Why the connection closed: the other side died (`crashed`), never started (`unavailable`), or its owner closed it. Never rejects. */
  readonly closed: Promise<IPCError>;
  /** Set once closed, before any call hears of it. */
  readonly failure: IPCError | null;
  /** The other side said `ready`: it is served by `serve`, and answers pings. Workers of the older wire never do. */
  readonly greeted: boolean;
  /** Milliseconds until the other side answered; rejects with `crashed` when it did not within `timeout` ms. A busy loop cannot answer. */
  ping(timeout: number): Promise<number>;
  /** Every open call rejects with `reason`, and so does every later one. The endpoint itself is left alone. */
  close(reason: IPCError): void;
}

/** Who owns the calls. */
export interface Receiver {
  reply(reply: ReceivedReply): void;
  progress(message: Readonly<Record<string, unknown>>): void;
  /** Messages were lost (`gone` false) or the connection is over: every call on it fails with `reason`. */
  lost(connection: Connection, reason: IPCError, gone: boolean): void;
  isWaiting(connection: Connection): boolean;
}

export interface Heartbeat {
  readonly pingInterval: number;
  readonly pingTimeout: number;
}

export interface LiveConnection extends Connection {
  readonly endpoint: Endpoint;
  send(message: ToServer, transfer: Transferable[]): void;
  /** Takes what the other side posted; false when it was not ours. */
  hear(data: unknown): boolean;
}

/** What any connection learnt about an endpoint: `ready` is said once, and death is final. */
interface Peer {
  heard: boolean;
  ready: { readonly lock?: unknown; readonly origin?: unknown } | null;
  death: IPCError | null;
}
const peers = new WeakMap<Endpoint, Peer>();

let pings = 0;

/**
 * Listens to `endpoint`. Where neither lock nor event can tell of a death (no secure context, another origin, Node), a side that
 * said `ready` is pinged while calls are open, and counts as dead after `pingTimeout` of silence: there, an operation
 * that blocks its thread for longer is taken for a dead one.
 */
export function createConnection(endpoint: Endpoint, receiver: Receiver, heartbeat: Heartbeat): LiveConnection {
  const peer = peers.get(endpoint) ?? { heard: false, ready: null, death: null };
  peers.set(endpoint, peer);
  const open = new Map<string, (alive: boolean) => void>();
  let failure: IPCError | null = null;
  let beating = false; // this side can only ping
  let beat: ReturnType<typeof setInterval> | undefined;
  let silent = 0; // milliseconds of beats without a word; a frozen page has no beats, so it is no reason to bury anyone
  let stopWaiting = (): void => undefined;

  const ready: Deferred<void> = deferred();
  ready.promise.catch(() => undefined); // nobody has to look at it
  const closed = deferred<IPCError>();

  function close(reason: IPCError): void {
    if (failure) return;
    failure = reason;
    for (const [type, listener] of listeners) endpoint.removeEventListener?.(type, listener);
    clearInterval(beat);
    stopWaiting();
    for (const answer of open.values()) answer(false);
    receiver.lost(connection, reason, true);
    ready.reject(reason);
    closed.resolve(reason);
  }

  function die(reason: IPCError): void {
    peer.death ??= reason;
    close(reason);
  }

  function watch(said: NonNullable<Peer['ready']>): void {
    // one turn later, for a reply that was posted before the death and stands in another queue
    const gone = () => void setTimeout(() => die(new IPCError('crashed', 'The worker ended while it was in use.')));
    stopWaiting = awaitLock(said.lock, said.origin, gone, () => {
      beating = true;
      if (receiver.isWaiting(connection)) startBeating();
    });
  }

  function startBeating(): void {
    if (failure || beat !== undefined) return;
    silent = 0;
    beat = setInterval(() => {
      if (!receiver.isWaiting(connection)) {
        clearInterval(beat);
        beat = undefined;
      } else if ((silent += heartbeat.pingInterval) > heartbeat.pingTimeout) {
        die(new IPCError('crashed', `The worker has not answered for ${heartbeat.pingTimeout} ms.`));
      } else post({ type: 'ping', id: nextPing() });
    }, heartbeat.pingInterval);
  }

  function post(message: ToServer, transfer: Transferable[] = []): void {
    endpoint.postMessage(message, transfer);
  }

  function hear(data: unknown): boolean {
    if (failure || !isRecord(data)) return false;
    if (isReply(data)) receiver.reply(data);
    else if (isControl(data, 'progress')) receiver.progress(data);
    else if (isControl(data, 'pong')) open.get(data.id)?.(true);
    else if (isFault(data)) fault(data.reason, fromWire(data.error));
    else if (!isReady(data)) return false;
    else if (!peer.ready) {
      peer.ready = { lock: data.lock, origin: data.origin };
      watch(peer.ready);
    }
    silent = 0;
    if (!peer.heard) {
      peer.heard = true;
      ready.resolve();
    }
    return true;
  }

  function fault(reason: unknown, cause: unknown): void {
    if (reason === 'messageerror') {
      receiver.lost(
        connection,
        new IPCError('uncloneable', 'A request could not be read by the worker.', { cause }),
        false,
      );
    } else if (reason === 'stopped') die(new IPCError('terminated', 'The other side stopped serving.', { cause }));
    else die(uncaughtFailure(cause));
  }

  const listeners: [type: string, (event: Event) => void][] = [
    ['message', (event) => void hear('data' in event ? event.data : undefined)],
    [
      'messageerror',
      () => {
        const reason = new IPCError('uncloneable', 'A message of the worker could not be read on this side.');
        receiver.lost(connection, reason, false);
      },
    ],
    ['close', () => die(new IPCError('crashed', 'The port to the worker was closed.'))],
  ];
  // on a worker's own scope `error` is about this side, not about the one it talks to
  if (endpoint !== globalThis) {
    listeners.push([
      'error',
      (event) => {
        event.preventDefault();
        die(peer.heard ? uncaughtFailure(event) : startFailure(event));
      },
    ]);
  }

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
    hear,
    close,
    send(message, transfer) {
      post(message, transfer);
      if (beating) startBeating();
    },
    ping(timeout) {
      return new Promise((resolve, reject) => {
        if (failure) {
          reject(failure);
          return;
        }
        const id = nextPing();
        const started = performance.now();
        const answer = (alive: boolean): void => {
          clearTimeout(timer);
          open.delete(id);
          if (alive) resolve(performance.now() - started);
          else reject(failure ?? new IPCError('crashed', `The worker has not answered a ping for ${timeout} ms.`));
        };
        const timer = setTimeout(answer, timeout, false);
        open.set(id, answer);
        post({ type: 'ping', id });
      });
    },
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

function nextPing(): string {
  return `ping-${++pings}`;
}
