// Hashes of a file: SHA-256 against bare hash-wasm in one worker and sha256sum, BLAKE3 on one and two workers against b3sum; and the page's longest gap.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { inRounds, ratio, show, summary, table } from './figures.mjs';

const ROUNDS = 7;
const names = [
  'SHA-256',
  'SHA-256, bare hash-wasm',
  'BLAKE3, 1 worker',
  'BLAKE3, 2 workers',
  'BLAKE3, bare hash-wasm',
  'BLAKE3, bare, lent, 1 worker',
  'BLAKE3, bare, lent, 2 workers',
  'SHA-256 and BLAKE3 in one read',
];
const programs = { sha256sum: ['sha256sum'], b3sum: ['b3sum'], 'b3sum, 1 thread': ['b3sum', '--num-threads', '1'] };

export async function hash({ launch, folder, sizes: [size] }) {
  const file = await folder.file(size);
  const page = await launch();
  try {
    await page.give(file);
    const there = Object.keys(programs).filter((name) => spawnSync(programs[name][0], ['--version']).status === 0);
    const samples = await inRounds(ROUNDS, [...names, ...there], async (name) => {
      if (name in programs) return runProgram(programs[name], file);
      const before = await page.cpu();
      const sample = await page.call('runHash', name, path.basename(file));
      return { ...sample, cpu: (await page.cpu()) - before };
    });
    print(size, samples);
    return samples;
  } finally {
    await page.close();
  }
}

function runProgram([program, ...flags], file) {
  const start = performance.now();
  const { status, stdout } = spawnSync(program, [...flags, file], { encoding: 'utf8' });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return { ms, digest: stdout.split(' ')[0], gap: NaN, cpu: NaN };
}

function print(size, samples) {
  const times = (name) => samples[name].map(({ ms }) => ms);
  table(
    `hashes of ${size} MB, ${ROUNDS} rounds: median (least-most)`,
    ['', 'MB/s', 'CPU s a GB', 'longest gap, ms'],
    Object.keys(samples).map((name) => [
      name,
      show(summary(times(name).map((ms) => (size * 1000) / ms)), 0),
      show(summary(samples[name].map(({ cpu }) => (cpu * 1024) / size)), 1),
      show(summary(samples[name].map(({ gap }) => gap)), 0),
    ]),
  );
  const against = (what, above, below) => {
    if (samples[above] && samples[below]) console.log(`${what}: ${show(ratio(times(above), times(below)))}`);
  };
  console.log('');
  against('SHA-256, ours to bare hash-wasm', 'SHA-256, bare hash-wasm', 'SHA-256');
  against('SHA-256, ours to sha256sum', 'sha256sum', 'SHA-256');
  against('BLAKE3, two workers to one', 'BLAKE3, 1 worker', 'BLAKE3, 2 workers');
  against(
    'BLAKE3, the bound: two bare workers to one',
    'BLAKE3, bare, lent, 1 worker',
    'BLAKE3, bare, lent, 2 workers',
  );
  against('BLAKE3, two workers, share of the bound', 'BLAKE3, bare, lent, 2 workers', 'BLAKE3, 2 workers');
  against('BLAKE3, one worker to bare hash-wasm', 'BLAKE3, bare hash-wasm', 'BLAKE3, 1 worker');
  against('BLAKE3, two workers to b3sum', 'b3sum', 'BLAKE3, 2 workers');
  const digests = new Set(
    Object.values(samples).flatMap((all) =>
      all.flatMap(({ digest }) => (digest === null ? [] : JSON.stringify(digest))),
    ),
  );
  console.log(`${digests.size} different digests: of SHA-256, of BLAKE3, and both in one record`);
}
