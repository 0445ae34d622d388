/** The arithmetic of bandwidth: bytes into windows of time, when the warm-up is over, when the rate is steady, and the figures. */
import type { BandwidthReason } from './records.js';
import { mean, median, percentile } from './statistics.js';

/** Milliseconds a window lasts. */
export const WINDOW = 200;

/** Windows that have to agree before the rate is called steady, and that a trusted figure is made of. */
const ENOUGH = 5;

/** The first windows hold slow start: 600 ms of them are left out at least. */
const LEAST_WARM_UP = 3;

/** Bytes by windows of time. A piece counts for the time it travelled, so that few big ones do not make a saw of a straight line. */
export interface Meter {
  /** `from` and `to` in milliseconds of the same clock as `start`. */
  add(from: number, to: number, bytes: number): void;
  /** Bytes of each window that ended by `time`. */
  windows(time: number): readonly number[];
  readonly bytes: number;
  /** From the first byte to the last; 0 before there are any. */
  readonly milliseconds: number;
}

export function createMeter(start: number): Meter {
  const bins: number[] = [];
  let total = 0;
  let first = Infinity;
  let last = -Infinity;
  return {
    add(from, to, bytes) {
      total += bytes;
      first = Math.min(first, from);
      last = Math.max(last, to);
      const begin = (from - start) / WINDOW;
      const end = Math.max((to - start) / WINDOW, begin + 1e-6);
      for (let index = Math.floor(begin); index < end; index++) {
        const share = (Math.min(index + 1, end) - Math.max(index, begin)) / (end - begin);
        if (share > 0) bins[index] = (bins[index] ?? 0) + bytes * share;
      }
    },
    windows: (time) =>
      Array.from({ length: Math.max(0, Math.floor((time - start) / WINDOW)) }, (_, index) => bins[index] ?? 0),
    get bytes() {
      return total;
    },
    get milliseconds() {
      return total === 0 ? 0 : last - first;
    },
  };
}

/** How many windows belong to the warm-up: at least 600 ms, and until the rate stops growing by half from one to the next. */
export function warmUpOf(windows: readonly number[]): number {
  let count = LEAST_WARM_UP;
  while (count < windows.length && (windows[count] ?? 0) > 1.5 * (windows[count - 1] ?? 0)) count++;
  return Math.min(count, windows.length);
}

/** The last five windows after the warm-up differ by a tenth of their median at most. */
export function isSteady(windows: readonly number[]): boolean {
  const measured = windows.slice(warmUpOf(windows));
  const last = measured.slice(-ENOUGH);
  const middle = median(last);
  return last.length === ENOUGH && middle !== null && middle > 0 && spread(last) <= 0.1 * middle;
}

const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** Megabits a second, of bytes in milliseconds. */
export const megabits = (bytes: number, milliseconds: number): number => (bytes * 8) / (milliseconds * 1000);

export interface Throughput {
  readonly mbps: number | null;
  readonly mean: number | null;
  readonly p10: number | null;
  readonly p90: number | null;
  readonly windows: readonly number[];
  readonly warmUpBytes: number;
  readonly confidence: 'high' | 'low';
  readonly reasons: readonly BandwidthReason[];
}

/**
 * The figures. With too few windows for a median, the warm-up counts too, and there is no doubt then that confidence is low.
 * `noted` are reasons that were seen on the way.
 */
export function summarize(meter: Meter, until: number, noted: readonly BandwidthReason[] = []): Throughput {
  const bins = meter.windows(until);
  const warmUp = warmUpOf(bins);
  const measured = bins.slice(warmUp).map((bytes) => megabits(bytes, WINDOW));
  const few = measured.length < ENOUGH;
  const middle = median(measured);
  const between = (percentile(measured, 0.9) ?? 0) - (percentile(measured, 0.1) ?? 0);
  // nothing in most windows is a line that stalled, however much alike they are
  const wild = !few && middle !== null && (middle === 0 || between > 0.3 * middle);
  const reasons = new Set<BandwidthReason>(noted);
  if (few) reasons.add('few-windows');
  if (wild) reasons.add('unstable');
  const overall = meter.bytes > 0 && meter.milliseconds > 0 ? megabits(meter.bytes, meter.milliseconds) : null;
  return {
    mbps: middle ?? overall,
    mean: mean(measured) ?? overall,
    p10: percentile(measured, 0.1) ?? overall,
    p90: percentile(measured, 0.9) ?? overall,
    windows: measured,
    warmUpBytes: measured.length === 0 ? 0 : Math.round(bins.slice(0, warmUp).reduce((sum, bytes) => sum + bytes, 0)),
    confidence: reasons.size > 0 ? 'low' : 'high',
    reasons: [...reasons],
  };
}
