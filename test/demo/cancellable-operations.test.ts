// The example of cancelling: a file, a loop that hears nothing, and all tasks but the latest.
import { expect } from '@open-wc/testing';
import { latestOnly } from '../../demo/examples/cancellable-operations/cancellable-operations.js';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of cancellable operations', () => {
  let page: DemoPage;
  beforeEach(async () => (page = await openDemoPage('examples/cancellable-operations/index.html')));
  afterEach(() => page.close());

  it('cancels a file, and can start it again', async () => {
    page.choose('#file [name=file]', page.file('film.mp4', new Uint8Array(1e6)));
    page.press('#file [name=start]');
    await page.says('#file output', /Running/);
    page.press('#file [name=cancel]');
    await page.says('#file output', /Cancelled/);
    page.press('#file [name=start]');
    await page.says('#file output', /Done: film\.mp4\.sealed/);
  });

  it('cancels a loop that cannot hear it, and the pool goes on working', async () => {
    page.press('#loop [name=start]');
    await page.says('#loop output', /Counting/);
    page.press('#loop [name=cancel]');
    await page.says('#loop output', /Cancelled/);
    // the same pool of one worker answers, so there is another worker
    page.type('#latest [name=text]', 'abc');
    await page.says('#latest output', /^cba$/);
  });

  it('answers the latest of what was typed only', async () => {
    const said: string[] = [];
    const output = page.get('output', '#latest output');
    const watch = new page.window.MutationObserver(() => said.push(output.textContent));
    watch.observe(output, { childList: true, characterData: true, subtree: true });
    for (const text of ['l', 'le', 'let', 'letter']) page.type('#latest [name=text]', text);
    await page.says('#latest output', /^rettel$/);
    expect(said).to.deep.equal(['rettel']);
  });

  it('aborts the call before with each call', async () => {
    const signals: AbortSignal[] = [];
    const work = latestOnly((input: number, signal) => {
      signals.push(signal);
      return Promise.resolve(input);
    });
    await Promise.all([work(1), work(2), work(3)]);
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true, true, false]);
  });
});
