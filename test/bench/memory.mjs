// Peak memory while a file is sealed and opened, by size and kind of result: of the page's process and of all the browser's.
import path from 'node:path';
import { MiB } from './files.mjs';
import { table } from './figures.mjs';
import { isLinux } from './machine.mjs';
import { peakDuring } from './processes.mjs';

const kinds = ['memory', 'disk', 'stream', 'file stream'];

export async function memory({ launch, folder, sizes }) {
  if (!isMeasured()) return null;
  const results = [];
  for (const size of sizes) {
    const plain = await folder.file(size);
    const sealed = await keepSealed(launch, plain, folder);
    for (const kind of kinds) {
      results.push({ size, kind, direction: 'seal', ...(await peakOf(launch, kind, 'seal', plain)) });
      results.push({ size, kind, direction: 'open', ...(await peakOf(launch, kind, 'open', sealed)) });
    }
  }
  printPeaks(sizes, results, ({ direction, kind }) => `${direction}, ${kind}`);
  return results;
}

export function isMeasured() {
  if (!isLinux) console.log('\nMemory is read from /proc, which only Linux has: not measured here.');
  return isLinux;
}

/** A row for each name that `nameOf` finds, a column for each size. */
export function printPeaks(sizes, results, nameOf) {
  const names = [...new Set(results.map(nameOf))];
  table(
    'Peak growth over the idle page in MB: of its process / of all processes',
    ['', ...sizes.map((size) => `${size} MB`)],
    names.map((name) => [
      name,
      ...results
        .filter((result) => nameOf(result) === name)
        .map(({ page, all }) => `${Math.round(page / MiB)} / ${Math.round(all / MiB)}`),
    ]),
  );
}

async function keepSealed(launch, plain, folder) {
  const page = await launch();
  try {
    await page.give(plain);
    const [name] = await page.call('keepFiles', path.basename(plain), ['ours']);
    return folder.kept(name);
  } finally {
    await page.close();
  }
}

export const peakOf = (launch, kind, direction, file) => peakOfCall(launch, file, 'run', kind, direction);

/** While the page does `name(…args, fileName)`. A browser of its own for each: what one run leaves behind must not be the next one's start. */
export async function peakOfCall(launch, file, name, ...args) {
  const page = await launch();
  try {
    await page.give(file);
    await page.collectGarbage();
    return await peakDuring(page.pid, () => page.call(name, ...args, path.basename(file)));
  } finally {
    await page.close();
  }
}
