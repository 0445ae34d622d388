/** As probe.worker.ts, for a SharedWorker: nobody's memory is its own. */
import { serve } from '../../src/protocol/serve.js';
import { probeServices } from './probe-services.js';

addEventListener('connect', (event) => {
  if (!(event instanceof MessageEvent)) return;
  for (const port of event.ports) serve(probeServices, port);
});
