// A file of 50 MB through the built package in a real Chromium: each fault alone, and all of them together.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright';
import { serveDemo } from '../../demo/server.mjs';
import { findChromium } from '../support/find-chromium.mjs';

describe('50 MB through the pipeline', () => {
  let server;
  let browser;
  let page;
  before(async () => {
    server = await serveDemo(0);
    const found = await findChromium();
    browser = await chromium.launch(found.options);
    page = await browser.newPage();
    await page.goto(`http://localhost:${server.address().port}/demo/examples/file-transfer/`);
    await page.evaluate(async () => {
      const { WorkerBridge } = await import('/dist/cdn/tallow-elements.lazy.min.js');
      const { sampleOf } = await import('./file-transfer.js');
      const key = crypto.getRandomValues(new Uint8Array(32));
      const file = sampleOf(50);
      const packed = await WorkerBridge.pipeline.packFile(file, key);
      window.pipeline = WorkerBridge.pipeline;
      Object.assign(window, { file, packed, key });
    });
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  /** What unpackFile makes of the chunks that `faults` (names of the changes below, in order) leave. */
  const unpack = (...faults) =>
    page.evaluate(async (names) => {
      const { pipeline, packed, file } = window;
      const flipped = async (blob) => {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        bytes[5] ^= 1;
        return new Blob([bytes]);
      };
      let { chunks, manifest, key = window.key } = packed;
      const changes = {
        lost: () => (chunks = chunks.filter((_, index) => index !== 7)),
        doubled: () => (chunks = [...chunks, chunks[9]]),
        reordered: () => (chunks = chunks.toReversed()),
        damaged: async () => (chunks = [await flipped(chunks[0]), ...chunks.slice(1)]),
        truncated: () => (chunks = chunks.slice(0, -1)),
        secret: () => (key = new Uint8Array(32)),
        manifest: () => (manifest = { ...manifest, totalSize: manifest.totalSize - 1 }),
        digest: () => {
          const list = manifest.chunks.map((chunk, i) => (i === 3 ? { ...chunk, sha256: '0'.repeat(64) } : chunk));
          manifest = { ...manifest, chunks: list };
        },
      };
      for (const name of names) await changes[name]();
      try {
        const back = await pipeline.unpackFile(chunks, manifest, key);
        const [one, two] = await Promise.all(
          [file, back].map(
            async (blob) => new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())),
          ),
        );
        await pipeline.discard(back);
        return { name: back.name, size: back.size, isSame: one.every((byte, i) => byte === two[i]) };
      } catch ({ code, cause }) {
        const { missing, doubled, damaged } = cause ?? {};
        return { code, ...(missing && { missing, doubled, damaged }) };
      }
    }, faults);

  const whole = { name: 'sample.bin', size: 50e6, isSame: true };
  const none = { missing: [], doubled: [], damaged: [] };

  it('is the same again, in whatever order it arrives', async () => {
    assert.deepEqual(await unpack(), whole);
    assert.deepEqual(await unpack('reordered'), whole);
  });

  it('is told what is lost, doubled, damaged or cut off', async () => {
    const count = await page.evaluate(() => window.packed.chunks.length);
    assert.ok(count > 20, `${count} chunks`);
    assert.deepEqual(await unpack('lost'), { code: 'corrupt', ...none, missing: [7] });
    assert.deepEqual(await unpack('doubled'), { code: 'corrupt', ...none, doubled: [9] });
    assert.deepEqual(await unpack('damaged'), { code: 'corrupt', ...none, damaged: [0] });
    assert.deepEqual(await unpack('truncated'), { code: 'corrupt', ...none, missing: [count - 1] });
    const all = await unpack('damaged', 'lost', 'doubled', 'truncated');
    assert.equal(all.code, 'corrupt');
  });

  it('is refused with another secret, and under another manifest', async () => {
    assert.deepEqual(await unpack('secret'), { code: 'cannot-open' });
    assert.deepEqual(await unpack('manifest'), { code: 'invalid' });
    assert.deepEqual(await unpack('digest'), { code: 'corrupt', ...none, damaged: [3] });
    assert.deepEqual(await unpack('reordered', 'secret'), { code: 'cannot-open' });
  });

  it('leaves nothing on disk but the package', async () => {
    await page.waitForFunction(async () => {
      const kept = window.packed.file.size >= 32 * 2 ** 20 ? 1 : 0;
      const names = [];
      for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
      return names.filter((name) => name.startsWith('tallow-elements-')).length === kept;
    });
  });

  /** What the page says of the chunks when one fault alone happens; a silence shows only in how long it was to be waited. */
  const marks = { lost: ['again'], doubled: ['doubled'], late: ['late'], damaged: ['damaged', 'again'], outage: [] };
  const faults = Object.keys(marks);
  const outage = 2000;

  for (const [name, chosen] of [...faults.map((fault) => [fault, [fault]]), ['all of them', faults]]) {
    it(`arrives over the line of the example, which really does it: ${name}`, async () => {
      await page.reload();
      await page.evaluate(() => {
        const { setTimeout } = window;
        window.waits = [];
        window.setTimeout = (act, wait, ...rest) => {
          window.waits.push(wait);
          return setTimeout(act, wait, ...rest);
        };
      });
      for (const box of await page.locator('[name=fault]').all()) {
        await box.setChecked(chosen.includes(await box.getAttribute('value')));
      }
      await page.getByRole('button', { name: 'Send' }).click();
      await page.waitForFunction(() => document.querySelector('output').textContent !== '', null, { timeout: 120_000 });
      assert.equal(await page.textContent('output'), 'sample.bin has arrived: 50 MB, the very same bytes.');
      assert.equal(await page.evaluate(() => document.querySelector('transfer-progress').state), 'complete');

      const happened = chosen.flatMap((fault) => marks[fault]);
      for (const mark of ['again', 'doubled', 'late', 'damaged']) {
        const count = Number(await page.textContent(`[data-count=${mark}]`));
        assert.equal(count > 0, happened.includes(mark), `${mark}: ${count}`);
      }
      const silences = (await page.evaluate(() => window.waits)).filter((wait) => wait === outage);
      assert.equal(silences.length, chosen.includes('outage') ? 1 : 0);
    });
  }

  it('waits while it is paused, and arrives when it goes on', async () => {
    await page.reload();
    for (const box of await page.locator('[name=fault]').all()) await box.setChecked(false);
    await page.evaluate(() => {
      const bar = document.querySelector('transfer-progress');
      const paused = new window.MutationObserver(() => {
        bar.pause();
        paused.disconnect();
      });
      paused.observe(document.querySelector('[data-stage=compress]'), { attributeFilter: ['aria-current'] });
    });
    await page.getByRole('button', { name: 'Send' }).click();
    // packed: the next step would send
    await page.locator('.chunks i').first().waitFor({ state: 'attached' });
    const state = () => page.evaluate(() => document.querySelector('transfer-progress').state);
    assert.deepEqual([await state(), await page.textContent('[data-count=sent]')], ['paused', '0']);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.waitForFunction(() => document.querySelector('output').textContent !== '', null, { timeout: 120_000 });
    assert.equal(await page.textContent('output'), 'sample.bin has arrived: 50 MB, the very same bytes.');
    assert.ok(Number(await page.textContent('[data-count=sent]')) > 20);
  });
});
