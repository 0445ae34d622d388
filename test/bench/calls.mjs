// The round trip of an empty request, against raw postMessage with a map of ids.
import { ratio, show, summary, table } from './figures.mjs';

const ROUNDS = 9;
const COUNT = 4000;

export async function calls({ launch }) {
  const page = await launch();
  try {
    const samples = await page.call('sequential', ROUNDS, COUNT);
    table(
      `Empty requests, one after the other, ${ROUNDS} rounds of ${COUNT}: median (least-most)`,
      ['', 'microseconds', 'of raw'],
      Object.keys(samples).map((name) => [
        name,
        show(summary(samples[name]), 1),
        show(ratio(samples[name], samples.raw)),
      ]),
    );
    return samples;
  } finally {
    await page.close();
  }
}
