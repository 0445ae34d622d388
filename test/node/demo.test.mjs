// What `npm start` serves, in a real Chromium: the built CDN file seals and opens a file as a person would do it.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright';
import { serveDemo } from '../../demo/server.mjs';
import { findChromium } from '../support/find-chromium.mjs';

describe('the demo', () => {
  let server;
  let browser;
  let origin;
  before(async () => {
    server = await serveDemo(0);
    origin = `http://localhost:${server.address().port}`;
    const found = await findChromium();
    browser = await chromium.launch(found.options);
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  it('is isolated, and seals a file that opens again', async () => {
    const page = await browser.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(`${origin}/`);
    assert.equal(await page.evaluate(() => crossOriginIsolated), true);
    const element = page.locator('file-encryptor');
    const buffer = Buffer.from('Dear diary');
    await element
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'diary.txt', mimeType: 'text/plain', buffer });
    const passphrases = element.locator('input[type=password]');
    await passphrases.nth(1).waitFor();
    await passphrases.nth(0).fill('correct horse');
    await passphrases.nth(1).fill('correct horse');
    await element.getByRole('button', { name: 'Encrypt' }).click();
    await page.waitForFunction(() => document.querySelector('file-encryptor').state === 'done');
    const opened = await page.evaluate(async () => {
      const { WorkerBridge } = await import('/dist/cdn/tallow-elements.min.js');
      const [sealed] = document.querySelector('file-encryptor').results;
      const file = await WorkerBridge.crypto.openFile(sealed, 'correct horse');
      return {
        sealed: sealed.name,
        name: file.name,
        text: await file.text(),
        place: WorkerBridge.crypto.getStats().place,
      };
    });
    assert.deepEqual(opened, {
      sealed: 'diary.txt.sealed',
      name: 'diary.txt',
      text: 'Dear diary',
      place: 'worker text',
    });
    assert.deepEqual(problems, []);
  });

  it('serves nothing beside the demo and the build', async () => {
    for (const path of [
      '/package.json',
      '/demo/../package.json',
      '/demo/%2e%2e/package.json',
      '/src/index.ts',
      '/demo/none.html',
    ]) {
      assert.equal((await fetch(origin + path)).status, 404, path);
    }
  });

  it('links to every example, and each is there', async () => {
    const front = await (await fetch(`${origin}/demo/`)).text();
    const links = [...front.matchAll(/href="\.\/(examples\/[^"]+)"/g)].map(([, link]) => link);
    const entries = await readdir(new URL('../../demo/examples', import.meta.url), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `examples/${name}/`);
    assert.deepEqual(links.toSorted(), folders.sort());
    for (const link of links) assert.equal((await fetch(`${origin}/demo/${link}`)).status, 200, link);
  });
});
