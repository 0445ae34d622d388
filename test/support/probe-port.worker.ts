/** As probe.worker.ts, but serves every port that it is sent instead of its own scope. */
import { serve } from '../../src/protocol/serve.js';
import { probeServices } from './probe-services.js';

addEventListener('message', (event: MessageEvent<MessagePort>) => void serve(probeServices, event.data));
