/** Run in a frame under some policy: makes a call by a bridge with a worker of its own, and tells how that ended, and where. */
import { createBridge } from '../../src/bridge/bridge.js';
import { createCryptoBridge } from '../../src/bridge/worker-bridge.js';
import { IPCError } from '../../src/errors.js';

const fallback = new URLSearchParams(location.search).get('fallback') === 'page' ? 'page' : 'none';
const source = () => new Worker(new URL('./probe.worker.ts', import.meta.url), { type: 'module' });
const bridge = createCryptoBridge(createBridge({ source, fallback, size: 1, maxRetries: 0 }));
const told = await bridge.hashFile(new Blob(['echo'])).then(
  (result) => ({ result, code: null, message: '' }),
  (reason: unknown) => ({
    result: null,
    code: reason instanceof IPCError ? reason.code : null,
    message: String(reason),
  }),
);
const { place, state } = bridge.getStats();
bridge.destroy();
parent.postMessage({ ...told, place, state }, '*');
