// Measures the build in dist, side by side with what it could be: npm run bench [-- name… --json file], sizes in MiB by BENCH_SIZES=256,1024,2048.
import { appendFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launcher } from './browser.mjs';
import { workFolder } from './files.mjs';
import { machineLine } from './machine.mjs';
import { serveBench } from './server.mjs';
import { calls } from './calls.mjs';
import { compression } from './compression.mjs';
import { deaths } from './deaths.mjs';
import { fileMemory } from './file-memory.mjs';
import { hash } from './hash.mjs';
import { memory } from './memory.mjs';
import { network } from './network.mjs';
import { places } from './places.mjs';
import { pools } from './pools.mjs';
import { seal, sealLarge } from './seal.mjs';
import { shared } from './shared.mjs';

const suites = {
  seal,
  'seal-large': sealLarge,
  memory,
  'file-memory': fileMemory,
  places,
  calls,
  deaths,
  network,
  pools,
  compression,
  hash,
  shared,
};
const root = path.resolve(import.meta.dirname, '../..');

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const wanted = positionals.length > 0 ? positionals : Object.keys(suites);
const unknown = wanted.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) stop(`No such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(suites).join(', ')}.`);
if (!(await stat(path.join(root, 'dist/src/index.js')).catch(() => null)))
  stop('There is no dist. Run first: npm run build');

const sizes = (process.env.BENCH_SIZES ?? '256,1024,2048').split(',').map(Number);
if (sizes.length !== 3 || !sizes.every((size) => size > 0)) stop('BENCH_SIZES are three sizes in MiB: 256,1024,2048');

const folder = await workFolder();
const server = await serveBench(root, folder.path);
try {
  const launch = await launcher(server.origin, folder);
  const results = {};
  const first = await machineLine(launch);
  console.log(first);
  for (const name of wanted) {
    results[name] = await suites[name]({ launch, folder, sizes });
    console.log(`\nload average now: ${(await machineLine(launch)).split('load average ')[1]}`);
  }
  if (values.json) await appendFile(values.json, `${JSON.stringify({ machine: first, sizes, ...results })}\n`);
} finally {
  server.close();
  await folder.remove();
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
