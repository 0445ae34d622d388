/** Which worker gets the next task: pure functions over the workers that have room. */

/** What a strategy sees of a worker. */
export interface Candidate {
  /** Rises with each worker that the pool starts. */
  readonly id: number;
  /** Tasks it works on now. */
  readonly load: number;
}

/** Picks one of `candidates`, or undefined when there are none. `last` is the id it picked before, 0 at first. */
export type Strategy = <Each extends Candidate>(candidates: Iterable<Each>, last: number) => Each | undefined;

/** The one with the fewest tasks; among equals the first, which is the one that has been idle longest. */
export const leastBusy: Strategy = (candidates) => {
  let best;
  for (const candidate of candidates) {
    if (best === undefined || candidate.load < best.load) best = candidate;
  }
  return best;
};

/** The one after `last`, by id, and after the last one the first again. */
export const roundRobin: Strategy = (candidates, last) => {
  let first;
  let next;
  for (const candidate of candidates) {
    if (first === undefined || candidate.id < first.id) first = candidate;
    if (candidate.id > last && (next === undefined || candidate.id < next.id)) next = candidate;
  }
  return next ?? first;
};

export const strategies = { 'least-busy': leastBusy, 'round-robin': roundRobin } as const;
export type StrategyName = keyof typeof strategies;
