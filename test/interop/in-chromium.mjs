/** Seals and opens files of the disk in a real Chromium, in workers of the built package, as a page does: chosen in an input, saved by download. */
import { chromium } from 'playwright';
import { serveDemo } from '../../demo/server.mjs';
import { findChromium } from '../support/find-chromium.mjs';

/** Null where there is no Chromium. `method` is `sealFile` or `openFile`; both resolve with the result's name and where it was made. */
export async function startChromium() {
  const found = await findChromium();
  if (found === null) return null;
  const server = await serveDemo(0);
  const browser = await chromium.launch(found.options);
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/demo/`);
  await page.evaluate(() => {
    const input = Object.assign(document.createElement('input'), { type: 'file', id: 'interop' });
    document.body.append(input);
  });
  return {
    /** `secret`: a passphrase or 32 bytes. The result is saved as `to`. */
    async convert(method, from, to, secret, options = {}) {
      await page.locator('#interop').setInputFiles(from);
      const saved = page.waitForEvent('download');
      const [result] = await Promise.all([
        page.evaluate(convertOnPage, { method, secret: typeof secret === 'string' ? secret : [...secret], options }),
        saved.then((download) => download.saveAs(to)),
      ]);
      return result;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** Runs in the page. Workers or nothing: the page's own path is what Node tries. */
async function convertOnPage({ method, secret, options }) {
  const { createBuiltInPool, WorkerBridge } = await import('/dist/src/index.js');
  const pool = createBuiltInPool({ size: 2, fallback: 'none' });
  const [file] = document.querySelector('#interop').files;
  const own = typeof secret === 'string' ? secret : Uint8Array.from(secret);
  const result = await WorkerBridge.crypto[method](file, own, { ...options, pool });
  const { place } = pool;
  pool.terminate();
  Object.assign(document.createElement('a'), { href: URL.createObjectURL(result), download: 'result' }).click();
  return { name: result.name, type: result.type, lastModified: result.lastModified, place };
}
