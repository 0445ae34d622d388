// The example of monitoring: the numbers of a pool follow its tasks, in code and in the element.
import { expect } from '@open-wc/testing';
import type {} from '../../components/worker-pool.js';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of pool monitoring', () => {
  let page: DemoPage;
  beforeEach(async () => (page = await openDemoPage('examples/pool-monitoring/index.html')));
  afterEach(() => page.close());

  const figures = (): Record<string, string> =>
    Object.fromEntries(
      Array.from(page.document.querySelectorAll('#figures div'), (entry) => [
        entry.querySelector('dt')?.textContent ?? '',
        entry.querySelector('dd')?.textContent ?? '',
      ]),
    );

  it('shows a pool that has nothing to do', () => {
    const nothing = { busy: '0 of 2', queued: '0', completed: '0', failed: '0', retried: '0', restarted: '0' };
    expect(figures()).to.deep.equal(nothing);
  });

  it('shows that a task is at work, and that it is done', async () => {
    page.press('[data-add="1"]');
    await page.says('#figures', /busy1 of 2|1 of 2busy/);
    await page.says('#said', /A task is done/);
    expect(figures()).to.include({ busy: '0 of 2', queued: '0', completed: '1', failed: '0' });
  });

  it('has an element that counts the tasks given to it', async () => {
    page.press('[data-add-to=element][value="1"]');
    await page.says('#said', /A task is done/);
    const element = page.get('worker-pool');
    expect(element.getStats().completed).to.equal(1);
    expect(element.shadowRoot?.querySelector('[part~=monitor]')).to.exist;
  });
});
