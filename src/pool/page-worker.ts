/** A worker that is none: its operations run on this thread, behind the same messages, for where no worker can be had. */
import type { Services } from '../operation.js';
import type { Endpoint } from '../protocol/connection.js';
import { serve } from '../protocol/serve.js';
import { cloneOnPage } from './page-clone.js';
import type { WorkerLike } from './source.js';

/**
 * An endpoint whose other side is on this very thread. Messages are cloned and delivered later, as between threads, so that
 * what cannot be cloned fails alike. `load` is called once, at once; where it rejects, an `error` event says so, as for a
 * worker whose script does not load. `terminate()` aborts what runs; it cannot interrupt a busy loop.
 */
export function createPageWorker(load: () => Services | Promise<Services>): WorkerLike {
  const page = new EventTarget();
  const inside = new EventTarget();
  let stop = (): void => undefined;
  let terminated = false;

  const loaded = Promise.resolve().then(load);
  const served = loaded.then((services) => {
    if (!terminated) stop = serve(services, endpointOf(inside, page));
  });
  served.catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    page.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message, error }));
  });

  return {
    ...endpointOf(page, inside, served),
    terminate() {
      terminated = true;
      stop();
    },
  };
}

/** Hears at `ear`; what is posted is cloned now, and arrives at `mouth` once `open` has resolved. */
function endpointOf(ear: EventTarget, mouth: EventTarget, open: Promise<void> = Promise.resolve()): Endpoint {
  return {
    postMessage(message, transfer) {
      const data = cloneOnPage(message, transfer);
      const deliver = () => mouth.dispatchEvent(new MessageEvent('message', { data }));
      open.then(deliver, () => undefined);
    },
    addEventListener: (type, listener) => ear.addEventListener(type, listener),
    removeEventListener: (type, listener) => ear.removeEventListener(type, listener),
  };
}
