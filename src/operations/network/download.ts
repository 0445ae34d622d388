/** A lane of a download: the resource again and again, each piece counted as it arrives, and answers that did not travel as they are found out. */
import { readBody } from './body.js';
import { LaneFailure, type Lane } from './course.js';
import { untilAborted } from './deadline.js';
import { travelOf, unique, type Timings } from './timing.js';

/** An answer that is over sooner than this, in milliseconds, is short: asking for the next one takes a good part of the time. */
const SHORT = 400;

export async function downloadLane(address: URL, timings: Timings, lane: Lane): Promise<void> {
  const { signal } = lane;
  while (!signal.aborted) {
    const url = unique(address);
    const init: RequestInit = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', signal };
    const response = await untilAborted(fetch(url, init), signal);
    if (!response.ok) throw new LaneFailure('http-error');
    checkEncoding(response);
    const began = performance.now();
    const whole = await readPieces(response, began, lane);
    const travelled = await travelledBy(url, timings, whole);
    if (travelled !== 'plain') throw new LaneFailure(travelled, true);
    if (!whole) return;
    if (performance.now() - began < SHORT) lane.note('short-responses');
  }
}

/** True when the answer was read to its end. */
async function readPieces(response: Response, began: number, { signal, count, left }: Lane): Promise<boolean> {
  const declared = Number(response.headers.get('Content-Length') ?? NaN);
  let last = began;
  let size = 0;
  try {
    const whole = await readBody(response, signal, (piece) => {
      const now = performance.now();
      size += piece.length;
      // more than was sent can only have been unpacked
      if (size > declared) throw new LaneFailure('compressed', true);
      count(last, now, piece.length);
      last = now;
      return left() > 0;
    });
    if (whole && size === 0) throw new LaneFailure('no-body');
    return whole;
  } catch (error) {
    if (signal.aborted && !(error instanceof LaneFailure)) return false;
    throw error;
  }
}

/** Across origins the header shows only where the server exposes it; then the sizes have to tell. */
function checkEncoding({ headers }: Response): void {
  const encoding = headers.get('Content-Encoding') ?? 'identity';
  if (encoding !== 'identity') throw new LaneFailure('compressed', true);
}

/** Answers that were cut by the end of the test have an entry too, in some browsers; nobody waits long for it. */
async function travelledBy(url: URL, timings: Timings, whole: boolean): Promise<'compressed' | 'cached' | 'plain'> {
  const entry = await timings.entryOf(url.href);
  if (!entry) return 'plain';
  const travelled = travelOf(entry);
  return whole || travelled === 'cached' ? travelled : 'plain';
}
