// One empty request after the other: through the protocol, and by postMessage with a map of ids, in messages as small as can be or as ours.
import { createIPCProtocol } from '/dist/src/index.js';

const start = (name) => new Worker(new URL(name, import.meta.url), { type: 'module' });

/** What a request holds: the least, or the very fields that ours has on the wire. */
const shapes = {
  small: (counter, payload) => ({ id: counter, payload }),
  ours: (counter, payload) => {
    const timestamp = Date.now();
    return { id: `ipc-${timestamp}-${counter}-${timestamp}`, type: 'echo', channel: 'custom', payload, timestamp };
  },
};

/** The least that a request needs: an id, a map, one listener. */
function rawEndpoint(worker, makeMessage) {
  const open = new Map();
  let counter = 0;
  const ready = new Promise((resolve, reject) => {
    worker.onerror = reject;
    worker.onmessage = ({ data }) => {
      if (data === 'ready') return resolve();
      open.get(data.id)(data.data);
      open.delete(data.id);
    };
  });
  const request = (payload) =>
    new Promise((resolve) => {
      const message = makeMessage(++counter, payload);
      open.set(message.id, resolve);
      worker.postMessage(message);
    });
  return { ready, request, end: () => worker.terminate() };
}

export const startRaw = (shape) => rawEndpoint(start('raw.worker.mjs'), shapes[shape]);

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

const endpoints = { raw: () => startRaw('small'), 'raw, our messages': () => startRaw('ours'), ours: startOurs };

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
