// Those who hash a file: ours by function and workers, and hash-wasm bare in one worker.
import { createBridge } from '/dist/src/bridge/bridge.js';
import { createFileBridge } from '/dist/src/bridge/file-bridge.js';
import { watchGaps } from './gaps.mjs';

/** Workers or nothing, and there before the clock starts. */
const ours = (size, algorithm) => async (file) => {
  const bridge = createBridge({ channel: 'file', size, fallback: 'none' });
  await bridge.poolOf().warmUp();
  const files = createFileBridge(bridge);
  return { work: () => files.hashFile(file, algorithm), end: () => files.destroy() };
};

const bare = (algorithm) => async (file) => {
  const worker = new Worker(new URL('./hash.worker.mjs', import.meta.url), { type: 'module' });
  const ask = (message) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      worker.postMessage(message);
    });
  await ask({ algorithm });
  return { work: () => ask({ algorithm, file }), end: () => worker.terminate() };
};

const entrants = {
  'SHA-256': ours(2, 'SHA-256'),
  'SHA-256, bare hash-wasm': bare('SHA-256'),
  'BLAKE3, 1 worker': ours(1, 'BLAKE3'),
  'BLAKE3, 2 workers': ours(2, 'BLAKE3'),
  'BLAKE3, bare hash-wasm': bare('BLAKE3'),
  'SHA-256 and BLAKE3 in one read': ours(2, ['SHA-256', 'BLAKE3']),
};

/** Milliseconds, the digest, and the page's longest gap. */
export async function runHash(name, file) {
  const { work, end } = await entrants[name](file);
  const gaps = watchGaps();
  const start = performance.now();
  const digest = await work();
  const ms = performance.now() - start;
  const gap = gaps.stop();
  await end();
  return { ms, digest, gap };
}
