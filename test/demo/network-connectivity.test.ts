// The example of network connectivity: the element against the demo's own endpoints, and the codes of a network that plays tricks.
import { expect } from '@open-wc/testing';
import type { ConnectivityCheck } from '../../components/connectivity-check.js';
import { explain } from '../../demo/examples/network-connectivity/network-connectivity.js';
import { openDemoPage, until, type DemoPage } from './demo-page.js';

describe('the example of network connectivity', () => {
  let page: DemoPage;
  let check: ConnectivityCheck;
  beforeEach(async () => {
    page = await openDemoPage('examples/network-connectivity/index.html');
    check = page.get('connectivity-check');
  });
  afterEach(() => page.close());

  it('checks by itself, without the bandwidth', async () => {
    await check.updateComplete;
    await until(check.renderRoot, () => check.state === 'done');
    expect(check.results.map(({ check: name, code }) => `${name} ${code}`)).to.include.members([
      'connectivity ok',
      'bandwidth not-chosen',
    ]);
    expect(check.results[1]?.record).to.have.property('ok', true);
    expect(page.document.title).to.match(/^[✓!] Network/);
  });

  it('measures the bandwidth when somebody says so', async () => {
    check.payloadSize = 2_000_000;
    check.bandwidth = true;
    const { checks } = await check.check();
    expect(checks[2]).to.deep.include({ check: 'bandwidth', code: 'ok', status: 'passed' });
  });

  for (const [place, words] of [
    ['ping', /The service is there\. \(ok, after \d+ ms\)/],
    ['portal', /sign in to the network first\. \(unexpected-text, /],
    ['silent', /Nothing came back in time\. \(no-answer, /],
  ] as const)
    it(`knows a network that answers with ${place}`, async () => {
      page.get('select').value = place;
      page.press('#tricks button');
      expect(await page.says('#tricks output', /^(?!Asking)./)).to.match(words);
      expect(page.get('output').className).to.equal(place === 'ping' ? 'good' : 'bad');
    });

  it('has a sentence for every code', () => {
    expect(explain({ code: 'cut-off', detail: 'The connection broke.', milliseconds: 12.3 })).to.equal(
      'The connection broke. (cut-off, after 12 ms)',
    );
  });
});
