/** What a pool's workers are started from: a URL, a function, or several ways in the order they are tried. */
import { IPCError } from '../errors.js';
import type { Endpoint } from '../protocol/connection.js';
import { trustedScriptUrl } from './trusted-types.js';

/** A Worker, or anything that behaves like one. */
export interface WorkerLike extends Endpoint {
  terminate(): void;
}

/** One way to start a worker. */
export interface Rung {
  /** Said by `pool.place` while it is in use, and in the error when it was refused. */
  readonly name: string;
  /** Of the worker's script, for that error. */
  readonly url?: string | undefined;
  start(): WorkerLike | Promise<WorkerLike>;
}

export type WorkerSource = string | URL | (() => WorkerLike | Promise<WorkerLike>) | readonly Rung[];

/** The source as a ladder. A URL becomes a module worker. */
export function rungsOf(source: WorkerSource): readonly Rung[] {
  if (typeof source === 'function') return [{ name: 'worker', start: source }];
  if (typeof source === 'string' || source instanceof URL) {
    return [{ name: 'worker', url: String(source), start: () => startModule(source) }];
  }
  const rungs: unknown = source;
  if (!Array.isArray(rungs) || rungs.length === 0) {
    throw new TypeError('A pool needs the URL of a worker, a function that starts one, or at least one rung.');
  }
  return source;
}

const moduleWorker: WorkerOptions = { type: 'module', name: 'tallow-pool' };

/**
 * A module worker, on pages that enforce Trusted Types too. Throws what the constructor throws. `start` is another way to write
 * the same, where it has to be written in a way that bundlers understand.
 */
export function startModule(url: string | URL, start = (): Worker => new Worker(url, moduleWorker)): Worker {
  if (typeof Worker === 'undefined') throw new IPCError('unavailable', 'There are no workers in this environment.');
  try {
    return start();
  } catch (error) {
    // Under require-trusted-types-for 'script' a plain URL is a TypeError; a named policy may pass.
    if (!(error instanceof TypeError) || globalThis.trustedTypes === undefined) throw error;
    return new Worker(trustedScriptUrl(url), moduleWorker);
  }
}
