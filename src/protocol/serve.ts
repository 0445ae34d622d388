/** Answers: offers operations to whoever is on the other side of an endpoint. */
import { IPCError, OperationError } from '../errors.js';
import type { Services } from '../operation.js';
import { isSharedArrayBufferAvailable } from '../shared/capabilities.js';
import { after } from './after.js';
import { createOutbox } from './batch.js';
import type { Endpoint } from './connection.js';
import { toWire } from './error-wire.js';
import { holdLock, lockOrigin, type HeldLock } from './lock.js';
import { isBatch, isControl, isRecord, isRequest } from './messages.js';
import type { FaultMessage, FromServer, Reply, RequestMessage } from './messages.js';
import { tablesOf } from './offers.js';
import { isCancellation, ServedCall } from './served-call.js';
import { createTurns } from './turns.js';

/** Milliseconds: what takes longer gains nothing from saving a message. */
const moment = 0.2;

/**
 * Offers `services` to the other side of `endpoint` (by default the worker's own scope), says `ready`, and shows by a Web Lock
 * that it lives. Only own functions of the tables can be called; messages that are not requests are left alone.
 * Returns a function that stops it: what runs is aborted, and the other side's calls reject with `terminated`.
 *
 * @throws OperationError `invalid` when the endpoint cannot listen or post, or is a page's window.
 * @example serve({ custom: { double: (value: number) => value * 2 } });
 */
