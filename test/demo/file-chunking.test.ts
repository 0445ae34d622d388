// The example of file chunking: there and back in any order, and faults that are named.
import { expect } from '@open-wc/testing';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of file chunking', () => {
  let page: DemoPage;
  beforeEach(async () => {
    page = await openDemoPage('examples/file-chunking/index.html');
  });
  afterEach(() => page.close());
  const choose = () => page.choose('[name=file]', page.file('words.txt', 'word '.repeat(50_000)));

  it('puts chunks together that came in another order', async () => {
    choose();
    page.type('[name=size]', '0.1');
    page.press('button[value=shuffled]');
    expect(await page.says('output', /again/)).to.equal('3 chunks became words.txt again, 250 kB.');
    const numbers = Array.from(page.document.querySelectorAll('tbody tr'), (row) => row.children[0]?.textContent);
    expect(numbers).to.deep.equal(['3', '2', '1']);
    expect(page.get('a', '.button').download).to.equal('words.txt');
  });

  for (const [how, words] of [
    ['incomplete', /missing/],
    ['damaged', /damaged/],
  ] as const) {
    it(`says what is ${how}, and gives no file`, async () => {
      choose();
      page.type('[name=size]', '0.1');
      page.press(`button[value=${how}]`);
      await page.says('output', words);
      expect(page.get('output').className).to.equal('bad');
      expect(page.get('a', '.button').hidden).to.equal(true);
    });
  }

  it('cuts a sample where nothing was chosen', async () => {
    page.press('button[value=shuffled]');
    expect(await page.says('output', /again/)).to.equal('5 chunks became numbers.bin again, 5 MB.');
  });
});
