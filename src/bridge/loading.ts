/** The ways to start the built-in worker of a channel, in the order they are tried; the last one is the page itself. */
import type { Services } from '../operation.js';
import { createPageWorker } from '../pool/page-worker.js';
import type { Rung, WorkerLike } from '../pool/pool.js';
import { startModule } from '../pool/source.js';
import { channels, type Channel, type ChannelCode } from './channels.js';

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
export function workerRungs(channel: Channel, { source, fallback = 'page' }: LoadingOptions = {}): readonly Rung[] {
  const code: ChannelCode<Services[string]> = channels[channel];
  const rungs: Rung[] = [
    { name: 'worker file', start: () => startFile(code) },
    { name: 'worker text', start: () => startText(code) },
  ];
  if (source !== undefined) rungs.unshift({ name: 'own worker', start: () => startOwn(source) });
  if (fallback === 'page') {
    const load = async (): Promise<Services> => ({ [channel]: await code.operations() });
    rungs.push({ name: 'page', start: () => createPageWorker(load) });
  }
  return rungs;
}

function startOwn(source: OwnWorker): WorkerLike | Promise<WorkerLike> {
  return typeof source === 'function' ? source() : startModule(source);
}

function startFile(code: ChannelCode<unknown>): Worker {
  needWorkers();
  const here = new URL(import.meta.url);
  if (here.origin !== location.origin) throw new Error(`the worker file is on another origin (${here.origin})`);
  return startModule(code.url(), () => code.start());
}

async function startText(code: ChannelCode<unknown>): Promise<Worker> {
  needWorkers();
  const { default: text } = await code.text();
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const revoke = () => URL.revokeObjectURL(url);
  try {
    const worker = startModule(url);
    // The URL is needed until the script has been fetched, which the first sign of life or death proves; or until it is given up.
    worker.addEventListener('message', revoke, { once: true });
    worker.addEventListener('error', revoke, { once: true });
    const end = worker.terminate.bind(worker);
    worker.terminate = () => {
      revoke();
      end();
    };
    return worker;
  } catch (error) {
    revoke();
    throw error;
  }
}

function needWorkers(): void {
  if (typeof Worker === 'undefined') throw new Error('this environment has no Worker');
}
