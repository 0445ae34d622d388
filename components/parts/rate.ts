/** How fast, and how long still: an average of the speed that forgets, and a time left that is shown only once it can be trusted. */

/** What is known of a speed. Plain data: each sample makes a new one. */
export interface Rate {
  /** Milliseconds, on the clock of the samples. */
  readonly started: number;
  readonly at: number;
  readonly loaded: number;
  readonly samples: number;
  /** Weighted average of units per millisecond, not yet divided by `weight`, and the sum of the weights (up to 1). */
  readonly average: number;
  readonly weight: number;
}

/** Milliseconds after which a measurement counts for 1/e: short enough to follow a change, long enough to be readable. */
const memory = 3000;
/** A time left is not shown before this many milliseconds and samples: the first ones hold the start of the workers. */
const settling = 1000;
const fewestSamples = 4;
/** Samples closer together than this are one sample: their speed would be noise. */
const closest = 20;

export function startRate(loaded: number, now: number): Rate {
  return { started: now, at: now, loaded, samples: 0, average: 0, weight: 0 };
}

/** Adds the sample "`loaded` units at `now`". A count that went back (a retry) starts anew. */
export function addSample(rate: Rate, loaded: number, now: number): Rate {
  if (loaded < rate.loaded || now < rate.at) return startRate(loaded, now);
  const elapsed = now - rate.at;
  if (elapsed < closest) return rate;
  const kept = Math.exp(-elapsed / memory);
  const speed = (loaded - rate.loaded) / elapsed;
  return {
    started: rate.started,
    at: now,
    loaded,
    samples: rate.samples + 1,
    average: rate.average * kept + speed * (1 - kept),
    weight: rate.weight * kept + (1 - kept),
  };
}

/** As `addSample`, for work whose clock starts with its first units: what went before was deriving the key. */
export function advance(rate: Rate, loaded: number, now: number): Rate {
  return rate.loaded === 0 && loaded > 0 ? startRate(loaded, now) : addSample(rate, loaded, now);
}

/** Units per second; null before the first sample. */
export function unitsPerSecond(rate: Rate): number | null {
  return rate.weight > 0 ? (rate.average / rate.weight) * 1000 : null;
}

/** Seconds until `total`; null while it is unknown: too early, standing still, or no total. */
export function secondsLeft(rate: Rate, total: number): number | null {
  const speed = unitsPerSecond(rate);
  if (speed === null || speed <= 0 || total <= 0) return null;
  if (rate.samples < fewestSamples || rate.at - rate.started < settling) return null;
  return Math.max(0, total - rate.loaded) / speed;
}
