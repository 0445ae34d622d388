// Those who hash a file: ours by function and workers, and hash-wasm bare in one worker, or in two that have half of the file each: the bound.
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

async function startWorker(algorithm) {
  const worker = new Worker(new URL('./hash.worker.mjs', import.meta.url), { type: 'module' });
  const ask = (message) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      worker.postMessage({ algorithm, ...message });
    });
  await ask({});
  return { ask, end: () => worker.terminate() };
}

const bare =
  (algorithm, size = 1, lent = false) =>
  async (file) => {
    const workers = await Promise.all(Array.from({ length: size }, () => startWorker(algorithm)));
    const cut = (i) => Math.floor((file.size * i) / size);
    return {
      async work() {
        const digests = await Promise.all(
          workers.map(({ ask }, i) => ask({ file: file.slice(cut(i), cut(i + 1)), lent })),
        );
        return size === 1 ? digests[0] : null;
      },
      end: () => workers.forEach((worker) => worker.end()),
    };
  };

const entrants = {
  'SHA-256': ours(2, 'SHA-256'),
  'SHA-256, bare hash-wasm': bare('SHA-256'),
  'BLAKE3, 1 worker': ours(1, 'BLAKE3'),
  'BLAKE3, 2 workers': ours(2, 'BLAKE3'),
  'BLAKE3, bare hash-wasm': bare('BLAKE3'),
  'BLAKE3, bare, lent, 1 worker': bare('BLAKE3', 1, true),
  'BLAKE3, bare, lent, 2 workers': bare('BLAKE3', 2, true),
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
