/** How fast: an average of the speed that is weighted by time, not by samples, and forgets. What is left is in traffic.ts. */

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

/**
 * Milliseconds after which a measurement counts for 1/e. What is remembered is then as old, on average, as in a window of
 * ten seconds: of eight ways to forecast on six kinds of traffic that window had the smallest jumps.
 */
const memory = 5000;
/** A time left is not shown before this many milliseconds and samples: the first ones hold the start of the workers. */
const settling = 1000;
const fewestSamples = 4;
/** Samples closer together than this are one sample: their speed would be noise. */
const closest = 20;

export function startRate(loaded: number, now: number): Rate {
  return { started: now, at: now, loaded, samples: 0, average: 0, weight: 0 };
}

/**
 * Adds the sample "`loaded` units at `now`". A count that went back (a retry, a resumed upload) tells nothing of the speed:
 * what is known stays, and the next sample is measured from there.
 */
export function addSample(rate: Rate, loaded: number, now: number): Rate {
  if (now < rate.at) return startRate(loaded, now);
  if (loaded < rate.loaded) return skipTo(rate, loaded, now);
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

/** Goes on at `now` as if no time had passed since the last sample: after a pause. */
export function skipTo(rate: Rate, loaded: number, now: number): Rate {
  return { ...rate, started: rate.started + now - rate.at, at: now, loaded };
}

/** Units per second; null before the first sample. */
export function unitsPerSecond(rate: Rate): number | null {
  return rate.weight > 0 ? (rate.average / rate.weight) * 1000 : null;
}

/** What the speed has become when nothing came for `overdue` milliseconds longer than was to be expected. */
export function faded(speed: number, overdue: number): number {
  return speed * Math.exp(-Math.max(0, overdue) / memory);
}

/** Enough has been measured for a forecast. */
export function isTrusted(rate: Rate): boolean {
  return rate.samples >= fewestSamples && rate.at - rate.started >= settling;
}
