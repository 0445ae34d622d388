// From each kind of death to the rejection of the call, beside the 100 ms within which it is to be.
import { show, summary, table } from './figures.mjs';

const TIMES = 20;
const BOUND = 100;

export async function deaths({ launch }) {
  const page = await launch();
  try {
    const samples = await page.call('deaths', TIMES);
    const cell = (values) => show(summary(values), 1);
    table(
      `From a death to the rejection of its call, ${TIMES} times: milliseconds, median (least-most)`,
      ['', 'a protocol', 'a pool', 'at most'],
      Object.entries(samples).map(([way, { protocol, pool }]) => [
        way,
        cell(protocol),
        cell(pool),
        way.endsWith('from its start') ? '-' : BOUND,
      ]),
    );
    return samples;
  } finally {
    await page.close();
  }
}
