/**
 * Seals files with the built package, here in Node and in workers of Chromium, and has open.py open them, and the reverse. Run after
 * `npm run build`.
 * PYTHON names the interpreter; otherwise the first of python3 and /usr/bin/python3 that can import cryptography.
 * Exits 1 when anything failed, 3 when there is no such Python.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WorkerBridge } from '../../dist/src/index.js';
import { startChromium } from './in-chromium.mjs';
import { check, equal, tally } from './tally.mjs';

const CHUNK = 16_384;
const sizes = [
  0,
  1,
  CHUNK - 1,
  CHUNK,
  CHUNK + 1,
  2 * CHUNK - 1,
  2 * CHUNK,
  2 * CHUNK + 1,
  256 * CHUNK + 1,
  17 * 2 ** 20,
];
const script = path.join(import.meta.dirname, 'open.py');

const python = [process.env.PYTHON, 'python3', '/usr/bin/python3'].find(
  (name) => name && spawnSync(name, ['-c', 'import cryptography']).status === 0,
);
if (python === undefined) {
  console.error(
    'interop NOT RUN: no Python with the cryptography package (python3-cryptography) was found; PYTHON names one',
  );
  process.exit(3);
}
const folder = mkdtempSync(path.join(tmpdir(), 'tallow-interop-'));
const at = (name) => path.join(folder, name);
const passphrase = 'Bärenhöhle & 熊';
const key = new Uint8Array(32).map((_, i) => 100 + i);
writeFileSync(at('passphrase'), passphrase);
writeFileSync(at('key'), key);

const secrets = [
  {
    name: 'PBKDF2',
    secret: passphrase,
    kdf: { name: 'pbkdf2', iterations: 100_000 },
    flags: ['--passphrase-file', at('passphrase')],
    seal: ['--iterations', '100000'],
  },
  { name: 'raw key', secret: key, flags: ['--key-file', at('key')], seal: [] },
];
if (spawnSync(python, ['-c', 'from cryptography.hazmat.primitives.kdf.argon2 import Argon2id']).status === 0) {
  secrets.push({
    name: 'Argon2id',
    secret: passphrase,
    kdf: { name: 'argon2id' },
    flags: ['--passphrase-file', at('passphrase')],
    seal: ['--argon2id'],
  });
} else {
  console.error('interop: Argon2id NOT RUN, this Python has none (cryptography 44 does)');
}

function openPy(action, from, to, flags) {
  const { status, stdout, stderr } = spawnSync(python, [script, action, at(from), at(to), ...flags], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr.trim() || `open.py ended with ${status}`);
  return stdout;
}

async function refusal(work) {
  try {
    await work();
  } catch (error) {
    return error.code ?? error.message.split(':')[0];
  }
  return 'opened';
}

const write = async (name, blob) => writeFileSync(at(name), new Uint8Array(await blob.arrayBuffer()));

for (const { name, secret, kdf, flags, seal } of secrets) {
  for (const size of name === 'Argon2id' ? [0, CHUNK + 1] : sizes) {
    const bytes = new Uint8Array(size);
    for (let i = 0; i < size; i += 65_536) crypto.getRandomValues(bytes.subarray(i, i + 65_536));
    const file = new File([bytes], 'plain', { type: 'text/plain', lastModified: 1_700_000_000_000 });
    writeFileSync(at('plain'), bytes);

    await check(`sealed here, opened by open.py: ${size} bytes, ${name}`, async () => {
      await write('sealed', await WorkerBridge.crypto.sealFile(file, secret, { kdf }));
      const metadata = JSON.parse(openPy('open', 'sealed', 'opened', flags));
      equal(readFileSync(at('opened')), bytes, 'the bytes');
      const expected = { name: 'plain', type: 'text/plain', lastModified: 1_700_000_000_000, size };
      equal(JSON.stringify(metadata), JSON.stringify(expected), 'the descriptions');
    });

    await check(`sealed by open.py, opened here: ${size} bytes, ${name}`, async () => {
      openPy('seal', 'plain', 'sealed', [...flags, ...seal]);
      const opened = await WorkerBridge.crypto.openFile(new Blob([readFileSync(at('sealed'))]), secret);
      equal(new Uint8Array(await opened.arrayBuffer()), bytes, 'the bytes');
      equal(opened.name, 'plain', 'the names');
    });
  }
}

// several ranges over two workers, with a short chunk at the end; the result stands on disk
const large = { name: 'Bärenhöhle 熊 🐻 e\u0301.txt', bytes: randomBytes(40 * 2 ** 20 + 5) };
writeFileSync(at(large.name), large.bytes);
utimesSync(at(large.name), 1_700_000_000, 1_700_000_000);

const browser = await startChromium();
if (browser === null) console.error('interop: Chromium NOT RUN, there is none here');
else {
  for (const { name, secret, kdf, flags, seal } of secrets) {
    await check(`sealed by workers in Chromium, opened by open.py: ${name}`, async () => {
      const sealed = await browser.convert('sealFile', at(large.name), at('sealed'), secret, { kdf });
      equal(`${sealed.name} in ${sealed.place}`, `${large.name}.sealed in worker file`, 'name and place');
      const metadata = JSON.parse(openPy('open', 'sealed', 'opened', flags));
      equal(readFileSync(at('opened')), large.bytes, 'the bytes');
      const expected = {
        name: large.name,
        type: 'text/plain',
        lastModified: 1_700_000_000_000,
        size: large.bytes.length,
      };
      equal(JSON.stringify(metadata), JSON.stringify(expected), 'the descriptions');
    });

    await check(`sealed by open.py, opened by workers in Chromium: ${name}`, async () => {
      openPy('seal', large.name, 'sealed', [...flags, ...seal]);
      const opened = await browser.convert('openFile', at('sealed'), at('opened'), secret);
      equal(`${opened.name} in ${opened.place}`, `${large.name} in worker file`, 'name and place');
      equal(readFileSync(at('opened')), large.bytes, 'the bytes');
    });
  }
  await browser.close();
}

const sealed = new Uint8Array(
  await (await WorkerBridge.crypto.sealFile(new Blob([new Uint8Array(2 * CHUNK + 5)]), key)).arrayBuffer(),
);
const body = 60 + new DataView(sealed.buffer).getUint32(56);
const changes = [
  ...[
    0,
    8,
    9,
    11,
    12,
    44,
    48,
    52,
    53,
    59,
    60,
    84,
    120,
    body,
    body + 24,
    body + 56,
    body + 16_456,
    sealed.length - 1,
  ].map((offset) => ({
    name: `byte ${offset} changed`,
    bytes: sealed.with(offset, sealed[offset] ^ 1),
  })),
  ...[1, 40, 60, body, body + 56, body + 71, body + 72, body + 16_456, body + 16_472, sealed.length - 1].map(
    (length) => ({
      name: `cut to ${length} bytes`,
      bytes: sealed.slice(0, length),
    }),
  ),
  { name: 'nothing', bytes: new Uint8Array(0) },
  { name: 'one byte more', bytes: new Uint8Array([...sealed, 0]) },
];
for (const { name, bytes } of changes) {
  await check(`refused by both with the same code: ${name}`, async () => {
    writeFileSync(at('broken'), bytes);
    const here = await refusal(() => WorkerBridge.crypto.openFile(new Blob([bytes]), key));
    const there = await refusal(() => openPy('open', 'broken', 'opened', ['--key-file', at('key')]));
    if (here === 'opened') throw new Error('it opened');
    equal(here, there, `the codes ${here} and ${there}`);
  });
}

WorkerBridge.destroyAll();
rmSync(folder, { recursive: true, force: true });
console.log(`interop: ${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 ? 0 : 1;
