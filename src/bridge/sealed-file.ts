/** Seals and opens whole files: prepare once, then the ranges over a pool, then one result in order. */
import { IPCError, OperationError } from '../errors.js';
import type { KdfOptions, Secret } from '../operations/crypto.js';
import { followSignal, reporterOf } from '../operation.js';
import type { Bridge, BridgeCallOptions } from './bridge.js';
import type { ResultOf } from './built-in-pool.js';
import { safeName, takeBlob, takeSecret, type Data } from './check.js';
import {
  openFileDestination,
  openStreamDestination,
  type Destination,
  type Part,
  type ResultDescription,
} from './destination.js';
import { after } from '../pool/after.js';
import { runRanges } from './range-runner.js';

type Place = 'auto' | 'memory' | 'disk';

export interface FileOptions extends Omit<BridgeCallOptions, 'transfer'> {
  /** The result's name. Default: the source's name and `.sealed` when sealing, the original's own name when opening. */
  readonly name?: string | undefined;
  /**
   * Where the result goes. `memory`: a File of Blobs. `disk`: a File in the origin's private file system, removed when
   * the page is gone or by `discard`. `auto` (default): disk for large results where there is one, else memory.
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

export interface SealOptions {
  /** How the passphrase is stretched: PBKDF2 with 600,000 iterations by default. Stored in the file, bounds in docs/format.md. */
  readonly kdf?: KdfOptions | undefined;
}

type SealPlan = ResultOf<'crypto', 'prepare-seal'>;
type OpenPlan = ResultOf<'crypto', 'prepare-open'>;

/** What has to be known before the ranges can run. */
interface Job {
  readonly operation: 'seal' | 'open';
  readonly plan: Pick<SealPlan & OpenPlan, 'key' | 'baseNonce' | 'ranges' | 'total'>;
  /** What comes before the ranges. */
  readonly prefix: Part | null;
  readonly result: ResultDescription;
}

export async function sealFile(
  bridge: Bridge<'crypto'>,
  data: Data,
  secret: Secret,
  options: FileOptions & SealOptions,
): Promise<File | ResultDescription> {
  const source = takeBlob(data, 'sealFile');
  const own = takeSecret(secret, 'sealFile');
  const { name, lastModified } = nameAndDate(source);
  const metadata = { name, type: source.type, lastModified, size: source.size };
  return convert(bridge, source, options, async (call) => {
    const plan = await bridge.run('prepare-seal', { metadata, secret: own, kdf: options.kdf }, call);
    const sealedName = safeName(options.name ?? `${name === '' ? 'untitled' : name}.sealed`, 'untitled.sealed');
    return {
      operation: 'seal',
      plan,
      prefix: [plan.prefix],
      result: { name: sealedName, type: 'application/octet-stream', lastModified: Date.now(), size: plan.size },
    };
  });
}

export async function openFile(
  bridge: Bridge<'crypto'>,
  data: Data,
  secret: Secret,
  options: FileOptions,
): Promise<File | ResultDescription> {
  const source = takeBlob(data, 'openFile');
  const own = takeSecret(secret, 'openFile');
  return convert(bridge, source, options, async (call) => {
    const plan = await bridge.run('prepare-open', { file: source, secret: own }, call);
    const { type, lastModified } = plan.metadata;
    const name = safeName(options.name ?? plan.metadata.name, 'untitled');
    return { operation: 'open', plan, prefix: null, result: { name, type, lastModified, size: plan.total } };
  });
}

function nameAndDate(source: Blob): { name: string; lastModified: number } {
  return source instanceof File ? source : { name: '', lastModified: Date.now() };
}

