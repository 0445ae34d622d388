// Small tasks through the pool, by tasks in flight per worker, against two workers in turn by hand.
import { ratio, show, summary, table } from './figures.mjs';

const ROUNDS = 7;
const COUNT = 10_000;
const IN_FLIGHT = 100;

export async function pools({ launch }) {
  const page = await launch();
  try {
    const samples = await page.call('throughput', ROUNDS, COUNT, IN_FLIGHT);
    table(
      `${COUNT} small tasks over 2 workers, ${IN_FLIGHT} in flight, ${ROUNDS} rounds: median (least-most)`,
      ['', 'tasks a second', 'of by hand'],
      Object.entries(samples).map(([name, rates]) => [
        name,
        show(summary(rates), 0),
        show(ratio(rates, samples['by hand'])),
      ]),
    );
    return samples;
  } finally {
    await page.close();
  }
}
