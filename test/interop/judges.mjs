/** The programs that judge compressed files, what they are given, and how they are asked. PYTHON names the interpreter. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { check, equal, tally } from './tally.mjs';

const python = [process.env.PYTHON, 'python3', '/usr/bin/python3'].find(
  (name) => name && spawnSync(name, ['-c', 'import gzip']).status === 0,
);
const all = {
  gzip: { test: ['gzip', '-t'], give: ['gzip', '-dc'], make: ['gzip', '-c'] },
  pigz: { test: ['pigz', '-t'], give: ['pigz', '-dc'], make: ['pigz', '-c', '-b', '128', '-p', '4'] },
  python: {
    give: [python, '-c', 'import gzip,sys; sys.stdout.buffer.write(gzip.open(sys.argv[1]).read())'],
    make: [python, '-c', 'import gzip,sys; sys.stdout.buffer.write(gzip.compress(open(sys.argv[1],"rb").read()))'],
  },
};
const isThere = (name) => (name === 'python' ? python !== undefined : spawnSync(name, ['--version']).status === 0);
export const judges = Object.fromEntries(Object.entries(all).filter(([name]) => isThere(name)));
export const missing = Object.keys(all).filter((name) => !(name in judges));
for (const name of missing)
  console.error(`interop: ${name} NOT RUN, it was not found (Debian: apt-get install ${name})`);

const folder = mkdtempSync(path.join(tmpdir(), 'tallow-interop-'));
export const at = (name) => path.join(folder, name);

export function run([program, ...flags], file) {
  const { status, stdout, stderr } = spawnSync(program, [...flags, at(file)], { maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr.toString().trim()}`);
  return stdout;
}

/** Words, and some bytes that do not shrink. */
export function mixed(size) {
  const bytes = Buffer.alloc(size);
  let state = 9;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = (i >> 14) % 3 === 0 ? state >>> 24 : 'the quick brown fox '.charCodeAt((state >>> 30) + (i % 17));
  }
  return bytes;
}

/** Has all of them, and Node's zlib, look at a gzip file that has to become these bytes. */
export async function judge(packed, bytes, what) {
  writeFileSync(at('packed.gz'), packed);
  for (const [name, { test, give }] of Object.entries(judges)) {
    await check(`${what}, accepted by ${name}`, () => {
      if (test) run(test, 'packed.gz');
      equal(run(give, 'packed.gz'), bytes, 'the bytes');
    });
  }
  await check(`${what}, accepted by Node`, () => equal(zlib.gunzipSync(packed), bytes, 'the bytes'));
}

/** Says how it went: 1 when anything failed, 3 when a judge is missing. */
export function close() {
  rmSync(folder, { recursive: true, force: true });
  const { passed, failed } = tally;
  const without = missing.length > 0 ? `, without ${missing.join()}` : '';
  console.log(`compression interop: ${passed} passed, ${failed} failed${without}`);
  process.exitCode = failed > 0 ? 1 : missing.length > 0 ? 3 : 0;
}
