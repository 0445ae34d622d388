// One empty request after the other: through the protocol, and by postMessage with a map of ids.
import { createIPCProtocol } from '/dist/src/index.js';

const start = (name) => new Worker(new URL(name, import.meta.url), { type: 'module' });

/** The least that a request needs: an id, a map, one listener. */
export function rawEndpoint(worker) {
  const open = new Map();
  let counter = 0;
  const ready = new Promise((resolve, reject) => {
    worker.onerror = reject;
    worker.onmessage = ({ data }) => {
      if (data === 'ready') return resolve();
      open.get(data.id)(data.result);
      open.delete(data.id);
    };
  });
  const request = (payload) =>
    new Promise((resolve) => {
      const id = ++counter;
      open.set(id, resolve);
      worker.postMessage({ id, payload });
    });
  return { ready, request, end: () => worker.terminate() };
}

export const startRaw = () => rawEndpoint(start('raw.worker.mjs'));

function startOurs() {
  const worker = start('served.worker.mjs');
  const protocol = createIPCProtocol();
  return {
    ready: Promise.resolve(),
    request: () => protocol.request(worker, 'echo', 'custom', undefined),
    end() {
      protocol.destroy();
      worker.terminate();
    },
  };
}

const endpoints = { raw: startRaw, ours: startOurs };

/** Microseconds a call, rounds of `count` in turn; the first round of each warms up and is left out. */
export async function sequential(rounds, count) {
  const running = Object.entries(endpoints).map(([name, make]) => ({ name, ...make() }));
  const samples = Object.fromEntries(running.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, ready, request } of round % 2 === 0 ? running : running.toReversed()) {
      await ready;
      const begin = performance.now();
      for (let turn = 0; turn < count; turn++) await request();
      if (round > 0) samples[name].push(((performance.now() - begin) / count) * 1000);
    }
  }
  for (const { end } of running) end();
  return samples;
}
