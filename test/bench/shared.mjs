// Progress through shared memory against progress by messages: a million of each, and what one update costs.
import { ratio, show, summary, table } from './figures.mjs';

const ROUNDS = 3;
const COUNT = 1_000_000;

export async function shared({ launch }) {
  const page = await launch();
  try {
    const samples = await page.call('sharedProgress', ROUNDS, COUNT);
    const column = (name, field) => samples[name].map((sample) => sample[field]);
    const base = column('raw messages', 'ms');
    table(
      `${COUNT} updates of progress from a worker, ${ROUNDS} rounds: median (least-most)`,
      ['', 'ms in all', 'nanoseconds each, in the worker', 'of raw messages', 'longest gap, ms'],
      Object.keys(samples).map((name) => [
        name,
        show(summary(column(name, 'ms')), 0),
        show(summary(column(name, 'each')), 0),
        show(ratio(column(name, 'ms'), base)),
        show(summary(column(name, 'gap')), 0),
      ]),
    );
    return samples;
  } finally {
    await page.close();
  }
}
