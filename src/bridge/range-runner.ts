/** Runs a file's ranges a few at a time, hands their results over in order, and adds their progress up. */
import type { Progress } from '../operation.js';

export interface RangeRun<Range, Result = Blob> {
  readonly ranges: readonly Range[];
  /** Ranges that may be at work, or done and waiting for their turn, at once. Bounds what is held anywhere. */
  readonly lanes: number;
  /** Bytes over all ranges. */
  readonly total: number;
  /** Does one range. What runs is told to end by `stop` as soon as any of them fails. */
  run(range: Range, position: number, onProgress: (progress: Progress) => void): Promise<Result>;
  /** Takes the results in order; the next range starts only when it has taken one. */
  deliver(result: Result, position: number): void | Promise<void>;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Resolves when every range was delivered. On the first failure it calls `stop`, waits until nothing runs any more
 * (so that what the ranges left behind can be cleared away), and rejects with that first failure. It does not wait for a
 * result to be taken then: the destination may hang, and is to be told of the failure.
 */
export async function runRanges<Range, Result>(
  work: RangeRun<Range, Result>,
  stop: (reason: unknown) => void,
): Promise<void> {
  const { ranges, lanes, total } = work;
  const report = sumProgress(ranges.length, total, work.onProgress);
  let failure: { readonly reason: unknown } | undefined;
  let turn: Promise<void> = Promise.resolve();
  let giveUp = (): void => undefined;
  const givenUp = new Promise<void>((resolve) => (giveUp = resolve));

  const one = async (range: Range, position: number, before: Promise<void>) => {
    try {
      const result = await work.run(range, position, (progress) => report(position, progress.loaded));
      await before;
      if (failure === undefined) await Promise.race([work.deliver(result, position), givenUp]);
    } catch (reason) {
      failure ??= { reason };
      giveUp();
      stop(failure.reason);
    }
  };

  const open: Promise<void>[] = [];
  for (const [position, range] of ranges.entries()) {
    if (open.length >= lanes) await open.shift();
    if (failure !== undefined) break;
    turn = one(range, position, turn);
    open.push(turn);
  }
  await Promise.all(open);
  // the assignment above happens in a closure, which the compiler does not follow
  const failed: { readonly reason: unknown } | undefined = failure;
  if (failed !== undefined) throw failed.reason;
}

/** Adds up what each range reports. A range that is done again after a crash never takes the sum back. */
function sumProgress(count: number, total: number, onProgress: ((progress: Progress) => void) | undefined) {
  const furthest = new Float64Array(count);
  let sum = 0;
  return (position: number, loaded: number) => {
    const gain = loaded - (furthest[position] ?? 0);
    if (gain <= 0) return;
    furthest[position] = loaded;
    sum += gain;
    onProgress?.({ loaded: sum, total });
  };
}
