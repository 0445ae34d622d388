// The example of parallel work: one worker and all of them give the same hashes, each beside its file.
import { expect } from '@open-wc/testing';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of parallel processing', () => {
  let page: DemoPage;
  beforeEach(async () => (page = await openDemoPage('examples/parallel-processing/index.html')));
  afterEach(() => page.close());

  const contents = ['one', 'two', 'three', ''];

  async function sha256(text: string): Promise<string> {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  for (const [button, said] of [
    ['one', /^One worker: 11 bytes/],
    ['all', /^\d+ workers?: 11 bytes/],
  ] as const) {
    it(`shows the hash of each file with ${button} of the workers`, async () => {
      page.choose('[name=files]', ...contents.map((text, n) => page.file(`${n}.txt`, text)));
      page.press(`[value=${button}]`);
      await page.says('output', said);
      const rows = Array.from(page.document.querySelectorAll('tbody tr'), (row) => [
        row.querySelector('td')?.textContent,
        row.querySelector('code')?.textContent,
      ]);
      const expected = await Promise.all(contents.map(async (text, n) => [`${n}.txt`, await sha256(text)]));
      expect(rows).to.deep.equal(expected);
    });
  }
});
