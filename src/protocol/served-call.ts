/** One call as the side that answers sees it: what the operation is given, and the one reply it sends. */
import { IPCError } from '../errors.js';
import type { OperationContext } from '../operation.js';
import { answerWithMemory, type AnsweredMemory } from './call-memory.js';
import { toWire } from './error-wire.js';
import { lookFirst } from './live-signal.js';
import type { FromServer, RequestMessage } from './messages.js';

type Post = (message: FromServer, transfer?: Transferable[]) => void;

/** Milliseconds between two reports of progress. */
const pace = 50;

const cancellations = new WeakSet();

/** Whether this is what the signal of some call was aborted with. */
export function isCancellation(reason: unknown): boolean {
  return typeof reason === 'object' && reason !== null && cancellations.has(reason);
}

/** Its getters make what an operation asks for only when it asks: most small operations look at nothing. */
export class ServedCall implements OperationContext {
  readonly id: string;
  readonly #request: RequestMessage;
  readonly #post: Post;
  readonly #started = performance.now();
  #memory: AnsweredMemory | null | undefined;
  #controller: AbortController | null = null;
  #cancelled: IPCError | null = null;
  #over = false;
  #moved: Transferable[] | undefined;
  #latest: FromServer | null = null;
  #reported = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(request: RequestMessage, post: Post) {
    this.id = request.id;
    this.#request = request;
    this.#post = post;
  }

  get name(): string {
    return `${this.#request.channel}.${this.#request.type}`;
  }

  /** Milliseconds since it began. */
  get age(): number {
    return performance.now() - this.#started;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#sharedMemory) lookFirst(this.#controller.signal, () => this.#look());
    }
    this.#look();
    if (this.#cancelled) this.#controller.abort(this.#cancelled);
    return this.#controller.signal;
  }

  get progress(): OperationContext['progress'] {
    const report = this.#sharedMemory?.report;
    return (loaded, total, status) => {
      // the memory is the caller's, who may have given it to the next try by now
      if (report) this.#look();
      if (!Number.isFinite(loaded) || this.#cancelled || this.#over) return;
      const known = Number.isFinite(total) ? total : 0;
      if (report) report(loaded, known);
      else this.#report(loaded, known, status);
    };
  }

  get transfer(): OperationContext['transfer'] {
    return (value, list) => {
      (this.#moved ??= []).push(...list);
      return value;
    };
  }

  /** Ends its signal, and all that listens to that. */
  cancel(): void {
    this.#cancelled ??= new IPCError('aborted', 'Request cancelled');
    cancellations.add(this.#cancelled);
    this.#controller?.abort(this.#cancelled);
  }

  succeed(data: unknown): void {
    if (this.#memory) this.#look();
    if (this.#cancelled) {
      this.fail(this.#cancelled);
      return;
    }
    this.#end();
    const duration = this.age;
    try {
      this.#post({ duration, id: this.id, success: true, data }, this.#moved);
    } catch (cause) {
      this.fail(new IPCError('uncloneable', `The result of ${this.name} cannot be copied between threads.`, { cause }));
    }
  }

  fail(error: unknown): void {
    this.#end();
    const code = error instanceof Error &&
      'code' in error &&
      typeof error.code === 'string' && { errorCode: error.code };
    const data = toWire(error, this.#request.debug === true);
    this.#post({ id: this.id, success: false, error: data, ...code });
  }

  get #sharedMemory(): AnsweredMemory | null {
    const { memory } = this.#request;
    if (this.#memory === undefined) this.#memory = memory ? answerWithMemory(memory) : null;
    return this.#memory;
  }

  /** What the other side wrote into shared memory comes without a message. */
  #look(): void {
    if (!this.#over && !this.#cancelled && this.#sharedMemory?.isCancelled()) this.cancel();
  }

  #report(loaded: number, total: number, status: string | undefined): void {
    const progress = total > 0 ? Math.min(100, (loaded / total) * 100) : 0;
    this.#latest = {
      id: this.id,
      type: 'progress',
      progress,
      loaded,
      total,
      ...(typeof status === 'string' && { status }),
    };
    const wait = this.#reported + pace - performance.now();
    if (wait <= 0) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), wait);
  }

  /** The last report goes out before the reply, and none after it. */
  #end(): void {
    this.#flush();
    this.#over = true;
  }

  /** Sends the latest report, if one waits. */
  #flush(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#latest) return;
    this.#post(this.#latest);
    this.#latest = null;
    this.#reported = performance.now();
  }
}
