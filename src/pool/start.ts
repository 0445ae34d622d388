/** Starts one worker one way, and says why when it cannot be had: it threw, did not load, never said ready, or was forbidden. */
import { IPCError } from '../errors.js';
import { after } from '../protocol/after.js';
import type { Connection } from '../protocol/connection.js';
import { deferred } from '../protocol/deferred.js';
import type { Handshake } from './options.js';
import { watchPolicy } from './policy-watch.js';
import type { Rung, WorkerLike } from './source.js';

export interface Started {
  readonly worker: WorkerLike;
  readonly connection: Connection;
  /** Resolves at the worker's first word; rejects with a StartRefusal when it died, or was not wanted any more, before. */
  readonly proof: Promise<void>;
  /** Something was asked of it: it has to say a word within the time of the handshake from now on, if it has not. */
  readonly expectWord: () => void;
}

export interface StartOptions {
  readonly connect: (worker: WorkerLike) => Connection;
  readonly handshake: Handshake;
  /** Milliseconds until the first word; 0: any. */
  readonly handshakeTimeout: number;
  /** Aborted when nobody wants the worker any more; it is then ended, however late it comes. */
  readonly signal: AbortSignal;
}

/** Why a worker could not be had. */
export class StartRefusal extends IPCError {
  /** The next try would end the same way: it threw at once, or a policy forbids it. */
  readonly final: boolean;
  /** Its script ran, and threw, or it never said a word: it may have done something with a task that it was given. */
  readonly ran: boolean;

  constructor(reason: unknown, directive: string | null, final: boolean, url?: string) {
    const said = reason instanceof Error || reason instanceof DOMException ? reason.message : String(reason);
    const why = directive === null ? said : `blocked by the policy directive ${directive} (${said})`;
    super('unavailable', url === undefined ? why : `${url}: ${why}`, { cause: reason });
    this.final = final;
    const told = reason instanceof Silence || (reason instanceof IPCError && reason.cause !== undefined);
    this.ran = !final && told;
  }
}

/** It said nothing in time. */
class Silence extends IPCError {
  constructor(ms: number) {
    const otherwise = 'One that does not run serve() speaks only when it has an answer: see handshakeTimeout.';
    super('unavailable', `it did not say that it is ready within ${ms} ms. ${otherwise}`);
  }
}

/** Rejects with a StartRefusal; a worker that was made all the same is ended then. */
export async function startWorker(rung: Rung, options: StartOptions): Promise<Started> {
  const { connect, handshake, handshakeTimeout, signal } = options;
  const policy = watchPolicy();
  const limit = createLimit(handshakeTimeout, signal);
  let threw = false;

  async function make(): Promise<Pick<Started, 'worker' | 'connection'>> {
    try {
      const worker = await rung.start();
      return { worker, connection: connect(worker) };
    } catch (reason) {
      threw = true;
      throw reason;
    }
  }

  async function prove(): Promise<void> {
    try {
      await Promise.race([made.then(({ connection }) => connection.ready), limit.passed]);
    } catch (reason) {
      // a violation is told one task after the constructor threw
      await new Promise((resolve) => setTimeout(resolve));
      const refusal = new StartRefusal(reason, policy.directive, threw || policy.directive !== null, rung.url);
      void made.then((late) => end(late, refusal)).catch(() => undefined);
      throw refusal;
    } finally {
      policy.stop();
      limit.stop();
    }
  }

  limit.start();
  const made = make();
  const proof = prove();
  proof.catch(() => undefined); // told below, or to whoever awaits it
  if (handshake === 'awaited') await proof;
  else {
    // whichever is first: it is there, or it is not wanted any more, or not in time
    await Promise.race([made.catch(() => proof), proof]);
    limit.pause();
  }
  return { ...(await made), proof, expectWord: limit.start };
}

function end({ worker, connection }: Pick<Started, 'worker' | 'connection'>, reason: IPCError): void {
  connection.close(reason);
  worker.terminate();
}

interface Limit {
  /** Rejects when the time is over or the signal aborted. */
  readonly passed: Promise<never>;
  /** Counts from now, unless it does already. */
  readonly start: () => void;
  readonly pause: () => void;
  /** For good. */
  readonly stop: () => void;
}

function createLimit(ms: number, signal: AbortSignal): Limit {
  const { promise: passed, reject } = deferred<never>();
  passed.catch(() => undefined);
  const leave = () => reject(signal.reason);
  let stopTimer: (() => void) | null = null;
  let over = ms === 0;
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });

  function pause(): void {
    stopTimer?.();
    stopTimer = null;
  }
  return {
    passed,
    start() {
      if (!over) stopTimer ??= after(ms, () => reject(new Silence(ms)));
    },
    pause,
    stop() {
      over = true;
      pause();
      signal.removeEventListener('abort', leave);
    },
  };
}
