// The example of several files: a bar for each, one for all, and an end for each of them.
import { expect } from '@open-wc/testing';
import type { TransferProgress } from '../../components/transfer-progress.js';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of several files', () => {
  let page: DemoPage;
  let whole: TransferProgress;
  const bars = () => Array.from(whole.querySelectorAll('transfer-progress'));
  beforeEach(async () => {
    page = await openDemoPage('examples/several-files/index.html');
    whole = page.get('transfer-progress');
  });
  afterEach(() => page.close());

  it('has a bar for each file, and shows the sum', async () => {
    const files = [300_000, 200_000, 5].map((size, n) => page.file(`file${n}`, new Uint8Array(size)));
    page.choose('[name=files]', ...files);
    page.press('button');
    expect(await page.says('output', /hashed/)).to.equal('3 of 3 files hashed.');
    expect(bars().map(({ label, state }) => `${label} ${state}`)).to.deep.equal([
      'file0 complete',
      'file1 complete',
      'file2 complete',
    ]);
    expect([whole.loaded, whole.total, whole.state]).to.deep.equal([500_005, 500_005, 'complete']);
  });

  it('ends the one that is cancelled, and no other', async () => {
    page.choose('[name=files]', page.file('first', new Uint8Array(3e6)), page.file('second', 'x'));
    page.press('button');
    bars()[0]?.abort();
    expect(await page.says('output', /hashed/)).to.equal('1 of 2 files hashed.');
    expect(bars().map(({ state }) => state)).to.deep.equal(['aborted', 'complete']);
  });
});
