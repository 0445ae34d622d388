/** The sides that a protocol talks to, each with the probe services behind it: a worker, a port of one, and the page itself. */
import { createPageWorker } from '../../src/pool/page-worker.js';
import type { Endpoint } from '../../src/protocol/connection.js';
import { probeServices } from './probe-services.js';

export type ProbeServices = typeof probeServices;

export interface ProbeSide {
  readonly endpoint: Endpoint;
  readonly end: () => void;
}

function startWorker(): ProbeSide {
  const worker = new Worker(new URL('./probe.worker.ts', import.meta.url), { type: 'module' });
  return { endpoint: worker, end: () => worker.terminate() };
}

function startPort(): ProbeSide {
  const worker = new Worker(new URL('./probe-port.worker.ts', import.meta.url), { type: 'module' });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(port2, [port2]);
  return {
    endpoint: port1,
    end() {
      port1.close();
      worker.terminate();
    },
  };
}

function startPage(): ProbeSide {
  const page = createPageWorker(() => probeServices);
  return { endpoint: page, end: () => page.terminate() };
}

export const probePlaces: readonly {
  readonly name: string;
  readonly thread: boolean;
  readonly start: () => ProbeSide;
}[] = [
  { name: 'a worker', thread: true, start: startWorker },
  { name: 'a port of a worker', thread: true, start: startPort },
  { name: 'the page', thread: false, start: startPage },
];
