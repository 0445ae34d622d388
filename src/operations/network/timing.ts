/** The browser's own clock for single requests: Resource Timing, watched so that its buffer of 250 entries cannot end a test. */

export interface Timings {
  /** The entry of the request with exactly this URL, once it is there; null where none comes in time. */
  readonly entryOf: (url: string) => Promise<PerformanceResourceTiming | null>;
  readonly stop: () => void;
}

/** Milliseconds an entry may come later than the end of its response. */
const patience = 150;

/** Entries are told to observers although the buffer is full. It is emptied in workers, which are ours; a page's may be in use. */
export function watchTimings(): Timings {
  const seen = new Map<string, PerformanceResourceTiming>();
  const awaited = new Map<string, (entry: PerformanceResourceTiming | null) => void>();
  let observer: PerformanceObserver | null = null;
  if (typeof PerformanceObserver === 'function' && PerformanceObserver.supportedEntryTypes.includes('resource')) {
    observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!isTiming(entry)) continue;
        const take = awaited.get(entry.name);
        if (take) take(entry);
        else seen.set(entry.name, entry);
      }
      if (typeof document === 'undefined') performance.clearResourceTimings();
    });
    observer.observe({ type: 'resource', buffered: false });
  }
  return {
    entryOf(url) {
      const entry = seen.get(url);
      seen.delete(url);
      if (entry || !observer) return Promise.resolve(entry ?? null);
      return new Promise((resolve) => {
        const settle = (found: PerformanceResourceTiming | null) => {
          clearTimeout(timer);
          awaited.delete(url);
          resolve(found);
        };
        const timer = setTimeout(() => settle(null), patience);
        awaited.set(url, settle);
      });
    },
    stop() {
      observer?.disconnect();
      for (const settle of [...awaited.values()]) settle(null);
    },
  };
}

function isTiming(entry: PerformanceEntry): entry is PerformanceResourceTiming {
  return entry.entryType === 'resource';
}

/** Milliseconds from the request to the first byte of its answer; null without `Timing-Allow-Origin`, where the fields are 0. */
export function serverTime({
  requestStart,
  responseStart,
}: Pick<PerformanceResourceTiming, 'requestStart' | 'responseStart'>) {
  return requestStart > 0 && responseStart >= requestStart ? responseStart - requestStart : null;
}

/** A connection was opened for it. Reused ones have no time between the two. */
export function isNewConnection({
  connectStart,
  connectEnd,
}: Pick<PerformanceResourceTiming, 'connectStart' | 'connectEnd'>) {
  return connectEnd > connectStart;
}

export interface Sizes extends Pick<PerformanceResourceTiming, 'transferSize' | 'encodedBodySize' | 'decodedBodySize'> {
  /** Chromium's. */
  readonly contentEncoding?: string;
}

/**
 * How an answer travelled. `unknown`: the sizes are 0 where the server does not let them be known, always across origins in
 * WebKit, and in Chromium of an answer that was not read to its end.
 */
export function travelOf(sizes: Sizes): 'compressed' | 'cached' | 'plain' | 'unknown' {
  const { transferSize, encodedBodySize, decodedBodySize, contentEncoding = '' } = sizes;
  if (contentEncoding !== '' && contentEncoding !== 'identity') return 'compressed';
  if (encodedBodySize === 0 || decodedBodySize === 0) return 'unknown';
  if (encodedBodySize !== decodedBodySize) return 'compressed';
  return transferSize === 0 ? 'cached' : 'plain';
}

/** The URL with a value that no cache, and no other request of this test, has seen. */
export function unique(url: URL): URL {
  const address = new URL(url);
  address.searchParams.set('tallow', Math.random().toString(36).slice(2));
  return address;
}
