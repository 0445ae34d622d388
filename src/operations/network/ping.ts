/** Round trips over one warm connection: the pinger of the latency check, and of the latency under load. */
import { readBody } from './body.js';
import { startDeadline, untilAborted } from './deadline.js';
import type { LatencySource } from './records.js';
import { isNewConnection, serverTime, unique, type Timings } from './timing.js';

export interface Ping {
  /** A clock around fetch, to the headers. */
  readonly wall: number;
  /** The browser's own figure; null where the server does not let it be known. */
  readonly timed: number | null;
  readonly opened: boolean;
  readonly protocol: string;
}

export interface PingRequest {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD';
  readonly mode: 'cors' | 'no-cors';
  /** Milliseconds. */
  readonly timeout: number;
}

/** Bytes of a body that are read to keep the connection; of a longer one the connection is closed. */
const LIMIT = 256 * 2 ** 10;

/** Rejects with what fetch rejects with, or a DOMException `TimeoutError`. */
export async function ping(request: PingRequest, timings: Timings, signal: AbortSignal): Promise<Ping> {
  const { url, method, mode, timeout } = request;
  const address = unique(url);
  const deadline = startDeadline(timeout, signal);
  try {
    const started = performance.now();
    const init: RequestInit = { method, mode, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' };
    const response = await untilAborted(fetch(address, { ...init, signal: deadline.signal }), deadline.signal);
    const wall = performance.now() - started;
    let left = LIMIT;
    await readBody(response, deadline.signal, ({ length }) => (left -= length) > 0);
    const entry = await untilAborted(timings.entryOf(address.href), deadline.signal);
    return {
      wall,
      timed: entry && serverTime(entry),
      opened: entry !== null && isNewConnection(entry),
      protocol: entry?.nextHopProtocol ?? '',
    };
  } finally {
    deadline.clear();
  }
}

/** The ping's own deadline, and not the caller's patience, ended it. */
export const isTimeout = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError';

export interface Samples {
  readonly samples: readonly number[];
  readonly dropped: number;
  readonly source: LatencySource;
}

/**
 * One clock for all: the browser's own where each ping has it. Pings that opened a connection are dropped, unless most did, since the server
 * closes it each time: the browser's own figure does not hold the opening. Then there may be more than the `most` that were asked for.
 */
export function samplesOf(pings: readonly Ping[], most = Infinity): Samples {
  const warm = pings.filter(({ opened }) => !opened);
  const kept = (2 * warm.length >= pings.length ? warm : pings).slice(0, most);
  const timed = kept.flatMap(({ timed: milliseconds }) => (milliseconds === null ? [] : [milliseconds]));
  const own = kept.length > 0 && timed.length === kept.length;
  return {
    samples: own ? timed : kept.map(({ wall }) => wall),
    dropped: pings.length - kept.length,
    source: own ? 'resource-timing' : 'wall-clock',
  };
}