export function serve(services: Services, endpoint: Endpoint = globalThis): () => void {
  const isPage = endpoint === globalThis && typeof document !== 'undefined';
  // the scope of a SharedWorker listens, and cannot post
  if (isPage || !endpoint.addEventListener || !('postMessage' in endpoint)) {
    throw new OperationError(
      'invalid',
      'serve() needs an endpoint that can listen and post: the scope of a dedicated worker, or a MessagePort (a SharedWorker serves those of its connect events).',
    );
  }
  const operations = tablesOf(services);
  const running = new Map<string, ServedCall>();
  const outbox = createOutbox<Reply>((message) => endpoint.postMessage(message, []));
  const turns = createTurns({ age, begin, handBack });
  let batching = false; // the other side has shown that it can read batches
  let lock: HeldLock | null = null;
  let stopped = false;
  // what comes before the lock is held waits for it: who died at its first request would otherwise die unseen
  let early: Event[] | null = [];

  function post(message: FromServer, transfer?: Transferable[]): void {
    if (batching && !transfer && 'success' in message) {
      if (outbox.add(message, message.success ? message.data : message.error)) return;
    }
    outbox.flush();
    endpoint.postMessage(message, transfer ?? []);
  }

  function hear(event: Event): void {
    const data: unknown = 'data' in event ? event.data : undefined;
    if (!isRecord(data)) return;
    if (early) early.push(event);
    else if (isRequest(data)) run(data);
    else if (isBatch(data)) runAll(data.messages);
    else if (isControl(data, 'cancel')) cancel(data.id);
    else if (isControl(data, 'ping')) post({ type: 'pong', id: data.id });
    // before anything that operations have put off: they may close the worker, or never come back
    outbox.flush();
  }

  function runAll(requests: readonly unknown[]): void {
    batching = true;
    for (const request of requests) if (isRecord(request) && isRequest(request)) run(request);
  }

  function run(request: RequestMessage): void {
    if (!running.has(request.id) && !turns.hold(request)) begin(request);
  }

  function begin(request: RequestMessage): void {
    const call = new ServedCall(request, post);
    const offer = operations.get(request.channel)?.get(request.type);
    if (!offer) {
      call.fail(new IPCError('unknown-operation', `There is no operation ${call.name} on the other side.`));
      return;
    }
    // shared memory says at once that it was given up while it waited
    if (request.memory && call.signal.aborted) {
      call.fail(call.signal.reason);
      return;
    }
    running.set(request.id, call);
    // Replies wait for nobody who may take long, or die. One that was quick and now never ends keeps those before it: to send
    // each by itself would prevent that, and made of 56,000 small tasks a second 16,000 (Chromium 156, 2 cores, concurrency 50).
    // A pool ends such a worker, and has them done again.
    if (!offer.quick) outbox.flush();
    try {
      const result = offer.operation(request.payload, call);
      if (batching) offer.quick = call.age < moment;
      // no `await`: an answer that is there at once goes out at once
      if (isRecord(result) && typeof result.then === 'function') {
        Promise.resolve(result).then(
          (value) => end(call, () => call.succeed(value)),
          (error: unknown) => end(call, () => call.fail(error)),
        );
      } else end(call, () => call.succeed(result));
    } catch (error) {
      end(call, () => call.fail(error));
    }
  }

  function end(call: ServedCall, answer: () => void): void {
    running.delete(call.id);
    if (stopped) return;
    const { age } = call;
    answer();
    turns.ended(age);
  }

  function age(): number | null {
    for (const call of running.values()) return call.age;
    return null;
  }

  function handBack({ id }: RequestMessage): void {
    const error = toWire(new IPCError('overloaded', 'What runs before it takes too long.'));
    post({ id, success: false, error, unbegun: true });
  }

  function cancel(id: string): void {
    const call = running.get(id);
    turns.remove(id);
    if (call) call.cancel();
    else {
      // answered already, never received, or not begun: the other side waits for the one or the other
      const error = toWire(new IPCError('aborted', 'Request cancelled'));
      post({ id, success: false, error, errorCode: 'aborted' });
    }
  }

  function fault(reason: FaultMessage['reason'], error: unknown): void {
    post({ type: 'fault', reason, error: toWire(error) });
  }

  /** What a cancelled operation leaves lying about is no crash: its caller has been answered. */
  function uncaught(error: unknown): void {
    if (!isCancellation(error)) fault('uncaught', error);
  }

  const listeners: [target: Endpoint, type: string, listener: (event: Event) => void][] = [
    [endpoint, 'message', hear],
    [
      endpoint,
      'messageerror',
      () => fault('messageerror', new IPCError('uncloneable', 'A request could not be read.')),
    ],
  ];
  if (isWorkerScope()) {
    // of a rejection nobody outside hears; of an error, only the page that made the worker: nobody at a port
    listeners.push([globalThis, 'unhandledrejection', (event) => uncaught('reason' in event ? event.reason : event)]);
    if (endpoint !== globalThis) {
      listeners.push([globalThis, 'error', (event) => uncaught('error' in event ? event.error : event)]);
    }
  }
  for (const [target, type, listener] of listeners) target.addEventListener?.(type, listener);
  endpoint.start?.();

  void holdLock().then((held) => {
    lock = held;
    const waiting = early ?? [];
    early = null;
    if (stopped) {
      held?.release();
      return;
    }
    const memory = isSharedArrayBufferAvailable();
    post({ type: 'ready', batch: true, ...(memory && { memory }), ...(held && { lock: held.name, ...whose() }) });
    if (memory) post({ type: 'memory', memory: new SharedArrayBuffer(1) });
    waiting.forEach(hear);
  });

  return function stop(): void {
    if (stopped) return;
    stopped = true;
    for (const [target, type, listener] of listeners) target.removeEventListener?.(type, listener);
    for (const call of running.values()) call.cancel();
    running.clear();
    turns.clear();
    fault('stopped', new IPCError('terminated', 'The other side stopped serving.'));
    // later than the message: a free lock that is seen first would look like a crash
    after(1000, () => lock?.release(), { background: true });
  };
}

function whose(): { origin?: string } {
  const origin = lockOrigin();
  return origin === undefined ? {} : { origin };
}

function isWorkerScope(): boolean {
  return typeof WorkerGlobalScope === 'function' && globalThis instanceof WorkerGlobalScope;
}
