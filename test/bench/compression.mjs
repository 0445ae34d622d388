// gzip of 100 MB of text and back: ours on one and two workers against one native stream, one pako worker, gzip and pigz; and the page's longest gap.
import { spawnSync } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { inRounds, ratio, show, summary, table } from './figures.mjs';

const SIZE = 100;
const ROUNDS = 5;
const ours = ['ours', 'ours, 1 worker', 'ours, level 6', 'ours, level 6, 1 worker', 'ours, level 1', 'ours, level 9'];
const bare = ['bare zlib, level 6', 'bare zlib, level 6, 1 worker'];
const others = ['native stream', 'pako, level 6', ...bare];
const programs = { 'gzip -6': ['gzip', '-6'], 'pigz -6 -p2': ['pigz', '-6', '-p2'] };

export async function compression({ launch, folder }) {
  const text = await folder.text(SIZE);
  const page = await launch();
  try {
    await page.give(text);
    const there = Object.keys(programs).filter((name) => spawnSync(programs[name][0], ['--version']).status === 0);
    const packing = await inRounds(ROUNDS, [...ours, ...others, ...there], (name) =>
      name in programs ? runProgram(programs[name], text) : measure(page, 'compress', name, text),
    );
    print(`gzip of ${SIZE} MB of text`, packing, 'native stream');
    const packed = `${path.basename(text)}.gz`;
    await page.call('keepCompressed', path.basename(text), packed);
    await page.give(text, folder.kept(packed));
    const unpacking = await inRounds(ROUNDS, ['ours', 'ours, stream', 'native stream'], (name) =>
      measure(page, 'decompress', name, folder.kept(packed)),
    );
    print(`the same decompressed`, unpacking, 'native stream');
    return { packing, unpacking };
  } finally {
    await page.close();
  }
}

async function measure(page, direction, name, file) {
  await page.collectGarbage();
  const before = await page.cpu();
  const sample = await page.call('runCompression', name, direction, path.basename(file));
  return { ...sample, cpu: (await page.cpu()) - before };
}

async function runProgram([program, ...flags], file) {
  const result = `${file}.program`;
  const start = performance.now();
  const { status } = spawnSync('sh', ['-c', `${program} ${flags.join(' ')} -c "$0" > "$1"`, file, result]);
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  const { size } = await stat(result);
  await rm(result);
  return { ms, size, gap: NaN, cpu: NaN };
}

function print(what, samples, reference) {
  const times = (name) => samples[name].map(({ ms }) => ms);
  table(
    `${what}, ${ROUNDS} rounds: median (least-most)`,
    ['', 'MB/s', `times ${reference}`, 'result, MB', 'CPU s', 'longest gap, ms'],
    Object.keys(samples).map((name) => [
      name,
      show(summary(times(name).map((ms) => (SIZE * 1000) / ms)), 0),
      show(ratio(times(reference), times(name))),
      (samples[name][0].size / 2 ** 20).toFixed(2),
      show(summary(samples[name].map(({ cpu }) => cpu)), 1),
      show(summary(samples[name].map(({ gap }) => gap)), 0),
    ]),
  );
  const level = samples['ours, level 6'];
  if (!level) return;
  const against = (what, above, below) => console.log(`${what}: ${show(ratio(times(above), times(below)))}`);
  console.log('');
  against('level 6, two workers to one', 'ours, level 6, 1 worker', 'ours, level 6');
  against('level 6, two workers to one bare worker', 'bare zlib, level 6, 1 worker', 'ours, level 6');
  against('the bound: two bare workers to one', 'bare zlib, level 6, 1 worker', 'bare zlib, level 6');
  against('level 6, two workers, share of the bound', 'bare zlib, level 6', 'ours, level 6');
}
