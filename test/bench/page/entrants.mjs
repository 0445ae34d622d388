// Those who seal and open: ours by kind of result, the bound, one call on the page, age-encryption. Each: (direction, file) => {work, end}.
import { discardFile } from '/dist/src/bridge/destination.js';
import { WorkerBridge } from '/dist/src/index.js';
import { runAge, runAgeInWorker } from './age.mjs';
import { runBound } from './bound.mjs';
import { secret, startPool, testKey } from './keep.mjs';

const method = { seal: 'sealFile', open: 'openFile' };

/** `to` makes the destination; the workers are there before the clock starts, and end with the run. */
const ours =
  (to, watch = {}) =>
  async (direction, file) => {
    const pool = await startPool();
    const target = await to();
    let result;
    return {
      work: async () => {
        result = await WorkerBridge.crypto[method[direction]](file, secret, { pool, to: target.to, ...watch });
      },
      async end() {
        pool.terminate();
        if (result instanceof Blob) await discardFile(result);
        await target.remove?.();
      },
    };
  };

const dropped = () => ({ to: new WritableStream({ write: () => undefined }) });

/** What a file picker gives: a stream into a file, here one of the private file system. */
async function fileStream() {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle('bench-stream', { create: true });
  return { to: await handle.createWritable(), remove: () => root.removeEntry('bench-stream') };
}

const showProgress = {
  onProgress({ loaded, total }) {
    const element = document.querySelector('progress');
    element.max = total;
    element.value = loaded;
  },
};

/** The whole file in memory and one call: its result has nowhere to go, which is the best that can be said of it. */
async function oneCall(direction, file) {
  const key = await testKey();
  const run = direction === 'seal' ? 'encrypt' : 'decrypt';
  const parameters = { name: 'AES-GCM', iv: new Uint8Array(12) };
  return {
    work: async () => void (await crypto.subtle[run](parameters, key, await file.arrayBuffer())),
    end: () => undefined,
  };
}

export const entrants = {
  memory: ours(() => ({ to: 'memory' })),
  disk: ours(() => ({ to: 'disk' })),
  stream: ours(dropped),
  'file stream': ours(fileStream),
  'memory, progress shown': ours(() => ({ to: 'memory' }), showProgress),
  'bound, dropped': (direction, file) => runBound(direction, file, null),
  'bound, kept': (direction, file) => runBound(direction, file, 'blob'),
  'bound, written': (direction, file) => runBound(direction, file, 'file'),
  'one call': oneCall,
  'age, page': runAge,
  'age, worker': runAgeInWorker,
};
