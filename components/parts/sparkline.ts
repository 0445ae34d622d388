/** The course of the rate as a small curve: the last half minute, a point for every half second. */

export interface Course {
  /** Units per second, the newest last. */
  readonly points: readonly number[];
  /** Milliseconds, on the clock of the points: of the newest. */
  readonly at: number;
}

const every = 500;
const most = 60;
/** A curve of fewer points is a stroke, not a course. */
const fewest = 4;

export const sparkWidth = 60;
export const sparkHeight = 16;

export function startCourse(now: number): Course {
  return { points: [], at: now };
}

/** Adds `speed` when it is time for a point; after a while without a look, as many as were missed. */
export function addPoint(course: Course, speed: number, now: number): Course {
  const due = Math.floor((now - course.at) / every);
  if (due < 1) return course;
  const missed = Array.from({ length: Math.min(due, most) }, () => speed);
  return { points: [...course.points, ...missed].slice(-most), at: course.at + due * every };
}

/** Moves the clock on without a point: nothing is drawn of a pause. */
export function skipPoints(course: Course, now: number): Course {
  return { ...course, at: Math.max(course.at, now) };
}

/** The `d` of a path that stands on the right edge, and of the area under it; null while there is too little to draw. `room` points fill the width. */
export function drawCourse({ points }: Course, room = most): { readonly line: string; readonly area: string } | null {
  if (points.length < fewest) return null;
  const highest = Math.max(...points);
  const step = sparkWidth / (room - 1);
  const first = sparkWidth - (points.length - 1) * step;
  const spots = points.map((speed, index) => {
    const share = highest > 0 ? speed / highest : 0;
    // a pixel above and below, so that the stroke is not cut
    return `${tenths(first + index * step)} ${tenths(sparkHeight - 1 - share * (sparkHeight - 2))}`;
  });
  const line = `M${spots.join('L')}`;
  return { line, area: `${line}V${sparkHeight}H${tenths(first)}Z` };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
