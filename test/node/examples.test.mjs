// The list of the examples, from the built package in a real Chromium: it has them all, and every one of them passes.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright';
import { serveDemo } from '../../demo/server.mjs';
import { findChromium } from '../support/find-chromium.mjs';

describe('the list of the examples', () => {
  let server;
  let browser;
  let origin;
  let page;
  const problems = [];

  before(async () => {
    server = await serveDemo(0);
    origin = `http://localhost:${server.address().port}`;
    const found = await findChromium();
    browser = await chromium.launch(found.options);
    page = await openPage('/demo/examples/');
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  /** What a page has to say against itself lands in `problems`. */
  async function openPage(path, options) {
    const opened = await browser.newPage(options);
    opened.on('pageerror', (error) => problems.push(`${path}: ${error}`));
    opened.on('console', (message) => message.type() === 'error' && problems.push(`${path}: ${message.text()}`));
    await opened.goto(origin + path);
    return opened;
  }

  const folders = async () => {
    const entries = await readdir(new URL('../../demo/examples', import.meta.url), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  };

  /** Each entry as `{ name, state, text }`. */
  const rows = () =>
    page.locator('.examples > li').evaluateAll((items) =>
      items.map((item) => ({
        name: item.querySelector('a').textContent,
        state: item.dataset.state,
        text: item.querySelector('.result').textContent,
      })),
    );

  it('has every example there is', async () => {
    const links = await page.locator('.examples a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    const expected = (await folders()).map((name) => `./${name}/`);
    assert.deepEqual(links.sort(), expected.sort());
  });

  it('runs one, says how it ended, and gives the focus back', async () => {
    const button = page.getByRole('button', { name: 'Run: Basic file encryption' });
    await button.press('Enter');
    await page.locator('#summary.good, #summary.bad').waitFor();
    assert.match(await page.locator('#summary').textContent(), /^1 of 1 passed in \d+\.\d s\.$/);
    const [first, second] = await rows();
    assert.match(first.text, /^passedletter\.txt became letter\.txt\.sealed, .+\d s$/);
    assert.equal(second.state, 'not run');
    assert.equal(await button.evaluate((element) => element === document.activeElement), true);
  });

  it('stops, and leaves no frame behind', async () => {
    await page.locator('#run').click();
    await page.locator('[data-state=running]').waitFor();
    await page.locator('#stop').click();
    await page.locator('#summary.bad').waitFor();
    assert.match(await page.locator('#summary').textContent(), /^Stopped\. 0 of 1 passed/);
    assert.deepEqual(new Set((await rows()).map(({ state }) => state)), new Set(['stopped']));
    assert.equal(page.frames().length, 1);
  });

  it('runs them all, and all pass', { timeout: 300_000 }, async () => {
    await page.locator('#run').click();
    await page.locator('#summary.good, #summary.bad').waitFor({ timeout: 290_000 });
    assert.deepEqual(
      (await rows()).filter(({ state }) => state !== 'passed'),
      [],
    );
    const count = (await folders()).length;
    const said = await page.locator('#summary').textContent();
    assert.ok(said.startsWith(`${count} of ${count} passed in `), said);
    assert.equal(await page.locator('#bar').evaluate(({ value, max }) => value === max), true);
  });

  it('says which one failed, and goes on', async () => {
    const other = await browser.newPage();
    await other.route('**/progress-tracking/progress-tracking.js', (route) => route.abort());
    await other.goto(`${origin}/demo/examples/`);
    await other.evaluate(() => {
      for (const item of [...document.querySelectorAll('.examples > li')].slice(2)) item.remove();
    });
    await other.getByRole('button', { name: 'Run: Progress tracking' }).click();
    await other.locator('#summary.bad').waitFor();
    assert.match(await other.locator('#summary').textContent(), /^0 of 1 passed .+ Failed: Progress tracking\.$/);
    assert.match(
      await other.locator('[data-state=failed] .result').textContent(),
      /^failedThe page of this example did not start\./,
    );
    await other.close();
  });

  for (const colorScheme of ['light', 'dark']) {
    it(`opens every page without a word in the console, ${colorScheme}`, async () => {
      for (const name of ['..', '.', ...(await folders())]) {
        const opened = await openPage(`/demo/examples/${name === '.' ? '' : `${name}/`}`, { colorScheme });
        await opened.waitForLoadState('networkidle');
        await opened.close();
      }
      assert.deepEqual(problems, []);
    });
  }
});
