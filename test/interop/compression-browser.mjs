/**
 * Has strangers judge what a browser's own encoder made, joined by WorkerBridge from the ranges that it really uses: each is of 1 MiB, and from
 * 2 MiB on there are several. Chromium's encoder is another than Node's. More than 4 GiB too, whose size wraps in the trailer: of one Blob again and
 * again, which takes no memory. Run after `npm run build`.
 */
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { serveDemo } from '../../demo/server.mjs';
import { findChromium } from '../support/find-chromium.mjs';
import { at, close, judge, judges, mixed, run } from './judges.mjs';
import { check } from './tally.mjs';

const MiB = 2 ** 20;
const sizes = [2 * MiB - 1, 2 * MiB, 2 * MiB + 1, 3 * MiB, 4 * MiB + 1, 5 * MiB + 7];
const levels = [undefined, 0, 1, 6, 9];

const server = await serveDemo(0);
const { options } = await findChromium();
const browser = await chromium.launch(options);
const page = await browser.newPage();
await page.goto(`http://localhost:${server.address().port}/demo/examples/data-compression/`);

/** The bytes go there, again and again if they shall, and come back as base64. */
async function compressThere(bytes, level, times = 1) {
  const packed = await page.evaluate(
    async ([data, chosen, count]) => {
      const { WorkerBridge } = await import('/dist/src/index.js');
      const part = await (await fetch(`data:;base64,${data}`)).blob();
      const file = new Blob(Array(count).fill(part));
      const gzip = await WorkerBridge.compression.compressData(file, { level: chosen });
      window.gzip = gzip;
      return new Promise((resolve, reject) => {
        const reader = new globalThis.FileReader();
        reader.onload = () => resolve(reader.result.split(',')[1]);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(gzip);
      });
    },
    [bytes.toString('base64'), level, times],
  );
  return Buffer.from(packed, 'base64');
}

/** How many bytes what was compressed last becomes again. */
const sizeOfLast = () =>
  page.evaluate(async () => {
    const { WorkerBridge } = await import('/dist/src/index.js');
    let size = 0;
    const to = new WritableStream({ write: (piece) => void (size += piece.length) });
    await WorkerBridge.compression.decompressData(window.gzip, 'gzip', { to, maxSize: Infinity, maxRatio: Infinity });
    return size;
  });

try {
  for (const size of sizes) {
    const bytes = mixed(size);
    for (const level of levels) {
      const packed = await compressThere(bytes, level);
      await judge(packed, bytes, `compressed by Chromium: ${size} bytes, level ${level}`);
    }
  }
  const part = Buffer.alloc(8 * MiB + 3);
  part.write('not zeros alone', 5 * MiB);
  const times = 513;
  const packed = await compressThere(part, undefined, times);
  writeFileSync(at('large.gz'), packed);
  await check('more than 4 GiB: the trailer has the size without what wraps', () => {
    const size = part.length * times;
    if (size <= 2 ** 32 || packed.readUInt32LE(packed.length - 4) !== size % 2 ** 32) throw new Error('it has not');
  });
  for (const name of ['gzip', 'pigz'].filter((program) => program in judges))
    await check(`more than 4 GiB, accepted by ${name}`, () => run(judges[name].test, 'large.gz'));
  await check('more than 4 GiB, decompressed by Chromium', async () => {
    const size = await sizeOfLast();
    if (size !== part.length * times) throw new Error(`${size} bytes came back`);
  });
} finally {
  await browser.close();
  server.close();
}
close();
