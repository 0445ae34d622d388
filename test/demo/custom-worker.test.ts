// The example of a custom worker: words are counted over there, and its own error arrives here with its code.
import { expect } from '@open-wc/testing';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of a custom worker', () => {
  let page: DemoPage;
  beforeEach(async () => (page = await openDemoPage('examples/custom-worker/index.html')));
  afterEach(() => page.close());

  async function count(file: File, answer: RegExp): Promise<string> {
    page.choose('[name=file]', file);
    page.press('button');
    return page.says('output', answer);
  }

  it('counts the words of a text, and lists the most frequent', async () => {
    const poem = 'A rose is a rose\nis a rose. Ça va?';
    expect(await count(page.file('poem.txt', poem, 'text/plain'), /words/)).to.equal('10 words in poem.txt.');
    const rows = Array.from(page.document.querySelectorAll('tbody tr'), (row) =>
      Array.from(row.querySelectorAll('td'), (cell) => cell.textContent).join(' '),
    );
    expect(rows).to.deep.equal(['a 3', 'rose 3', 'is 2', 'ça 1', 'va 1']);
    expect(page.get('progress').value).to.equal(1);
  });

  it('counts a word once that two pieces of the file share', async () => {
    // larger than what a stream hands out at a time, so that words are cut somewhere
    const words = 40_000;
    const file = page.file('long.txt', 'lighthouse '.repeat(words), 'text/plain');
    expect(await count(file, /words/)).to.equal(`${words} words in long.txt.`);
    expect(page.document.querySelectorAll('tbody tr')).to.have.length(1);
  });

  it('knows the error of the worker by its code', async () => {
    const said = await count(page.file('photo.jpg', 'x', 'image/jpeg'), /not a text file/);
    expect(said).to.equal('photo.jpg is not a text file. Choose one that ends in .txt.');
    expect(page.get('table').hidden).to.be.true;
  });
});
