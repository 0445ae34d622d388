// The example of failures: each button provokes one, and shows its code with what to do about it.
import { expect } from '@open-wc/testing';
import { explain } from '../../demo/examples/error-handling/error-handling.js';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of error handling', () => {
  let page: DemoPage;
  before(async () => (page = await openDemoPage('examples/error-handling/index.html')));
  after(() => page.close());

  async function provoke(name: string): Promise<readonly string[]> {
    page.press(`[data-case="${name}"]`);
    await page.says('tbody', new RegExp(name));
    const cells = page.document.querySelectorAll('tbody tr:first-child td');
    return Array.from(cells, (cell) => cell.textContent);
  }

  for (const [name, code] of [
    ['wrong passphrase', 'cannot-open'],
    ['damaged file', 'corrupt'],
    ['cut short', 'truncated'],
    ['not sealed', 'not-sealed'],
    ['deadline', 'timeout'],
    ['crash for good', 'crashed'],
  ] as const) {
    it(`shows ${code} for ${name}, and what to do`, async () => {
      const [tried, shown, message, advice] = await provoke(name);
      expect([tried, shown]).to.deep.equal([name, code]);
      expect(message).to.not.equal('');
      expect(advice).to.not.equal('Show the message.');
    });
  }

  it('tries again when the worker crashed, and succeeds', async () => {
    const [, code, message] = await provoke('crash, tried again');
    expect(code).to.equal('');
    expect(message).to.equal('done by worker 2, after 1 retry');
  });

  it('throws on what is no error of the library', () => {
    const bug = new TypeError('undefined is not a function');
    expect(() => explain(bug)).to.throw(bug);
  });
});
