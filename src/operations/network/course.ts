/** One direction of a bandwidth test while it runs: lanes that move bytes, a meter, and what ends it. */
import { untilAborted } from './deadline.js';
import type { BandwidthCode, BandwidthReason, DirectionRecord } from './records.js';
import { createMeter, isSteady, megabits, WINDOW, type Meter } from './throughput.js';

export interface CourseSettings {
  /** Bytes it may move. */
  readonly cap: number;
  /** Milliseconds it may take. */
  readonly duration: number;
  readonly streams: number | 'auto';
  /** Milliseconds after its last count at which a lane is taken for stalled, and the windows since then for empty. */
  readonly lag: number;
  readonly progress: (bytes: number) => void;
}

/** What a lane is given: it moves bytes until the signal is aborted, and counts them. */
export interface Lane {
  readonly signal: AbortSignal;
  /** Bytes that may still be moved. */
  readonly left: () => number;
  /** Takes bytes out of those that may be moved, before they are: as many as `wanted`, or as there are left. */
  readonly claim: (wanted: number) => number;
  readonly count: (from: number, to: number, bytes: number) => void;
  readonly note: (reason: BandwidthReason) => void;
}

/** Ends the course with a code; where bytes were counted before, their figure stands. `spoilt` ones are not believed at all. */
export class LaneFailure extends Error {
  constructor(
    readonly code: BandwidthCode,
    readonly spoilt = false,
  ) {
    super(code);
  }
}

export interface Course {
  readonly meter: Meter;
  readonly code: BandwidthCode;
  readonly noted: readonly BandwidthReason[];
  readonly streams: number;
  readonly endedBy: DirectionRecord['endedBy'];
  /** Until when the windows are whole. */
  readonly horizon: number;
}

/** Megabits a second above which one stream may not fill the line. */
const FAST = 50;
const MOST_STREAMS = 4;

/** Runs `lane` as often at once as it is asked to, and rejects only when `signal` is aborted by the caller. */
export async function runCourse(
  settings: CourseSettings,
  lane: (lane: Lane) => Promise<void>,
  signal: AbortSignal,
): Promise<Course> {
  const start = performance.now();
  const meter = createMeter(start);
  const stopper = new AbortController();
  const noted = new Set<BandwidthReason>();
  const lastCounts: number[] = [];
  const running: Promise<void>[] = [];
  let claimed = 0;
  const state: { endedBy: DirectionRecord['endedBy'] | null; ended: number; code: BandwidthCode } = {
    endedBy: null,
    ended: start,
    code: 'ok',
  };

  function end(by: DirectionRecord['endedBy']): void {
    if (state.endedBy) return;
    state.endedBy = by;
    state.ended = performance.now();
    stopper.abort(new DOMException('The test has ended.', 'AbortError'));
  }
  const horizon = () => {
    const now = state.endedBy ? state.ended : performance.now();
    return Math.max(Math.min(now, ...lastCounts), now - settings.lag);
  };

  function open(): void {
    const index = lastCounts.push(performance.now()) - 1;
    const work = lane({
      signal: stopper.signal,
      left: () => settings.cap - meter.bytes,
      claim(wanted) {
        const given = Math.min(wanted, settings.cap - claimed);
        claimed += given;
        return given;
      },
      note: (reason) => void noted.add(reason),
      count(from, to, bytes) {
        if (state.endedBy) return;
        meter.add(from, to, bytes);
        lastCounts[index] = to;
        settings.progress(Math.min(meter.bytes, settings.cap));
        if (meter.bytes >= settings.cap) end('bytes');
      },
    });
    running.push(
      work.catch((error: unknown) => {
        const failure = error instanceof LaneFailure ? error : new LaneFailure('unreachable');
        if (state.endedBy && !failure.spoilt) return;
        if (failure.spoilt || meter.bytes === 0) state.code = failure.code;
        else noted.add('interrupted');
        end('failure');
      }),
    );
  }

  function look(): void {
    const now = performance.now();
    const windows = meter.windows(horizon());
    if (now - start >= settings.duration) end('time');
    else if (isSteady(windows)) end('stable');
    else if (settings.streams === 'auto' && running.length === 1 && windows.length >= 2) {
      if (megabits(windows.at(-1) ?? 0, WINDOW) > FAST) for (let more = MOST_STREAMS; more > 1; more--) open();
    }
  }

  const giveUp = () => end('time');
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  const timer = setInterval(look, WINDOW / 4);
  try {
    for (let count = settings.streams === 'auto' ? 1 : settings.streams; count > 0; count--) open();
    await untilAborted(settled(running), signal).catch((error: unknown) => {
      if (!state.endedBy) throw error;
      // whether what they counted can be believed is not known
      noted.add('interrupted');
    });
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', giveUp);
  }
  const code = state.code === 'ok' && meter.bytes === 0 ? 'timeout' : state.code;
  const endedBy = state.endedBy ?? 'bytes';
  return { meter, code, noted: [...noted], streams: running.length, endedBy, horizon: horizon() };
}

/** All of them, those that were added meanwhile among them. */
async function settled(running: readonly Promise<void>[]): Promise<void> {
  for (const lane of running) await lane;
}
