// How long it takes from the death of a worker until its call rejects: through a protocol, and through a pool.
import { createIPCProtocol, createWorkerPool } from '/dist/src/index.js';

const now = () => performance.timeOrigin + performance.now();
const start = (script) => new Worker(new URL(script, import.meta.url), { type: 'module' });

/** Who makes the call. */
const subjects = {
  protocol(worker) {
    const protocol = createIPCProtocol();
    return {
      call: (type, options) => protocol.request(worker, type, 'custom', undefined, options),
      end: () => protocol.destroy(),
    };
  },
  pool(worker) {
    const options = { maxRetries: 0, restartLimit: 1 };
    // the one that is measured, and no other
    const pool = createWorkerPool(() => worker, 1, options);
    return { call: (type, more) => pool.execute({ type, payload: undefined, ...more }), end: () => pool.terminate() };
  },
};

/** Does `then`, which returns when it was done, once the operation has begun. */
function during(call, type, then, options) {
  return new Promise((resolve) => {
    let done;
    const rejected = call(type, { ...options, onProgress: () => (done ??= then()) });
    rejected.catch(() => resolve(done));
  });
}

/** Each resolves when the call was rejected, with the time of the death where the page knows it. */
const ways = {
  'the script throws': { script: 'dying.worker.mjs?throws', die: ({ call }) => call('hang').catch(() => undefined) },
  'it closes itself': { die: ({ call }) => call('close').catch(() => undefined) },
  'it is ended from outside': {
    die: ({ call }, worker) =>
      during(call, 'hang', () => {
        const at = now();
        worker.terminate();
        return at;
      }),
  },
  'it spins, and the call is aborted': {
    die({ call }) {
      const controller = new AbortController();
      const abort = () => {
        const at = now();
        controller.abort();
        return at;
      };
      return during(call, 'spin', abort, { signal: controller.signal });
    },
  },
  'the result cannot be cloned': { die: ({ call }) => call('uncloneable').catch(() => undefined) },
  'a rejection is unhandled': { die: ({ call }) => call('reject').catch(() => undefined) },
  'a timer throws': { die: ({ call }) => call('throw').catch(() => undefined) },
  // nobody tells when that was found out: it counts from the start of the worker, with the way to the server and back
  'the script is missing, from its start': {
    script: 'no-such.worker.mjs',
    async die({ call }) {
      const at = now();
      await call('hang').catch(() => undefined);
      return at;
    },
  },
};

async function once({ script = 'dying.worker.mjs', die }, subject) {
  const worker = start(script);
  let told;
  worker.addEventListener('message', ({ data }) => (told ??= data.died));
  worker.addEventListener('error', (event) => event.preventDefault());
  const caller = subjects[subject](worker);
  const died = (await die(caller, worker)) ?? told;
  const ms = now() - died;
  caller.end();
  worker.terminate();
  return ms;
}

/** Milliseconds by way and caller, `times` of each in turn. */
export async function deaths(times) {
  const samples = {};
  for (const [name, way] of Object.entries(ways)) {
    samples[name] = { protocol: [], pool: [] };
    for (let time = 0; time < times; time++) {
      for (const subject of Object.keys(subjects)) samples[name][subject].push(await once(way, subject));
    }
  }
  return samples;
}
