// Those who compress and decompress: ours by workers and level, and in workers of their own the browser's stream, pako and bare zlib.
import { createBridge } from '/dist/src/bridge/bridge.js';
import { createCompressionBridge } from '/dist/src/bridge/compression-bridge.js';
import { watchGaps } from './gaps.mjs';

const dropped = () => new WritableStream({ write: () => undefined });

/** Workers or nothing, and there before the clock starts. */
async function ours(size, run) {
  const bridge = createBridge({ channel: 'compression', size, fallback: 'none' });
  await bridge.poolOf().warmUp();
  const compression = createCompressionBridge(bridge);
  return { work: () => run(compression), end: () => compression.destroy() };
}

const compress =
  (size, level, to = () => 'memory') =>
  ({ file }) =>
    ours(size, (compression) => compression.compressData(file, { level, to: to() }));

const decompress =
  (to) =>
  ({ file }) =>
    ours(1, (compression) => compression.decompressData(file, 'gzip', { to: to() }));

async function startWorker(what) {
  const worker = new Worker(new URL('./compression.worker.mjs', import.meta.url), { type: 'module' });
  const ask = (task) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      worker.postMessage({ what, ...task });
    });
  await ask();
  return { ask, end: () => worker.terminate() };
}

const raw = (what) => async (task) => {
  const { ask, end } = await startWorker(what);
  return { work: () => ask(task), end };
};

/** The bound: as many workers, the same encoder, an equal part of the file each, and nothing around them. */
const bound = (size) => async (task) => {
  const workers = await Promise.all(Array.from({ length: size }, () => startWorker('zlib')));
  const cut = (i) => Math.floor((task.file.size * i) / size);
  return {
    async work() {
      return new Blob(
        await Promise.all(workers.map(({ ask }, i) => ask({ ...task, file: task.file.slice(cut(i), cut(i + 1)) }))),
      );
    },
    end: () => workers.forEach((worker) => worker.end()),
  };
};

const entrants = {
  compress: {
    ours: compress(2),
    'ours, 1 worker': compress(1),
    'ours, level 1': compress(2, 1),
    'ours, level 6': compress(2, 6),
    'ours, level 6, 1 worker': compress(1, 6),
    'ours, level 9': compress(2, 9),
    'ours, stream': compress(2, undefined, dropped),
    'ours, level 6, stream': compress(2, 6, dropped),
    'native stream': raw('native'),
    'pako, level 6': raw('pako'),
    'bare zlib, level 6': bound(2),
    'bare zlib, level 6, 1 worker': bound(1),
  },
  decompress: {
    ours: decompress(() => 'memory'),
    'ours, disk': decompress(() => 'disk'),
    'ours, stream': decompress(dropped),
    'native stream': raw('native'),
  },
};

/** Milliseconds, the result's bytes, and the page's longest gap. */
export async function runCompression(name, direction, file) {
  const { work, end } = await entrants[direction][name]({ direction, file });
  const gaps = watchGaps();
  const start = performance.now();
  const { size } = await work();
  const ms = performance.now() - start;
  const gap = gaps.stop();
  await end();
  return { ms, size, gap };
}

/** Has the server keep the file, compressed, as a real file of that name. */
export async function keepCompressed(file, name) {
  const compression = createCompressionBridge();
  const body = await compression.compressData(file);
  const response = await fetch(`/keep/${name}`, { method: 'POST', body });
  compression.destroy();
  if (!response.ok) throw new Error(`The server could not keep ${name}`);
}
