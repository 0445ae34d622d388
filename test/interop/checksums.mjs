/**
 * Has sha256sum and its kind check files by the lists that <file-hasher> writes, and reads the lists that they write, for every name that is
 * awkward. Run after `npm run build`. Exits 1 when anything failed, 3 when one of the programs is not installed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatChecksums, parseChecksums } from '../../dist/components/parts/checksum-list.js';
import { WorkerBridge } from '../../dist/src/index.js';

const names = [
  'plain',
  'two words',
  ' before',
  'after ',
  '*star',
  '-n',
  '#hash',
  'back\\slash',
  'new\nline',
  'ret\rurn',
];
names.push('\\n', '(a) = b', 'ü 熊', 'a/b c', '..hidden', 'quote"\'', 'SHA256 (x) = y');
const programs = { 'SHA-1': 'sha1sum', 'SHA-256': 'sha256sum', 'SHA-384': 'sha384sum', 'SHA-512': 'sha512sum' };
Object.assign(programs, { MD5: 'md5sum', BLAKE3: 'b3sum' });

const missing = Object.values(programs).filter((program) => spawnSync(program, ['--version']).error !== undefined);
if (missing.length > 0) {
  console.error(`checksums NOT RUN: ${missing.join(', ')} not installed`);
  process.exit(3);
}

const folder = mkdtempSync(path.join(tmpdir(), 'tallow-checksums-'));
let passed = 0;
let failed = 0;
function check(what, isRight, said = '') {
  if (isRight) passed++;
  else {
    failed++;
    console.error(`failed: ${what} ${said}`);
  }
}

mkdirSync(path.join(folder, 'a'));
for (const name of names) writeFileSync(path.join(folder, name), `the contents of ${name}`);
for (const [algorithm, program] of Object.entries(programs)) {
  const run = (...flags) => spawnSync(program, flags, { cwd: folder, encoding: 'utf8' });
  // b3sum has no escape for a carriage return
  const files = await Promise.all(
    names
      .filter((name) => program !== 'b3sum' || !name.includes('\r'))
      .map(async (name) => ({
        name,
        digest: await WorkerBridge.file.hashFile(await openAsBlob(path.join(folder, name)), algorithm),
      })),
  );
  const list = formatChecksums(algorithm, files);
  writeFileSync(path.join(folder, 'LIST'), list);
  const { status, stdout, stderr } = run('-c', 'LIST');
  const good = stdout.split('\n').filter((line) => line.endsWith(': OK')).length;
  check(`${program} -c`, status === 0 && good === files.length, `${stdout}${stderr}`);

  writeFileSync(
    path.join(folder, 'LIST'),
    list.replace(/[0-9a-f]/, (digit) => (digit === '0' ? '1' : '0')),
  );
  check(`${program} -c of a wrong list`, run('-c', 'LIST').status !== 0);

  for (const flags of program === 'b3sum' ? [[]] : [[], ['--binary'], ['--tag']]) {
    const written = run(...flags, '--', ...files.map(({ name }) => name)).stdout;
    const read = parseChecksums(written).map(({ name, digest }) => ({ name, digest }));
    check(`what ${program} ${flags.join(' ')} writes`, JSON.stringify(read) === JSON.stringify(files), written);
  }
}
WorkerBridge.destroyAll();
rmSync(folder, { recursive: true, force: true });
console.log(`interop: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
