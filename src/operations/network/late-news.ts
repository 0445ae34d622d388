/** Why a request failed, as far as browsers tell it: by events and reports that come after the failure. */
import { pause } from './deadline.js';

/** Milliseconds they may come late. */
const LATE = 100;

/** Asked after a failure; those of everything else in this scope come between. False where none came in time, or `signal` ended the wait. */
type Told = (url: URL, signal: AbortSignal) => Promise<boolean>;

/**
 * Remembers whether the page's or the worker's Content Security Policy refused a request to an origin since it was called. A
 * worker that was loaded as a file has a policy of its own.
 */
export function watchPolicy(target: Partial<EventTarget> = globalThis): { refused: Told; stop: () => void } {
  const news = createNews();
  const hear = (event: Event) => {
    if (!('blockedURI' in event) || !('disposition' in event) || event.disposition !== 'enforce') return;
    if (typeof event.blockedURI === 'string' && URL.canParse(event.blockedURI))
      news.add(new URL(event.blockedURI).origin);
  };
  target.addEventListener?.('securitypolicyviolation', hear);
  return {
    refused: async ({ origin }, signal) => Boolean(target.addEventListener) && news.has(origin, signal),
    stop: () => target.removeEventListener?.('securitypolicyviolation', hear),
  };
}

/**
 * Where a Cross-Origin-Embedder-Policy hides answers without CORS headers, browsers report that they did (Chromium 156; WebKitGTK 2.50
 * on pages only; Firefox 153 has the observer and nothing to observe): something has answered.
 */
export function watchEmbedder(Observer: ReportWatcher | null | undefined = globalThis.ReportingObserver): {
  hid: Told;
  stop: () => void;
} {
  const news = createNews();
  const observer =
    typeof Observer === 'function'
      ? new Observer(
          (reports) => {
            // a request that the Content Security Policy refused has a blocked URL too, and nobody answered it
            const hiding = reports.filter(({ type }) => type === 'coep');
            // in Chromium the members of a body are none, until it is made JSON of
            const bodies: unknown = JSON.parse(JSON.stringify(hiding.map(({ body }) => body)));
            if (Array.isArray(bodies)) for (const url of bodies.flatMap(blockedUrl)) news.add(url);
          },
          { buffered: false },
        )
      : null;
  observer?.observe();
  return {
    async hid(url, signal) {
      const own = new URL(url);
      own.hash = ''; // reports have none
      return observer !== null && news.has(own.href, signal);
    },
    stop: () => observer?.disconnect(),
  };
}

/** As much of ReportingObserver as is used. */
export type ReportWatcher = new (
  callback: (reports: readonly { readonly type?: string; readonly body?: unknown }[]) => void,
  options: ReportingObserverOptions,
) => Pick<ReportingObserver, 'observe' | 'disconnect'>;

function blockedUrl(body: unknown): string[] {
  const isRecord = typeof body === 'object' && body !== null && 'blockedURL' in body;
  return isRecord && typeof body.blockedURL === 'string' ? [body.blockedURL] : [];
}

/** Names that were told, and those that are waited for. */
function createNews(): { add: (name: string) => void; has: (name: string, signal: AbortSignal) => Promise<boolean> } {
  const told = new Set<string>();
  const waits = new Map<string, AbortController>();
  return {
    add(name) {
      told.add(name);
      waits.get(name)?.abort();
    },
    async has(name, signal) {
      const wait = new AbortController();
      waits.set(name, wait);
      if (!told.has(name)) await pause(LATE, AbortSignal.any([signal, wait.signal]));
      return told.has(name);
    },
  };
}
