/** <connectivity-check> with the real bridge, against servers of the tests' own on this machine; and under strict policies. */
import { expect } from '@open-wc/testing';
import { networkServers } from '../support/network-where.js';
import { underPolicy } from '../support/policy-frame.js';
import { checker } from './check-page.js';
import { WorkerBridge } from '../../src/bridge/worker-bridge.js';
import { clearPage } from './on-page.js';

describe('<connectivity-check> against real servers', () => {
  afterEach(clearPage);
  after(() => WorkerBridge.network.destroy());

  it('measures, judges and reports', async () => {
    const { http, stun } = await networkServers();
    const element = checker(WorkerBridge.network, '');
    element.urls = `${http}/pong`;
    element.samples = 5;
    element.stun = `${stun.cone1} ${stun.cone2}`;
    element.downloadUrl = `${http}/download`;
    element.payloadSize = 2_000_000;
    element.bandwidth = true;
    const { checks } = await element.check();
    const [servers, latency, ice, bandwidth] = checks;
    expect(servers).to.deep.include({ check: 'connectivity', status: 'passed' });
    expect(latency?.figures).to.deep.include({ code: 'ok', lost: 0 });
    expect(element.results[1]?.record).to.have.property('samples').with.length(5);
    const hasWebRtc = typeof RTCPeerConnection === 'function';
    expect(ice?.status).to.equal(hasWebRtc ? 'passed' : 'skipped');
    expect(bandwidth).to.deep.include({ check: 'bandwidth', code: 'ok' });
  });

  it('names a captive portal, silence, and a port where nobody listens', async () => {
    const { http, refused } = await networkServers();
    // what answers, or refuses, may take its time on a machine that does other things too
    const ask = async (url: string, text?: string, timeout = 8000) => {
      const element = checker(WorkerBridge.network, `samples="0" timeout="${timeout}"`);
      element.targets = [{ url, expect: text === undefined ? undefined : { text } }];
      const { verdict, checks } = await element.check();
      return `${verdict} ${checks[0]?.code ?? ''}`;
    };
    expect(await ask(`${http}/portal-open`, 'pong')).to.equal('limited unexpected-text');
    expect(await ask(`${http}/silent`, undefined, 400)).to.equal('offline no-answer');
    expect(await ask(refused)).to.equal('offline failed');
  });
});

describe('<connectivity-check> under a policy', () => {
  const base = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'";
  const seen = { status: 'passed', isMeasured: true, radius: 'solid', violations: [] };
  const probe = (csp: string) =>
    underPolicy<Record<string, unknown> & { violations: string[] }>('/test/components/check-policy-probe.ts', csp);

  it('works with nothing but its own files', async () => {
    expect(await probe(base)).to.deep.equal(seen);
  });

  it('works under trusted types', async () => {
    const { violations, ...rest } = await probe(
      `${base}; require-trusted-types-for 'script'; trusted-types tallow-elements lit-html`,
    );
    expect({ ...rest, violations: [] }).to.deep.equal(seen);
    // one report is the price of `new Worker(new URL(…))` in the shape that bundlers look for: it is tried first
    expect(violations.filter((directive) => directive !== 'require-trusted-types-for')).to.deep.equal([]);
  });
});
