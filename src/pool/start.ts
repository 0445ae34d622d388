/** Starts one worker one way, and says why when it cannot be had: it threw, did not load, never said ready, or was forbidden. */
import { IPCError } from '../errors.js';
import { after } from '../protocol/after.js';
import type { Connection } from '../protocol/connection.js';
import { watchPolicy } from './policy-watch.js';
import type { Rung, WorkerLike } from './source.js';

export interface Started {
  readonly worker: WorkerLike;
  readonly connection: Connection;
  /** Resolves at the worker's first word; rejects with a StartRefusal when it died, or was not wanted any more, before. */
  readonly proof: Promise<void>;
}

export interface StartOptions {
  readonly connect: (worker: WorkerLike) => Connection;
  /** Milliseconds until the first word; 0: the worker is had as soon as it is made. */
  readonly handshakeTimeout: number;
  /** Aborted when nobody wants the worker any more; it is then ended, however late it comes. */
  readonly signal: AbortSignal;
}

/** Why a worker could not be had. */
export class StartRefusal extends IPCError {
  /** The next try would end the same way: it threw at once, or a policy forbids it. */
  readonly final: boolean;
  /** Its script ran, and threw: so did, perhaps, a task that it was given. */
  readonly ran: boolean;

  constructor(reason: unknown, directive: string | null, final: boolean, url?: string) {
    const said = reason instanceof Error || reason instanceof DOMException ? reason.message : String(reason);
    const why = directive === null ? said : `blocked by the policy directive ${directive} (${said})`;
    super('unavailable', url === undefined ? why : `${url}: ${why}`, { cause: reason });
    this.final = final;
    this.ran = !final && reason instanceof IPCError && reason.cause !== undefined;
  }
}

/** Rejects with a StartRefusal; a worker that was made all the same is ended then. */
export async function startWorker(rung: Rung, { connect, handshakeTimeout, signal }: StartOptions): Promise<Started> {
  const policy = watchPolicy();
  const limit = createLimit(handshakeTimeout, signal);
  let threw = false;
  const made = Promise.resolve()
    .then(() => rung.start())
    .catch((reason: unknown) => {
      threw = true;
      throw reason;
    });
  const begun = made.then((worker) => ({ worker, connection: connect(worker) }));
  const ready = begun.then(({ connection }) => connection.ready);

  const proof = Promise.race([ready, limit.passed])
    .catch(async (reason: unknown) => {
      // a violation is told one task after the constructor threw
      await new Promise((resolve) => setTimeout(resolve));
      const refusal = new StartRefusal(reason, policy.directive, threw || policy.directive !== null, rung.url);
      void begun.then((late) => end(late, refusal)).catch(() => undefined);
      throw refusal;
    })
    .finally(() => {
      policy.stop();
      limit.stop();
    });
  proof.catch(() => undefined); // told below, or to whoever awaits it
  await (handshakeTimeout > 0 ? proof : Promise.race([begun.then(() => undefined).catch(() => proof), proof]));
  return { ...(await begun), proof };
}

function end({ worker, connection }: Pick<Started, 'worker' | 'connection'>, reason: IPCError): void {
  connection.close(reason);
  worker.terminate();
}

/** A promise that rejects when the time is over or the signal aborted. */
function createLimit(ms: number, signal: AbortSignal): { readonly passed: Promise<never>; stop(): void } {
  let reject: (reason: unknown) => void = () => undefined;
  const passed = new Promise<never>((_, no) => {
    reject = no;
  });
  passed.catch(() => undefined);
  const leave = () => reject(signal.reason);
  const late = () => reject(new IPCError('unavailable', `it did not say that it is ready within ${ms} ms`));
  const stopTimer = ms > 0 ? after(ms, late) : () => undefined;
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
  return {
    passed,
    stop() {
      stopTimer();
      signal.removeEventListener('abort', leave);
    },
  };
}
