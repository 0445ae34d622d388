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
    const response = await ask(url, signal);
    const refusal = refusalOf(response);
    if (refusal) {
      // nobody else ends it: its request is not aborted with the lane
      void response.body?.cancel().catch(() => undefined);
      throw refusal;
    }
    const began = performance.now();
    const { whole, first } = await readPieces(response, began, lane);
    await checkTravel(url, timings, first, lane);
    if (!whole) return;
    if (performance.now() - began < SHORT) lane.note('short-responses');
  }
}

/** Aborted until there are headers only: of a response that is aborted later, instead of cancelled, Chromium forgets the encoding. */
async function ask(url: URL, signal: AbortSignal): Promise<Response> {
  const controller = new AbortController();
  const { signal: own } = controller;
  try {
    const init: RequestInit = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', signal: own };
    return await untilAborted(fetch(url, init), signal);
  } catch (error) {
    controller.abort();
    throw error;
  }
}

interface Read {
  /** To its end. */
  readonly whole: boolean;
  /** The first piece, of 64 KiB at most. */
  readonly first: Uint8Array<ArrayBuffer>;
}

async function readPieces(response: Response, began: number, { signal, count, left }: Lane): Promise<Read> {
  const declared = Number(response.headers.get('Content-Length') ?? NaN);
  let first: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  let last = began;
  let size = 0;
  try {
    const whole = await readBody(response, signal, (piece) => {
      const now = performance.now();
      if (size === 0) first = piece.slice(0, 65_536);
      size += piece.length;
      // more than was sent can only have been unpacked
      if (size > declared) throw new LaneFailure('compressed', true);
      count(last, now, piece.length);
      last = now;
      return left() > 0;
    });
    if (whole && size === 0) throw new LaneFailure('no-body');
    return { whole, first };
  } catch (error) {
    if (signal.aborted && !(error instanceof LaneFailure)) return { whole: false, first };
    throw error;
  }
}

/** Across origins the header shows only where the server exposes it; then the sizes have to tell. */
function refusalOf({ ok, headers }: Response): LaneFailure | null {
  if (!ok) return new LaneFailure('http-error');
  const encoding = headers.get('Content-Encoding') ?? 'identity';
  return encoding === 'identity' ? null : new LaneFailure('compressed', true);
}

/** Bytes that cannot be packed travelled as they are. Of others, only the browser can tell. */
async function checkTravel(url: URL, timings: Timings, first: Uint8Array<ArrayBuffer>, lane: Lane): Promise<void> {
  const entry = await timings.entryOf(url.href);
  const travelled = entry ? travelOf(entry) : 'unknown';
  if (travelled === 'compressed' || travelled === 'cached') throw new LaneFailure(travelled, true);
  if (travelled === 'unknown' && (await isCompressible(first))) lane.note('compressible');
}

/** Gzip makes a tenth less of it. */
async function isCompressible(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (typeof CompressionStream === 'undefined') return false;
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return (await new Response(packed).arrayBuffer()).byteLength < 0.9 * bytes.length;
}
