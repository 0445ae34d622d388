/** The ways to start the built-in crypto worker, in the order they are tried; the last one is the page itself. */
import { createPageWorker } from '../pool/page-worker.js';
import type { Rung, WorkerLike } from '../pool/pool.js';
import { startModule } from '../pool/source.js';

type OwnWorker = string | URL | (() => WorkerLike | Promise<WorkerLike>);

export interface LoadingOptions {
  /** A worker of your own that serves the built-in operations: tried first. */
  readonly source?: OwnWorker | undefined;
  /** `page` (default): where no worker can be started, work on the page. `none`: fail with `unavailable` instead. */
  readonly fallback?: 'page' | 'none' | undefined;
}

/**
 * Own worker, the file beside this module, the same code from a Blob, the page.
 *
 * No single way works everywhere: a file on another origin never starts a worker, half of the bundlers leave the file behind,
 * and a policy without `blob:` refuses the text (docs/loading.md has the table).
 */
export function cryptoWorkerRungs({ source, fallback = 'page' }: LoadingOptions = {}): readonly Rung[] {
  const rungs: Rung[] = [
    { name: 'worker file', start: startFile },
    { name: 'worker text', start: startText },
  ];
  if (source !== undefined) rungs.unshift({ name: 'own worker', start: () => startOwn(source) });
  if (fallback === 'page') rungs.push({ name: 'page', start: () => createPageWorker(loadOperations) });
  return rungs;
}

async function loadOperations() {
  const { cryptoOperations } = await import('../operations/crypto.js');
  return { crypto: cryptoOperations };
}

function startOwn(source: OwnWorker): WorkerLike | Promise<WorkerLike> {
  return typeof source === 'function' ? source() : startModule(source);
}

function startFile(): Worker {
  needWorkers();
  const here = new URL(import.meta.url);
  if (here.origin !== location.origin) throw new Error(`the worker file is on another origin (${here.origin})`);
  try {
    // Bundlers look for just this expression: keep it literal.
    return new Worker(new URL('../workers/crypto.worker.ts', import.meta.url), { type: 'module' });
  } catch (error) {
    // Under require-trusted-types-for 'script' a plain URL is a TypeError; a named policy may pass.
    if (!(error instanceof TypeError)) throw error;
    return startModule(new URL('../workers/crypto.worker.ts', import.meta.url));
  }
}

async function startText(): Promise<Worker> {
  needWorkers();
  const { default: text } = await import('../workers/crypto.worker.js?inline');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = startModule(url);
  // The URL is needed until the script has been fetched, which the first sign of life or death proves.
  const revoke = () => URL.revokeObjectURL(url);
  worker.addEventListener('message', revoke, { once: true });
  worker.addEventListener('error', revoke, { once: true });
  return worker;
}

function needWorkers(): void {
  if (typeof Worker === 'undefined') throw new Error('this environment has no Worker');
}
