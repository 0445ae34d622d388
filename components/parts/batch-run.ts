/** One way through a list of work: who waits for what, why it was cancelled, and how it ends for each of them. */
import type { FileItem } from './file-item.js';
import type { Outcome } from './progress-events.js';
import { startTraffic, type Traffic } from './traffic.js';

/** What is asked of an item to say how a run has ended. */
type Ended = Pick<FileItem, 'state' | 'error'>;

/** One who started work, and waits for what becomes of `wanted`. */
export interface Caller<Item> {
  readonly wanted: readonly Item[];
  readonly resolve: (done: readonly Item[]) => void;
  readonly reject: (reason: unknown) => void;
}

/** One way through the list: from `start` until nothing waits and nothing runs. */
export interface Run<Item> {
  readonly items: Set<Item>;
  readonly attempts: Map<Item, AbortController>;
  readonly callers: Caller<Item>[];
  /** Who set an item to work last: the others' signals have no say in it any more. */
  readonly starters: Map<Item, Caller<Item>>;
  /** Why an item was cancelled, by itself or with others. */
  readonly reasons: Map<Item, unknown>;
  readonly ended: AbortController;
  traffic: Traffic;
}

/** What a run of these came to. */
export function outcomeOf(items: readonly Ended[]): Outcome {
  const errors = items.flatMap((item) => item.error ?? []);
  if (errors.length > 0) return errors.every(({ name }) => name === 'TimeoutError') ? 'timeout' : 'error';
  return items.length === 0 || items.some((item) => item.state === 'aborted') ? 'abort' : 'load';
}

/** How a caller's promise is to settle, by what became of the files it asked for; those that were removed do not count. */
export function answer<Item extends Ended>(
  run: Run<Item>,
  { wanted, resolve, reject }: Caller<Item>,
  done: readonly Item[],
): () => void {
  const items = wanted.filter((item) => run.items.has(item));
  const outcome = outcomeOf(items);
  if (outcome === 'load') return () => resolve(done);
  const cancelled = wanted.find((item) => run.reasons.has(item));
  const reason = cancelled ? run.reasons.get(cancelled) : abortReason();
  const error: unknown = outcome === 'abort' ? reason : items.find((item) => item.error)?.error;
  return () => reject(error);
}

export function newRun<Item>(): Run<Item> {
  const traffic = startTraffic({ loaded: 0, total: 0 }, performance.now());
  const ended = new AbortController();
  return {
    items: new Set(),
    attempts: new Map(),
    callers: [],
    starters: new Map(),
    reasons: new Map(),
    ended,
    traffic,
  };
}

export function abortReason(): DOMException {
  return new DOMException('The work was cancelled.', 'AbortError');
}
