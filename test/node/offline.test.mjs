// The smaller CDN file in a real Chromium that goes off line before anything was checked: the check says so.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright';
import { serveDemo } from '../../demo/server.mjs';
import { findChromium } from '../support/find-chromium.mjs';

describe('<connectivity-check> on a page that is off line before its first check', () => {
  let server;
  let browser;
  before(async () => {
    server = await serveDemo(0);
    browser = await chromium.launch((await findChromium()).options);
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  it('has what it needs, and calls it offline', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    // nothing that is served has loaded the package there
    const loaded = page.waitForResponse((response) => response.url().endsWith('/tallow-network.min.js'));
    await page.goto(`http://localhost:${server.address().port}/none`);
    await page.evaluate(async () => {
      await import('/dist/cdn/tallow-elements.lazy.min.js');
      const element = document.createElement('connectivity-check');
      element.urls = '/';
      document.body.append(element);
    });
    await (await loaded).finished();
    await context.setOffline(true);
    const outcome = await page.evaluate(async () => {
      const { verdict, checks } = await document.querySelector('connectivity-check').check();
      return [verdict, ...checks.map(({ check, status, code }) => `${check} ${status} ${code}`)];
    });
    assert.equal(outcome[0], 'offline');
    assert.equal(outcome[1], 'connectivity failed offline');
  });
});
