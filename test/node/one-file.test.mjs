// The one file that has everything inside, served with nothing beside it, in a real Chromium: with workers, and where a policy forbids them.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright';
import { findChromium } from '../support/find-chromium.mjs';

const file = '/tallow-elements.min.js';
const policies = { '/': '', '/strict': "script-src 'self'; worker-src 'none'" };

describe('tallow-elements.min.js alone', () => {
  const missed = [];
  let server;
  let browser;
  before(async () => {
    const code = await readFile(new URL(`../../dist/cdn${file}`, import.meta.url));
    server = createServer(({ url }, response) => {
      const policy = policies[url];
      if (url === file) response.setHeader('Content-Type', 'text/javascript').end(code);
      else if (policy === undefined) missed.push(url);
      else
        response
          .setHeader('Content-Security-Policy', policy)
          .setHeader('Content-Type', 'text/html')
          .end('<!doctype html>');
      if (!response.writableEnded) response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await chromium.launch((await findChromium()).options);
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  for (const [url, place] of [
    ['/', 'worker text'],
    ['/strict', 'page'],
  ]) {
    it(`does the work of every channel: ${place}`, async () => {
      const page = await browser.newPage();
      await page.goto(`http://localhost:${server.address().port}${url}`);
      const told = await page.evaluate(async (module) => {
        const { WorkerBridge } = await import(module);
        const { crypto: sealing, file: files, compression, network } = WorkerBridge;
        const text = new File(['abc'], 'abc.png');
        const sealed = await sealing.sealFile(text, new Uint8Array(32));
        const packed = await compression.compressData(text, { level: 9 });
        const [here] = await network.testConnectivity([module]);
        return {
          opened: await (await sealing.openFile(sealed, new Uint8Array(32))).text(),
          digest: await files.hashFile(text, 'CRC-32'),
          type: (await files.detectType(text)).mimeType,
          unpacked: await (await compression.decompressData(packed)).text(),
          status: here.status,
          places: [sealing, files, compression, network].map((bridge) => bridge.getStats().place),
          elements: ['file-encryptor', 'connectivity-check'].map((tag) => Boolean(customElements.get(tag))),
        };
      }, file);
      assert.deepEqual(told, {
        opened: 'abc',
        digest: '352441c2',
        type: 'text/plain',
        unpacked: 'abc',
        status: 'reachable',
        places: [place, place, place, place],
        elements: [true, true],
      });
      assert.deepEqual(
        missed.filter((path) => path !== '/favicon.ico'),
        [],
      );
      await page.close();
    });
  }
});