/** Runs a job until it is done, one of its ranges fails, or the caller's signal or deadline gives it up. */
async function convert(
  bridge: Bridge<'crypto'>,
  source: Blob,
  options: FileOptions,
  prepare: (call: BridgeCallOptions) => Promise<Job>,
): Promise<File | ResultDescription> {
  const stop = new AbortController();
  const place = placeOf(options);
  const deadline = startDeadline(options);
  const caller = followSignal(options.signal);
  const given = AbortSignal.any([deadline.signal, ...(caller.signal === undefined ? [] : [caller.signal])]);
  const call: BridgeCallOptions = {
    pool: options.pool,
    priority: options.priority,
    signal: AbortSignal.any([given, stop.signal]),
  };
  const stream = place instanceof WritableStream ? openStreamDestination(place) : null;

  const work = async () => {
    let destination: Destination<File | ResultDescription> | null = stream;
    try {
      const job = await prepare(call);
      destination ??= await openFileDestination(place instanceof WritableStream ? 'auto' : place, job.result.size);
      await runJob(bridge, source, job, destination, call, options, stop);
      return await destination.finish(job.result);
    } catch (reason) {
      destination?.abort(reason);
      throw reason;
    }
  };
  try {
    return await untilAborted(work(), given, stream);
  } finally {
    deadline.clear();
    caller.release();
  }
}

async function runJob(
  bridge: Bridge<'crypto'>,
  source: Blob,
  { operation, plan, prefix }: Job,
  destination: Destination<File | ResultDescription>,
  call: BridgeCallOptions,
  { onProgress }: FileOptions,
  stop: AbortController,
): Promise<void> {
  const { key, baseNonce, ranges, total } = plan;
  if (prefix !== null) await destination.write(prefix);
  await runRanges(
    {
      ranges,
      total,
      lanes: bridge.poolOf(call).size + 1,
      onProgress: reporterOf(onProgress),
      async run(range, position, onRangeProgress): Promise<Part> {
        const input = { file: source, range, key, baseNonce };
        const options = { ...call, onProgress: onRangeProgress };
        const { takes } = destination;
        if (takes === 'pieces') return bridge.run(`${operation}-pieces`, input, options);
        if (takes === 'blobs') return bridge.run(operation, input, options);
        const keep = { directory: takes.name, name: String(position) };
        return bridge.run(operation, { ...input, keep }, options).catch((reason: unknown) => {
          const isFull = reason instanceof OperationError && reason.code === 'unwritable';
          if (!isFull || !destination.leaveDisk()) throw reason;
          return bridge.run(operation, input, options);
        });
      },
      deliver: (part) => destination.write(part),
    },
    (reason) => stop.abort(reason),
  );
}

function placeOf({ to = 'auto' }: FileOptions): Place | WritableStream<Uint8Array<ArrayBuffer>> {
  if (to === 'auto' || to === 'memory' || to === 'disk' || to instanceof WritableStream) return to;
  throw new OperationError('invalid', "`to` is 'auto', 'memory', 'disk' or a WritableStream.");
}

function startDeadline({ timeout = 0 }: FileOptions): { signal: AbortSignal; clear: () => void } {
  if (!(timeout >= 0))
    throw new OperationError('invalid', '`timeout` is a number of milliseconds, 0 or Infinity for none.');
  const controller = new AbortController();
  const expire = () => {
    controller.abort(new IPCError('timeout', `Request timeout: the file was not done within ${timeout} ms.`));
  };
  return { signal: controller.signal, clear: after(timeout === 0 ? Infinity : timeout, expire) };
}

/** The work, or the end that the caller gave it, whichever is first: a stream that hangs must not hold the caller, and is told. */
function untilAborted<Result>(
  work: Promise<Result>,
  given: AbortSignal,
  stream: Destination<unknown> | null,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      stream?.abort(given.reason);
      const cause: unknown = given.reason;
      const expired = cause instanceof IPCError && cause.code === 'timeout';
      reject(expired ? cause : new IPCError('aborted', 'Request cancelled by its signal.', { cause }));
    };
    if (given.aborted) giveUp();
    else given.addEventListener('abort', giveUp, { once: true });
    void work.then(resolve, reject).finally(() => given.removeEventListener('abort', giveUp));
  });
}
