/** From where on a figure is good, and from where on it is bad: the limits, their attributes, and the grade of a figure. */
import type { ComplexAttributeConverter } from 'lit';

/** Median and jitter in milliseconds, loss in percent, rates in megabits a second. */
export type Measure = 'latency' | 'jitter' | 'loss' | 'download' | 'upload';
export type Limits = Readonly<Record<Measure, number>>;

/** What is as good as `good` passes, what is as good as `warning` is a warning, what is worse fails. */
export interface Thresholds {
  readonly good: Limits;
  readonly warning: Limits;
}

/** Enough for a video call, and what a page is still usable with. 300 ms is Daily's limit; one lost answer of ten is a warning. */
export const usualLimits: Thresholds = {
  good: { latency: 150, jitter: 30, loss: 2, download: 5, upload: 2 },
  warning: { latency: 300, jitter: 100, loss: 10, download: 1, upload: 0.5 },
};

export function thresholdsOf(good: Partial<Limits>, warning: Partial<Limits>): Thresholds {
  return { good: complete(good, usualLimits.good), warning: complete(warning, usualLimits.warning) };
}

export function grade(measure: Measure, value: number, { good, warning }: Thresholds): 'passed' | 'warning' | 'failed' {
  const isAsGood = (limit: number) =>
    measure === 'download' || measure === 'upload' ? value >= limit : value <= limit;
  if (isAsGood(good[measure])) return 'passed';
  return isAsGood(warning[measure]) ? 'warning' : 'failed';
}

/** `latency 100, download 20`: names and numbers; what is not understood, or not named, keeps its default. */
export const limitsAttribute: ComplexAttributeConverter<Partial<Limits>> = {
  fromAttribute(text) {
    const pairs = (text ?? '').matchAll(/([a-z]+)[\s:=]+(\d+(?:\.\d+)?|\.\d+)(?![\w.])/gi);
    return Object.fromEntries(
      Array.from(pairs, ([, name = '', number]): [string, number] => [name.toLowerCase(), Number(number)]).filter(
        ([name]) => isMeasure(name),
      ),
    );
  },
  toAttribute: (limits) =>
    Object.entries(limits)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
};

function complete(given: Partial<Limits>, usual: Limits): Limits {
  const known = Object.entries(given).filter(([name, value]) => isMeasure(name) && Number.isFinite(value));
  return { ...usual, ...Object.fromEntries(known) };
}

function isMeasure(name: string): name is Measure {
  return Object.hasOwn(usualLimits.good, name);
}
