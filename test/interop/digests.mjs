/**
 * Digests by the built package against those of programs that nobody here wrote: sha1sum, sha256sum, sha384sum, sha512sum, md5sum, b3sum, gzip
 * (its CRC-32), xxhsum. Run after `npm run build`. Exits 1 when anything differs, 3 when one of the first seven is not installed.
 */
import { spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WorkerBridge } from '../../dist/src/index.js';

const MiB = 2 ** 20;
const around = (...sizes) => sizes.flatMap((size) => [size - 1, size, size + 1]);
/** Ends of blocks (64 and 128 bytes, and where padding needs another), of BLAKE3's chunks and subtrees, of XXH3's stripes, of pieces and ranges. */
const sizes = [
  ...new Set([
    0,
    ...around(1, 55, 56, 64, 111, 112, 128, 239, 240, 256, 1024, 2048, 3072, 4096, 5120, 8192, 16_384, 65_536),
    ...around(31 * 1024, 100 * 1024, MiB, 2 * MiB, 8 * MiB, 10 * MiB, 16 * MiB, 17 * MiB + 1024),
    48 * MiB + 12_345,
  ]),
];
const first = (text) => text.split(' ')[0];
const judges = [
  ...[1, 256, 384, 512].map((bits) => ({ algorithm: `SHA-${bits}`, program: `sha${bits}sum`, digest: first })),
  { algorithm: 'MD5', program: 'md5sum', digest: first },
  { algorithm: 'BLAKE3', program: 'b3sum', digest: first },
  { algorithm: 'CRC-32', program: 'gzip', flags: ['-1', '-c'], digest: trailerOf },
  {
    algorithm: 'XXH3',
    program: 'xxhsum',
    flags: ['-H3'],
    digest: (text) => /[0-9a-f]{16}/.exec(text)?.[0] ?? text,
    optional: true,
  },
];

/** A gzip member ends with its CRC-32, lowest byte first, and its size. */
function trailerOf(_, bytes) {
  return bytes
    .readUInt32LE(bytes.length - 8)
    .toString(16)
    .padStart(8, '0');
}

const isThere = ({ program }) => spawnSync(program, ['--version']).error === undefined;
const missing = judges.filter((judge) => !isThere(judge));
for (const { program } of missing) console.error(`digests: ${program} NOT RUN, it is not installed`);
if (missing.some(({ optional }) => !optional)) process.exit(3);
const present = judges.filter((judge) => !missing.includes(judge));

const folder = mkdtempSync(path.join(tmpdir(), 'tallow-digests-'));
const file = path.join(folder, 'bytes');
let passed = 0;
let failed = 0;
for (const size of sizes) {
  writeFileSync(file, randomFillSync(Buffer.alloc(size)));
  const data = await openAsBlob(file);
  const algorithms = present.map(({ algorithm }) => algorithm);
  const together = await WorkerBridge.file.hashFile(data, algorithms);
  for (const { algorithm, program, flags = [], digest } of present) {
    const { stdout } = spawnSync(program, [...flags, file], { maxBuffer: 100 * MiB });
    const expected = digest(stdout.subarray(0, 300).toString('latin1'), stdout);
    for (const [how, ours] of [
      ['with others', together[algorithm]],
      ['alone', await WorkerBridge.file.hashFile(data, algorithm)],
    ]) {
      if (ours === expected) passed++;
      else {
        failed++;
        console.error(`failed: ${algorithm} of ${size} bytes, ${how}: ${ours}, and ${program} says ${expected}`);
      }
    }
  }
}
WorkerBridge.destroyAll();
rmSync(folder, { recursive: true, force: true });
console.log(`digests: ${passed} passed, ${failed} failed, ${sizes.length} sizes, ${present.length} programs`);
process.exitCode = failed === 0 ? 0 : 1;
