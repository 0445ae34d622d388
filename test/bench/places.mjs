// From which size is a result better kept on disk than in memory: time as a ratio, and peak memory.
import path from 'node:path';
import { MiB } from './files.mjs';
import { inRounds, ratio, show, table } from './figures.mjs';
import { isLinux } from './machine.mjs';
import { peakOf } from './memory.mjs';

const ROUNDS = 5;

/** The small size by halves and doubles: 64, 128, 256, 512 and 1024 MB. */
export async function places({ launch, folder, sizes: [small] }) {
  const results = [];
  for (const size of [small / 4, small / 2, small, small * 2, small * 4]) {
    const plain = await folder.file(size);
    const samples = await timesOf(launch, plain);
    const peaks = {};
    for (const kind of ['memory', 'disk']) peaks[kind] = isLinux ? await peakOf(launch, kind, 'seal', plain) : null;
    results.push({ size, samples, peaks });
  }
  const megabytes = (peak) => (peak ? Math.round(peak.all / MiB) : 'Linux only');
  table(
    `Sealing, result on disk against result in memory, ${ROUNDS} rounds: time as median (least-most)`,
    ['', 'time on disk / in memory', 'peak in memory, MB', 'peak on disk, MB'],
    results.map(({ size, samples, peaks }) => [
      `${size} MB`,
      show(ratio(samples.disk, samples.memory)),
      megabytes(peaks.memory),
      megabytes(peaks.disk),
    ]),
  );
  return results;
}

async function timesOf(launch, plain) {
  const page = await launch();
  try {
    await page.give(plain);
    return await inRounds(ROUNDS, ['memory', 'disk'], async (kind) => {
      await page.collectGarbage();
      return (await page.call('run', kind, 'seal', path.basename(plain))).ms;
    });
  } finally {
    await page.close();
  }
}
