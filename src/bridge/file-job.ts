/** Work on a whole file, whatever it is: where the result goes, the caller's signal and deadline, and what is left behind when it fails. */
import { IPCError, OperationError } from '../errors.js';
import { followSignal } from '../operation.js';
import { after } from '../pool/after.js';
import { isFile } from '../streams/brands.js';
import type { BridgeCallOptions } from './bridge.js';
import { openFileDestination, openStreamDestination, type Destination, type ResultDescription } from './destination.js';
import { sweepOnce } from './disk.js';

type Place = 'auto' | 'memory' | 'disk';

export interface FileOptions extends Omit<BridgeCallOptions, 'transfer'> {
  /** The result's name. The default is stated by each call. */
  readonly name?: string | undefined;
  /**
   * Where the result goes. `memory`: a File of Blobs. `disk`: a File in the origin's private file system, removed by `discard`,
   * or, when the page is gone, as soon as another page of the origin works on a file. `auto` (default): disk for large results where there is one, else memory.
   * A WritableStream is written in order with back-pressure, closed at the end, and aborted when anything fails.
   */
  readonly to?: Place | WritableStream<Uint8Array<ArrayBuffer>> | undefined;
}
export interface FileOptionsToFile extends FileOptions {
  readonly to?: Place | undefined;
}
export interface FileOptionsToStream extends FileOptions {
  readonly to: WritableStream<Uint8Array<ArrayBuffer>>;
}

/** What work of several calls is given. */
export interface CallsJob {
  /** The options of its calls: what runs ends when the job does. */
  readonly call: BridgeCallOptions & { readonly signal: AbortSignal };
  /** Ends what runs for this job. */
  readonly stop: (reason: unknown) => void;
}

/** What work that makes a file is given. */
export interface FileJob extends CallsJob {
  /** Where the result goes, once about how many bytes it will have is known. */
  readonly open: (size: number) => Promise<FileDestination>;
}
export type FileDestination = Destination<File | ResultDescription>;

/** Runs the work until it is done, fails, or the caller's signal or deadline gives it up. It returns what the result is called. */
export function runFileJob(
  options: FileOptions,
  work: (job: FileJob) => Promise<ResultDescription>,
): Promise<File | ResultDescription> {
  const place = placeOf(options);
  checkTimeout(options.timeout);
  sweepOnce();
  let destination: FileDestination | null = place instanceof WritableStream ? openStreamDestination(place) : null;
  const stream = destination;
  const open = async (size: number) =>
    (destination ??= await openFileDestination(place instanceof WritableStream ? 'auto' : place, size));

  return runCalls(
    options,
    async (job) => {
      try {
        const result = await work({ ...job, open });
        return await (await open(result.size)).finish(result);
      } catch (reason) {
        destination?.abort(reason);
        throw reason;
      }
    },
    (reason) => stream?.abort(reason),
  );
}

/** Runs work of several calls under one signal and one deadline. `giveUp`: told the reason when it is given up by them. */
export async function runCalls<Result>(
  options: Omit<BridgeCallOptions, 'transfer'>,
  work: (job: CallsJob) => Promise<Result>,
  giveUp: (reason: unknown) => void = () => undefined,
): Promise<Result> {
  const stop = new AbortController();
  const timeout = checkTimeout(options.timeout);
  const caller = followSignal(options.signal);
  const deadline = startDeadline(timeout);
  const given = AbortSignal.any([deadline.signal, ...(caller.signal === undefined ? [] : [caller.signal])]);
  const call = {
    pool: options.pool,
    priority: options.priority,
    signal: AbortSignal.any([given, stop.signal]),
  };
  try {
    return await untilAborted(work({ call, stop: (reason) => stop.abort(reason) }), given, giveUp);
  } finally {
    deadline.clear();
    caller.release();
  }
}

/** A file of the destination's folder, as workers take it. */
interface Keep {
  readonly directory: string;
  readonly name: string;
}

/** Has a part of the result made where the destination takes it: on its disk, or as a Blob, also when that disk turns out to be full. */
export async function makePart<Made>(
  destination: FileDestination,
  name: string,
  make: (keep: Keep | undefined) => Promise<Made>,
): Promise<Made> {
  const { takes } = destination;
  if (typeof takes === 'string') return make(undefined);
  return make({ directory: takes.name, name }).catch((reason: unknown) => {
    const isFull = reason instanceof OperationError && reason.code === 'unwritable';
    if (!isFull || !destination.leaveDisk()) throw reason;
    return make(undefined);
  });
}

export function nameAndDate(source: Blob): { name: string; lastModified: number } {
  return isFile(source) ? source : { name: '', lastModified: Date.now() };
}

function placeOf({ to = 'auto' }: FileOptions): Place | WritableStream<Uint8Array<ArrayBuffer>> {
  if (to === 'auto' || to === 'memory' || to === 'disk' || to instanceof WritableStream) return to;
  throw new OperationError('invalid', "`to` is 'auto', 'memory', 'disk' or a WritableStream.");
}

function checkTimeout(timeout = 0): number {
  if (timeout >= 0) return timeout;
  throw new OperationError('invalid', '`timeout` is a number of milliseconds, 0 or Infinity for none.');
}

function startDeadline(timeout: number): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const expire = () => {
    controller.abort(new IPCError('timeout', `Request timeout: the file was not done within ${timeout} ms.`));
  };
  return { signal: controller.signal, clear: after(timeout === 0 ? Infinity : timeout, expire) };
}

/** The work, or the end that the caller gave it, whichever is first: a stream that hangs must not hold the caller. */
function untilAborted<Result>(
  work: Promise<Result>,
  given: AbortSignal,
  giveUpWork: (reason: unknown) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      giveUpWork(given.reason);
      const cause: unknown = given.reason;
      const expired = cause instanceof IPCError && cause.code === 'timeout';
      reject(expired ? cause : new IPCError('aborted', 'Request cancelled by its signal.', { cause }));
    };
    if (given.aborted) giveUp();
    else given.addEventListener('abort', giveUp, { once: true });
    void work.then(resolve, reject).finally(() => given.removeEventListener('abort', giveUp));
  });
}
