/**
 * Has gzip, pigz, Python and Node's zlib judge what the built package compressed, and decompresses what they did. Run after `npm run build`.
 * PYTHON names the interpreter.
 * Exits 1 when anything failed, 3 when a judge is missing.
 */
import { writeFileSync } from 'node:fs';
import zlib from 'node:zlib';
import { WorkerBridge } from '../../dist/src/index.js';
import { compressionOperations as operations } from '../../dist/src/operations/compression.js';
import { at, close, judge, judges, mixed, run } from './judges.mjs';
import { check, equal } from './tally.mjs';

const RANGE = 65_536;
const sizes = [0, 1, RANGE - 1, RANGE, RANGE + 1, 2 * RANGE, 5 * RANGE + 7];
const levels = [undefined, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const context = { signal: new AbortController().signal, progress: () => undefined, transfer: (value) => value };
const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

/** As the bridge does, with ranges small enough to have many. */
async function inRanges(bytes, algorithm, level) {
  const file = new Blob([bytes]);
  const plan = await operations['prepare-compress']({ file, algorithm, level, rangeSize: RANGE }, context);
  const parts = [];
  for (const range of plan.ranges) {
    parts.push(await operations['compress-range']({ file, range, algorithm, level: plan.level }, context));
  }
  const trailer = operations['finish-compress']({ algorithm, parts });
  return bytesOf(new Blob([plan.header, ...parts.map(({ body }) => body), trailer]));
}

for (const size of sizes) {
  const bytes = mixed(size);
  writeFileSync(at('plain'), bytes);
  for (const level of levels) {
    const made = {
      'in ranges': await inRanges(bytes, 'gzip', level),
      'by the bridge': await bytesOf(await WorkerBridge.compression.compressData(new Blob([bytes]), { level })),
    };
    for (const [how, packed] of Object.entries(made)) {
      await judge(packed, bytes, `compressed ${how}: ${size} bytes, level ${level}`);
    }
    await check(`zlib and raw data, accepted by Node: ${size} bytes, level ${level}`, async () => {
      equal(zlib.inflateSync(await inRanges(bytes, 'deflate', level)), bytes, 'the bytes of zlib');
      equal(zlib.inflateRawSync(await inRanges(bytes, 'deflate-raw', level)), bytes, 'the raw bytes');
    });
  }
  for (const [name, { make }] of Object.entries(judges)) {
    await check(`compressed by ${name}, decompressed here: ${size} bytes, and twice as two members`, async () => {
      const packed = run(make, 'plain');
      for (const times of [1, 2]) {
        const file = new Blob(Array(times).fill(packed));
        const opened = await bytesOf(await WorkerBridge.compression.decompressData(file));
        equal(opened, Buffer.concat(Array(times).fill(bytes)), 'the bytes');
      }
    });
  }
}

WorkerBridge.destroyAll();
close();
