/**
 * The ways to die, as one table for everything that makes calls: protocol, pool, bridge. A column says how a call is made
 * (`Subject`); each way says what is done to it, and which code the call has to reject with. Deaths of which nothing is ever
 * seen are a table of their own: what a call is told then is up to who waits, and for how long.
 */
import type { IPCErrorCode } from '../../src/errors.js';
import type { CallOptions } from '../../src/operation.js';
import { gate } from './gates.js';

export interface Subject {
  /** Calls an operation of probe-services.ts. */
  call(type: string, options?: CallOptions): Promise<unknown>;
  /** Ends the worker from outside, without telling who made the call. */
  terminate(): void;
}

export interface WayToDie {
  readonly name: string;
  readonly script: URL;
  readonly code: IPCErrorCode;
  readonly message: RegExp;
  /** The name of the error's cause, where there has to be one. */
  readonly cause?: string;
  /** It shows at the Worker object only: who has but a port to a worker learns nothing of it. */
  readonly workerOnly?: boolean;
  /** Lets it happen. What it returns has to reject. */
  die(subject: Subject): Promise<unknown>;
}

/** A worker that ends, or hangs, before its first word. No event and no lock tells of it. */
export interface SilentWay {
  readonly name: string;
  /** Starts it, and does to it what has to be done. */
  readonly start: () => Worker;
}

const probe = new URL('./probe.worker.ts', import.meta.url);
const silent = new URL('./probe-silent.worker.ts', import.meta.url);

/** Calls `type`, does `then` once the operation has begun, and returns the call. */
async function during(subject: Subject, type: string, then: () => void, options?: CallOptions): Promise<unknown> {
  const begun = gate();
  const call = subject.call(type, { ...options, onProgress: begun.open });
  call.catch(begun.open);
  await begun.promise;
  then();
  return call;
}

export const waysToDie: readonly WayToDie[] = [
  {
    name: 'the script is missing',
    script: new URL('./no-such.worker.ts', import.meta.url),
    code: 'unavailable',
    message: /did not load/,
    workerOnly: true,
    die: (subject) => subject.call('echo'),
  },
  {
    name: 'the script throws at top level',
    script: new URL('./probe-throws.worker.ts', import.meta.url),
    code: 'unavailable',
    message: /thrown at the top.*probe-throws\.worker\.ts.*:\d+/,
    cause: 'Error',
    workerOnly: true,
    die: (subject) => subject.call('echo'),
  },
  {
    name: 'the worker closes itself in the middle',
    script: probe,
    code: 'crashed',
    message: /ended/,
    die: (subject) => subject.call('close'),
  },
  {
    name: 'the worker is terminated from outside in the middle',
    script: probe,
    code: 'crashed',
    message: /ended/,
    die: (subject) => during(subject, 'hang', () => subject.terminate()),
  },
  {
    name: 'the worker spins, and the call is aborted',
    script: probe,
    code: 'aborted',
    message: /^Request cancelled/,
    die(subject) {
      const { signal, abort } = abortable();
      return during(subject, 'spin', abort, { signal });
    },
  },
  {
    name: 'the result cannot be cloned',
    script: probe,
    code: 'uncloneable',
    // by whichever name the subject calls it
    message: /(probe\.uncloneable|crypto\.hash)/,
    die: (subject) => subject.call('uncloneable'),
  },
  {
    name: 'a rejection is unhandled inside',
    script: probe,
    code: 'crashed',
    message: /stray rejection/,
    cause: 'RangeError',
    die: (subject) => subject.call('rejectElsewhere'),
  },
  {
    name: 'a timer throws inside',
    script: probe,
    code: 'crashed',
    message: /stray error/,
    die: (subject) => subject.call('throwElsewhere'),
  },
];

/** Not among them: whether there is somebody else to make it to, when the worker is dead, differs from column to column. */
export const callAfterDeath = {
  script: probe,
  async die(subject: Subject): Promise<unknown> {
    await subject.call('close').catch(() => undefined);
    return subject.call('echo');
  },
};

export const silentWays: readonly SilentWay[] = [
  { name: 'closes itself', start: () => new Worker(`${silent.href}?closes`, { type: 'module' }) },
  { name: 'spins', start: () => new Worker(`${silent.href}?spins`, { type: 'module' }) },
  { name: 'is mute', start: () => new Worker(silent, { type: 'module' }) },
  {
    name: 'is ended from outside',
    start() {
      const worker = new Worker(probe, { type: 'module' });
      worker.terminate();
      return worker;
    },
  },
];

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

/** A worker that never was: its page's policy forbids it. To be run in a frame under that policy. */
export const forbidden: readonly { readonly name: string; readonly csp: string; readonly directive: string }[] = [
  { name: 'workers are forbidden', csp: "worker-src 'none'", directive: 'worker-src' },
  // the directive that would say it, though another stands for it
  {
    name: 'workers are forbidden by what stands for them',
    csp: "script-src 'self'; child-src 'none'",
    directive: 'worker-src',
  },
  { name: 'workers may come from elsewhere only', csp: 'worker-src https://example.org', directive: 'worker-src' },
];
