// Ten thousand small tasks, a hundred in flight: through the pool, and over two workers in turn by hand.
import { createWorkerPool } from '/dist/src/index.js';
import { startRaw } from './calls.mjs';

const SIZE = 2;

const startByHand = (shape) => async () => {
  const workers = Array.from({ length: SIZE }, () => startRaw(shape));
  await Promise.all(workers.map(({ ready }) => ready));
  let turn = 0;
  return {
    run: (payload) => workers[turn++ % SIZE].request(payload),
    end: () => workers.forEach(({ end }) => end()),
  };
};

const startOurs = (options) => async () => {
  const pool = createWorkerPool(new URL('served.worker.mjs', import.meta.url), SIZE, options);
  await pool.warmUp();
  return {
    run: (payload) => pool.execute({ channel: 'custom', type: 'echo', payload }),
    end: () => pool.terminate(),
  };
};

const pools = {
  'by hand': startByHand('small'),
  'by hand, our messages': startByHand('ours'),
  default: startOurs(),
  'concurrency 1': startOurs({ concurrency: 1 }),
  'concurrency 4': startOurs({ concurrency: 4 }),
  'concurrency 16': startOurs({ concurrency: 16 }),
  'concurrency 50': startOurs({ concurrency: 50 }),
};

/** Tasks a second. */
async function run({ run: task }, count, inFlight) {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const sent = next++;
      const got = await task(sent);
      if (got !== sent) throw new Error(`Task ${sent} was answered with ${got}`);
    }
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  return count / ((performance.now() - begin) / 1000);
}

/** Tasks a second by pool, rounds in turn; the first round of each warms up and is left out. */
export async function throughput(rounds, count, inFlight) {
  const names = Object.keys(pools);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  const running = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await pools[name]()])));
  for (let round = 0; round <= rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length];
      const rate = await run(running[name], count, inFlight);
      if (round > 0) samples[name].push(rate);
    }
  }
  for (const name of names) running[name].end();
  return samples;
}
