// The list of the examples as a page: it runs one and says how it ended, in words.
import { expect } from '@open-wc/testing';
import { summarise } from '../../demo/examples/list.js';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the list of the examples', () => {
  let page: DemoPage;
  beforeEach(async () => (page = await openDemoPage('examples/index.html')));
  afterEach(() => page.close());

  const states = () =>
    Array.from(page.document.querySelectorAll<HTMLElement>('.examples > li'), (li) => li.dataset.state);

  it('has a button for each of fifteen, named after it', () => {
    const names = Array.from(page.document.querySelectorAll('.examples button'), ({ ariaLabel }) => ariaLabel);
    expect(new Set(names).size).to.equal(15);
    expect(names[0]).to.equal('Run: Basic file encryption');
    expect(new Set(states())).to.deep.equal(new Set(['not run']));
  });

  it('runs one, and leaves the others and no frame', async () => {
    page.press('.examples button');
    expect(page.text('#summary')).to.equal('Running: Basic file encryption …');
    expect(await page.says('#summary', /passed/)).to.match(/^1 of 1 passed/);
    expect(page.text('[data-state=passed] strong')).to.equal('passed');
    expect(states().filter((state) => state === 'not run')).to.have.length(14);
    expect(page.document.querySelector('iframe')).to.be.null;
  });

  it('names those that failed', () => {
    const ends = [
      { name: 'One', word: 'passed' },
      { name: 'Two', word: 'failed' },
      { name: 'Three', word: 'failed' },
    ];
    expect(summarise(ends, 1234)).to.equal('1 of 3 passed in 1.2 s. Failed: Two, Three.');
    expect(summarise(ends.slice(0, 1), 0)).to.equal('1 of 1 passed in 0.0 s.');
  });
});
