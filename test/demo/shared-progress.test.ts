// The example of shared progress: every worker raises the same count, and one cancellation ends them all.
import { expect } from '@open-wc/testing';
import type { TransferProgress } from '../../components/transfer-progress.js';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of shared progress', () => {
  let page: DemoPage;
  let bar: TransferProgress;
  beforeEach(async () => {
    page = await openDemoPage('examples/shared-progress/index.html');
    bar = page.get('transfer-progress');
  });
  afterEach(() => page.close());

  it('counts in several workers what is shown as one', async () => {
    page.type('[name=limit]', '100000');
    page.press('button');
    expect(await page.says('output', /primes/)).to.equal('9592 primes below 100000.');
    expect(bar.state).to.equal('complete');
  });

  it('stops all of them by one cancellation', async () => {
    page.type('[name=limit]', '2000000000');
    page.press('button');
    await page.says('output', /Counting/);
    bar.abort();
    expect(await page.says('output', /Cancelled/)).to.match(/^Cancelled: ./);
    expect(bar.state).to.equal('aborted');

    page.type('[name=limit]', '1000');
    page.press('button');
    expect(await page.says('output', /primes/)).to.equal('168 primes below 1000.');
  });
});
