// The example of data compression: a file becomes small, and comes back as it was.
import { expect } from '@open-wc/testing';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of data compression', () => {
  let page: DemoPage;
  beforeEach(async () => {
    page = await openDemoPage('examples/data-compression/index.html');
  });
  afterEach(() => page.close());

  for (const [algorithm, level, name] of [
    ['gzip', '', 'words.txt.gz'],
    ['gzip', '9', 'words.txt.gz'],
    ['deflate', 'auto', 'words.txt.zz'],
    ['deflate-raw', '1', 'words.txt.deflate'],
  ] as const) {
    it(`goes there and back by ${algorithm} at level ${level || 'native'}`, async () => {
      page.choose('[name=file]', page.file('words.txt', 'the same words '.repeat(10_000)));
      page.get('select', '[name=algorithm]').value = algorithm;
      page.get('select', '[name=level]').value = level;
      page.press('button');
      expect(await page.says('output', /came back/)).to.match(/^150 kB became .*%\. It came back as it was\.$/);
      expect(page.get('a', '.button').download).to.equal(name);
      expect(page.get('progress').value).to.equal(1);
    });
  }

  it('stores at level 0', async () => {
    page.choose('[name=file]', page.file('words.txt', 'the same words '.repeat(1000)));
    page.get('select', '[name=level]').value = '0';
    page.press('button');
    expect(await page.says('output', /came back/)).to.contain('100%. It came back as it was.');
  });

  it('has a sample where nothing was chosen', async () => {
    page.press('button');
    await page.says('output', /as it was/);
    expect(page.get('a', '.button').download).to.equal('lines.txt.gz');
  });

  it('says what cannot be done', async () => {
    page.get('select', '[name=algorithm]').value = 'brotli';
    page.get('select', '[name=level]').value = '9';
    page.press('button');
    expect(await page.says('output', /brotli/)).to.contain('no level');
  });
});
