/** Run in a frame under some policy: does one task in a pool of two rungs, and tells where it ran or why it could not. */
import { createPageWorker } from '../../src/pool/page-worker.js';
import { createWorkerPool, type Rung } from '../../src/pool/pool.js';

const text = 'postMessage({ type: "ready" })';
const rungs: Rung[] = [
  { name: 'file', start: () => new Worker(new URL('./probe.worker.ts', import.meta.url), { type: 'module' }) },
  { name: 'text', start: () => new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))) },
];
if (new URLSearchParams(location.search).has('page')) {
  rungs.push({ name: 'page', start: () => createPageWorker(() => ({ probe: { echo: (value: unknown) => value } })) });
}
const pool = createWorkerPool(rungs, 1, { handshakeTimeout: 15_000 });
const told = await pool.execute({ channel: 'probe', type: 'echo', payload: 'done' }).then(
  (result) => ({ result, place: pool.place, message: '' }),
  (reason: unknown) => ({ result: null, place: pool.place, message: String(reason) }),
);
pool.terminate();
parent.postMessage(told, '*');
