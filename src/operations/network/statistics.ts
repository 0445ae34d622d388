/** The arithmetic of samples: percentiles, averages, jitter, and the steps of the clock they were read from. */

/** The value below which `share` of the samples lie, between two of them by interpolation; null of nothing. */
export function percentile(samples: readonly number[], share: number): number | null {
  const sorted = [...samples].sort((one, other) => one - other);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (position - Math.floor(position));
}

export const median = (samples: readonly number[]): number | null => percentile(samples, 0.5);

export function mean(samples: readonly number[]): number | null {
  return samples.length === 0 ? null : samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}

/** The mean absolute difference of neighbours, in the order the samples were taken; null of fewer than two. */
export function jitter(samples: readonly number[]): number | null {
  return mean(samples.slice(1).map((sample, before) => Math.abs(sample - (samples[before] ?? sample))));
}

/** Steps that browsers round their clocks to, in milliseconds, the coarse ones first. */
const steps = [16, 1, 0.1, 0.02, 0.005];

/** The coarsest known step that all samples are multiples of; null where there is none, or nothing to tell it by. */
export function resolutionOf(samples: readonly number[]): number | null {
  const seen = samples.filter((sample) => sample > 0);
  if (seen.length < 3) return null;
  return steps.find((step) => seen.every((sample) => isMultiple(sample, step))) ?? null;
}

function isMultiple(sample: number, step: number): boolean {
  const times = sample / step;
  // clocks count from a time origin that is no multiple itself, and differences of doubles are not exact
  return Math.abs(times - Math.round(times)) < 0.001 / step;
}
