/** Work that is begun to be shown: a function that is given a signal and a way to report, and returns a promise. */
import { asError, isEnded, phaseOf, type Reading, type Source } from './source.js';

/** What work is given; every call of `WorkerBridge` takes this as it is. */
export interface WorkOptions {
  /** Aborted by the cancel button, by `abort()`, and when the element is removed. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly loaded: number; readonly total?: number | undefined }) => void;
}

export type Work<Result> = (options: WorkOptions) => PromiseLike<Result>;

/** Begins the work. Its promise settles with it, and rejects at once with the reason of an abort, whatever the work makes of that. */
export function workSource<Result>(work: Work<Result>): readonly [source: Source, result: Promise<Result>] {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<() => void>();
  let reading: Reading = { loaded: 0, total: 0, phase: 'active' };
  const move = (next: Partial<Reading>): void => {
    if (isEnded(reading.phase)) return;
    reading = { ...reading, ...next };
    for (const heard of [...listeners]) heard();
  };
  const fail = (thrown: unknown): void => {
    const error = asError(thrown);
    move({ phase: signal.aborted ? 'aborted' : phaseOf(error), error });
  };
  const result = new Promise<Result>((resolve, reject) => {
    signal.addEventListener('abort', () => {
      const reason: unknown = signal.reason;
      reject(reason);
    });
    // not `resolve(work(…))`: an abort could not reject what waits for the work already
    const begin = async () => work({ signal, onProgress: ({ loaded, total = 0 }) => move({ loaded, total }) });
    begin().then(resolve, reject);
  });
  signal.addEventListener('abort', () => fail(signal.reason));
  void result.then(() => move({ phase: 'complete' }), fail);
  const source: Source = {
    unit: 'byte',
    read: () => reading,
    listen(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    abort: (reason) => controller.abort(reason),
    close: (reason) => controller.abort(reason),
  };
  return [source, result];
}
