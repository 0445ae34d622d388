/** What one URL is called when requests for it fail once, or always, and when the page's policy refuses them. */
import { expect } from '@open-wc/testing';
import { checkConnectivity } from '../../../src/operations/network.js';
import type { ConnectivityRecord, Expectation } from '../../../src/operations/network/records.js';
import { networkServers } from '../../support/network-where.js';
import { quiet } from '../../support/operation-context.js';
import { underPolicy } from '../../support/policy-frame.js';

const real = globalThis.fetch;

/** The record, where the first `failing` requests fail as they do while the network changes. */
async function asked(url: string, failing: number, expected?: Expectation) {
  let requests = 0;
  globalThis.fetch = (...request) =>
    ++requests <= failing ? Promise.reject(new TypeError('Failed to fetch')) : real(...request);
  const targets = [{ url: new URL(url, location.href).href, expect: expected }];
  const [record] = await checkConnectivity({ targets, timeout: 5000, atOnce: 1 }, quiet());
  return record;
}

describe('a URL whose first request failed', () => {
  afterEach(() => (globalThis.fetch = real));

  for (const [name, path, expected] of [
    ["on the page's own origin", '/package.json', undefined],
    ["on the page's own origin, with something expected", '/package.json', { status: 200 }],
    ['on another origin', 'pong', undefined],
    ['on another origin, with something expected', 'pong', { text: 'pong' }],
  ] as const) {
    it(`is reachable all the same, ${name}`, async () => {
      const url = path === 'pong' ? `${(await networkServers()).http}/pong` : path;
      const record = await asked(url, 1, expected);
      expect(record).to.include({ status: 'reachable', code: 'ok', httpStatus: 200 });
      expect(record?.responseTime).to.be.at.least(0);
    });
  }

  it("is intercepted where the page's own origin answers what was not expected", async () => {
    expect(await asked('/package.json', 1, { text: 'pong' })).to.include({
      ...{ status: 'intercepted', code: 'unexpected-text', httpStatus: 200 },
    });
  });

  it('is offline when the next one fails too, and the browser says so', async () => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
    try {
      for (let run = 0; run < 3; run++)
        expect(await asked('/package.json', 9)).to.include({ status: 'unreachable', code: 'offline' });
    } finally {
      Reflect.deleteProperty(navigator, 'onLine');
    }
  });

  it('is unreachable when the one that cannot be read fails too', async () => {
    expect(await asked('/package.json', 2)).to.include({ status: 'unreachable', code: 'failed' });
  });
});

describe('a URL that the Content Security Policy does not allow', () => {
  const probe = '/test/operations/network/policy-probe.ts';
  const csp = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src";

  for (const [place, workers] of [
    ['on the page', "'none'"],
    ["in a worker with the page's policy", 'blob:'],
  ] as const) {
    it(`is blocked by policy for every question, ${place}`, async () => {
      const { http } = await networkServers();
      const url = `${http}/pong`;
      type Told = Pick<ConnectivityRecord, 'status' | 'code'>;
      // no event of it comes in WebKitGTK's workers
      const isTold = workers === "'none'" || /Chrome|Firefox/.test(navigator.userAgent);
      const blocked = { status: 'blocked', code: 'policy', latency: 'blocked', bandwidth: 'blocked' };
      const failed = { status: 'unreachable', code: 'failed', latency: 'unreachable', bandwidth: 'unreachable' };
      for (let run = 0; run < 3; run++)
        expect(await underPolicy<Told>(probe, `${csp} ${workers}`, { url })).to.deep.equal(isTold ? blocked : failed);
    });
  }
});
