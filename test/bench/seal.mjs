// Sealing and opening of whole files: ours by kind of result, against the bound, one call, and age-encryption; and the page's longest gap.
import path from 'node:path';
import { inRounds, ratio, show, summary, table } from './figures.mjs';

const ours = ['memory', 'disk', 'stream', 'file stream'];
const bounds = ['bound, dropped', 'bound, kept', 'bound, written'];
const others = ['one call', 'age, page', 'age, worker'];

/** Which sealed file an entrant opens. */
const keptAs = (name) => (name.startsWith('age') ? 'age' : name === 'one call' ? 'call' : 'ours');

export async function seal({ launch, folder, sizes: [small] }) {
  const page = await launch();
  try {
    const derive = [];
    for (let round = 0; round < 3; round++) derive.push(await page.call('deriveKeyTime'));
    console.log(`\nKey derivation, not counted below: ${show(summary(derive), 0)} ms a passphrase`);
    const runs = await compare(page, folder, small, 5, [...bounds, ...ours, ...others], ['ours', 'age', 'call']);
    return { derive, runs };
  } finally {
    await page.close();
  }
}

export async function sealLarge({ launch, folder, sizes: [, large] }) {
  const page = await launch();
  try {
    const names = [...bounds, ...ours, 'memory, progress shown', ...others];
    return await compare(page, folder, large, 3, names, ['ours', 'age', 'call']);
  } finally {
    await page.close();
  }
}

async function compare(page, folder, size, rounds, names, kinds) {
  const plain = await folder.file(size);
  await page.give(plain);
  const kept = await page.call('keepFiles', path.basename(plain), kinds);
  await page.give(plain, ...kept.map(folder.kept));
  const runs = [];
  for (const direction of ['seal', 'open']) {
    const samples = await inRounds(rounds, names, async (name) => {
      await page.collectGarbage();
      const source = direction === 'seal' ? path.basename(plain) : `${path.basename(plain)}.${keptAs(name)}`;
      const before = await page.cpu();
      const { ms, gap } = await page.call('run', name, direction, source);
      return { ms, gap, cpu: (await page.cpu()) - before };
    });
    print(direction, size, rounds, samples);
    runs.push({ direction, size, samples });
  }
  return runs;
}

function print(direction, size, rounds, samples) {
  const times = (name) => samples[name].map(({ ms }) => ms);
  const against = (reference, name) => (samples[reference] ? show(ratio(times(reference), times(name))) : '');
  const title = `${direction} ${size} MB, ${rounds} rounds: median (least-most)`;
  const head = [
    '',
    'MB/s',
    'of bound, dropped',
    'of bound, kept',
    'of bound, written',
    'times age, worker',
    'CPU s a GB',
    'longest gap, ms',
  ];
  const rows = Object.keys(samples).map((name) => [
    name,
    show(summary(times(name).map((ms) => (size * 1000) / ms)), 0),
    against('bound, dropped', name),
    against('bound, kept', name),
    against('bound, written', name),
    against('age, worker', name),
    show(summary(samples[name].map(({ cpu }) => (cpu * 1024) / size)), 1),
    show(summary(samples[name].map(({ gap }) => gap)), 0),
  ]);
  table(title, head, rows);
}
