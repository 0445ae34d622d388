/** What is known of something that moves: how fast, how long still, whether it stands. Pure: a look makes a new record. */
import { advance, faded, isTrusted, skipTo, startRate, unitsPerSecond, type Rate } from './rate.js';

/** What a look at the source found; `total` is 0 while unknown. */
export interface Count {
  readonly loaded: number;
  readonly total: number;
}

export interface Traffic extends Count {
  readonly rate: Rate;
  /** Milliseconds, on the caller's clock: of the last look, and of the last change of `loaded`. */
  readonly at: number;
  readonly movedAt: number;
  readonly isPaused: boolean;
  /** Nothing has moved for so long that the speed of before means nothing. */
  readonly isStalled: boolean;
  /** Seconds until the end, as of `at`; null while that cannot be told. */
  readonly remaining: number | null;
}

export interface Conditions {
  readonly isPaused?: boolean;
  /** Milliseconds without a unit after which it counts as stalled. */
  readonly stallAfter?: number;
}

/** Milliseconds between two measurements: units that come in bursts are measured from burst to burst. */
const between = 200;
/** Silence that is nothing to wonder at: this many milliseconds, or twice the usual gap. */
const patience = 1000;
/** Milliseconds in which half of a new forecast is taken over: until then the old one counts down. */
const halfLife = 2000;

export function startTraffic({ loaded, total }: Count, now: number): Traffic {
  const rate = startRate(loaded, now);
  return { rate, loaded, total, at: now, movedAt: now, isPaused: false, isStalled: false, remaining: null };
}

/** Looks at the source: to be called when something was heard of it, and every now and then when nothing was. */
export function look(
  before: Traffic,
  { loaded, total }: Count,
  now: number,
  { isPaused = false, stallAfter = Infinity }: Conditions = {},
): Traffic {
  // what still comes in after a pause, and the pause itself, say nothing of the speed; the time left stands
  if (isPaused) return { ...before, loaded, total, at: now, isPaused, isStalled: false };
  const hasMoved = loaded !== before.loaded || before.isPaused;
  const rate = measure(before, loaded, now);
  const movedAt = hasMoved ? now : before.movedAt;
  const isStalled = now - movedAt >= stallAfter;
  const next = { rate, loaded, total, at: now, movedAt, isPaused, isStalled, remaining: before.remaining };
  return { ...next, remaining: isStalled ? null : forecast(next, now - before.at) };
}

function measure({ rate, isPaused, isStalled, ...before }: Traffic, loaded: number, now: number): Rate {
  if (isPaused) return skipTo(rate, loaded, now);
  if (loaded === before.loaded) return rate;
  // how long the units took that end a silence cannot be known
  if (isStalled) return startRate(loaded, now);
  return now - rate.at < between && loaded >= rate.loaded ? rate : advance(rate, loaded, now);
}

/** Units per second: null until it can be trusted, 0 while paused or stalled, less and less while nothing comes. */
export function speedOf({ rate, isPaused, isStalled }: Traffic, now: number): number | null {
  if (isPaused || isStalled) return 0;
  const speed = unitsPerSecond(rate);
  return speed === null || !isTrusted(rate) ? null : faded(speed, now - rate.at - expectedGap(rate));
}

/** The forecast of before, counted down by `elapsed` milliseconds and then drawn towards what the speed says now. */
function forecast({ rate, loaded, total, at, remaining }: Traffic, elapsed: number): number | null {
  const speed = unitsPerSecond(rate);
  if (speed === null || speed <= 0 || total <= 0 || !isTrusted(rate)) return null;
  // between two bursts units are on their way
  const underway = (Math.min(at - rate.at, expectedGap(rate)) / 1000) * speed;
  const position = Math.min(total, Math.max(loaded, rate.loaded + underway));
  const raw = (total - position) / speed;
  if (remaining === null) return raw;
  const kept = 2 ** (-elapsed / halfLife);
  return Math.max(0, raw + (remaining - elapsed / 1000 - raw) * kept);
}

function expectedGap({ samples, started, at }: Rate): number {
  return samples === 0 ? patience : Math.max(patience, (2 * (at - started)) / samples);
}
