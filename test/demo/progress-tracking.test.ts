// The example of progress: what it shows at the end, and the rate that it works out on the way.
import { expect } from '@open-wc/testing';
import { startRate } from '../../demo/examples/progress-tracking/progress-tracking.js';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of progress tracking', () => {
  let page: DemoPage;
  beforeEach(async () => (page = await openDemoPage('examples/progress-tracking/index.html')));
  afterEach(() => page.close());

  it('ends with all bytes done and the file to save', async () => {
    page.choose('[name=file]', page.file('film.mp4', new Uint8Array(3e6)));
    page.press('button');
    await page.says('output', /Done/);
    const bar = page.get('progress');
    expect(bar.value).to.equal(3e6);
    expect(bar.max).to.equal(3e6);
    expect(page.text('[data-show=loaded]')).to.equal('3 MB');
    expect(page.text('[data-show=total]')).to.equal('3 MB');
    expect(page.get('a', '.button').download).to.equal('film.mp4.sealed');
  });

  it('shows the rate, the time left and the longest frame of a file that takes a while', async () => {
    // of several ranges, so that there are several reports
    page.choose('[name=file]', page.file('film.mp4', new Uint8Array(100e6)));
    page.press('button');
    await page.says('output', /Done/);
    expect(page.text('[data-show=rate]')).to.match(/^\d+(\.\d+)? [kMG]?B$/);
    expect(page.text('[data-show=remaining]')).to.equal('0 s');
    expect(page.text('[data-show=frame]')).to.match(/^\d+ ms$/);
  });

  it('tells the rate of the last seconds, and none before there are two reports', () => {
    const rateAt = startRate(3000);
    expect(rateAt(0, 0)).to.be.null;
    expect(rateAt(1000, 1000)).to.equal(1000);
    expect(rateAt(2000, 3000)).to.be.closeTo(667, 1);
    // the fast first second is out of sight by now
    expect(rateAt(2300, 6000)).to.equal(100);
  });
});
