// A worker that reports a million times: in shared memory, through a twin, through a call's progress, and by a message each.
import { createIPCProtocol } from '/dist/src/index.js';
import { SharedProgress } from '/dist/src/shared/index.js';
import { watchGaps } from './gaps.mjs';

/** Resolves once the page knows of the last update. */
const entrants = {
  shared: (run, count) => through(run, count, new SharedProgress(count)),
  twin: (run, count) =>
    through(
      run,
      count,
      withoutSharedMemory(() => new SharedProgress(count)),
    ),
  'a call, shared': (run, count) => run('report', count, { onProgress: new SharedProgress(count) }),
  'a call, messages': (run, count) => run('report', count, { onProgress: () => undefined }),
};

async function through(run, count, progress) {
  const handle = progress.share();
  const done = new Promise((resolve) => {
    const stop = progress.subscribe(() => {
      if (progress.get() < count) return;
      stop();
      resolve();
    });
  });
  const each = await run('increment', { handle, count }, { transfer: handle.transfer });
  await done;
  progress.close();
  return each;
}

/** A primitive as it is made where pages are not isolated. */
function withoutSharedMemory(make) {
  const own = globalThis.SharedArrayBuffer;
  globalThis.SharedArrayBuffer = undefined;
  try {
    return make();
  } finally {
    globalThis.SharedArrayBuffer = own;
  }
}

/** `{ ms, each, gap }` of each entrant and round: in all, nanoseconds an update in the worker, the page's longest gap. */
export async function sharedProgress(rounds, count) {
  const worker = new Worker(new URL('shared.worker.mjs', import.meta.url), { type: 'module' });
  const protocol = createIPCProtocol({ defaultTimeout: 0 });
  const run = (type, payload, options) => protocol.request(worker, type, 'custom', payload, options);
  const raw = () =>
    new Promise((resolve) => {
      const heard = ({ data }) => {
        if (typeof data.last !== 'number') return;
        worker.removeEventListener('message', heard);
        resolve(data.last);
      };
      worker.addEventListener('message', heard);
      void run('post', count);
    });
  const all = { ...entrants, 'raw messages': raw };
  const samples = Object.fromEntries(Object.keys(all).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, enter] of Object.entries(all)) {
      const gaps = watchGaps();
      const begin = performance.now();
      const each = await enter(run, count);
      const ms = performance.now() - begin;
      const gap = gaps.stop();
      samples[name].push({ ms, each, gap });
    }
  }
  protocol.destroy();
  worker.terminate();
  return samples;
}
