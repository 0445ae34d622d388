/**
 * Has strangers judge what a browser's own encoder made, joined by WorkerBridge from the ranges that it really uses: each is of 1 MiB, and from
 * 2 MiB on there are several. Chromium's encoder is another than Node's. Run after `npm run build`.
 */
import { chromium } from 'playwright';
import { serveDemo } from '../../demo/server.mjs';
import { findChromium } from '../support/find-chromium.mjs';
import { close, judge, mixed } from './judges.mjs';

const MiB = 2 ** 20;
const sizes = [2 * MiB - 1, 2 * MiB, 2 * MiB + 1, 3 * MiB, 4 * MiB + 1, 5 * MiB + 7];
const levels = [undefined, 0, 1, 6, 9];

const server = await serveDemo(0);
const { options } = await findChromium();
const browser = await chromium.launch(options);
const page = await browser.newPage();
await page.goto(`http://localhost:${server.address().port}/demo/examples/data-compression/`);

/** The bytes go there and come back as base64. */
async function compressThere(bytes, level) {
  const packed = await page.evaluate(
    async ([data, chosen]) => {
      const { WorkerBridge } = await import('/dist/src/index.js');
      const file = await (await fetch(`data:;base64,${data}`)).blob();
      const gzip = await WorkerBridge.compression.compressData(file, { level: chosen });
      return new Promise((resolve, reject) => {
        const reader = new globalThis.FileReader();
        reader.onload = () => resolve(reader.result.split(',')[1]);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(gzip);
      });
    },
    [bytes.toString('base64'), level],
  );
  return Buffer.from(packed, 'base64');
}

try {
  for (const size of sizes) {
    const bytes = mixed(size);
    for (const level of levels) {
      const packed = await compressThere(bytes, level);
      await judge(packed, bytes, `compressed by Chromium: ${size} bytes, level ${level}`);
    }
  }
} finally {
  await browser.close();
  server.close();
}
close();
