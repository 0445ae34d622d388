// The bound: as many workers, the same ranges, the same reader, the same ciphering of 16 KiB chunks, and nothing around them.
import { createBridge } from '/dist/src/bridge/bridge.js';
import { secret, startPool } from './keep.mjs';

/** `keep`: the ciphertext becomes Blobs (`blob`) as ours does in memory, or is written (`file`) as ours is on disk; else it is dropped. */
export async function runBound(direction, file, keep) {
  const { plan, size } = await planFor(direction, file);
  const workers = await Promise.all(Array.from({ length: size }, startWorker));
  const results = [];
  let next = 0;
  // each worker has one range waiting behind the one at work: it never waits for the page
  const lane = async (worker) => {
    while (next < plan.ranges.length) {
      const position = next++;
      const { key, baseNonce, ranges } = plan;
      results[position] = await worker.run({ direction, file, range: ranges[position], key, baseNonce, keep });
    }
  };
  return {
    async work() {
      await Promise.all(workers.flatMap((worker) => [lane(worker), lane(worker)]));
      return keep === 'blob' ? new File(results, 'bound') : null;
    },
    async end() {
      for (const worker of workers) worker.terminate();
      if (keep !== 'file') return;
      const root = await navigator.storage.getDirectory();
      for (const { index } of plan.ranges) await root.removeEntry(`bound-${index}`);
    },
  };
}

/** Our own preparation cuts the file, so that both do the same work; it is not timed here. */
async function planFor(direction, file) {
  const pool = await startPool();
  const { name, type, lastModified, size } = file;
  const payload = direction === 'seal' ? { metadata: { name, type, lastModified, size }, secret } : { file, secret };
  const plan = await createBridge().run(`prepare-${direction}`, payload, { pool });
  const workers = pool.size;
  pool.terminate();
  return { plan, size: workers };
}

function startWorker() {
  const worker = new Worker(new URL('bound.worker.mjs', import.meta.url), { type: 'module' });
  const waiting = [];
  return new Promise((resolve, reject) => {
    worker.onerror = reject;
    worker.onmessage = ({ data }) => {
      if (data === 'ready') resolve({ run, terminate: () => worker.terminate() });
      else waiting.shift()(data);
    };
    function run(message) {
      worker.postMessage(message);
      return new Promise((answer, fail) =>
        waiting.push(({ result, error }) => (error ? fail(new Error(error)) : answer(result))),
      );
    }
  });
}
