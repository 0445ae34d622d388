/** testConnectivity, latencyCheck and bandwidthTest against servers that behave well and badly, in a worker and on the page. */
import { expect } from '@open-wc/testing';
import { createBridge } from '../../src/bridge/bridge.js';
import { createNetworkBridge, type NetworkBridge } from '../../src/bridge/network-bridge.js';
import { IPCError } from '../../src/errors.js';
import type {
  BandwidthCode,
  ConnectivityCode,
  ConnectivityStatus,
  Expectation,
} from '../../src/operations/network/records.js';
import { networkPlaces } from '../support/network-places.js';
import { codesAround, networkServers, requestsWith, type NetworkServers } from '../support/network-where.js';
import { rejection } from '../support/outcome.js';

/** A Cross-Origin-Embedder-Policy hides answers without CORS headers, and only Chromium, and WebKit on pages, tell that it did. */
const silentlyHides = (inWorker: boolean): boolean =>
  navigator.userAgent.includes('Firefox') || (inWorker && !navigator.userAgent.includes('Chrome'));

interface ConnectivityCase {
  readonly path: string;
  readonly expect?: Expectation;
  readonly status: ConnectivityStatus;
  readonly code: ConnectivityCode;
  readonly httpStatus?: number;
  readonly timeout?: number;
  /** It has no CORS headers. */
  readonly unreadable?: true;
}

const connectivity: readonly ConnectivityCase[] = [
  { path: '/pong', status: 'reachable', code: 'ok', httpStatus: 200 },
  { path: '/pong', expect: { status: 200, text: 'pong' }, status: 'reachable', code: 'ok', httpStatus: 200 },
  { path: '/pong', expect: { contains: 'on' }, status: 'reachable', code: 'ok', httpStatus: 200 },
  { path: '/pong', expect: { status: 204 }, status: 'intercepted', code: 'unexpected-status', httpStatus: 200 },
  { path: '/pong', expect: { text: 'ping' }, status: 'intercepted', code: 'unexpected-text', httpStatus: 200 },
  {
    path: '/pong',
    expect: { header: { name: 'Cache-Control', value: 'no-store' } },
    ...{ status: 'reachable', code: 'ok', httpStatus: 200 },
  },
  {
    path: '/pong',
    expect: { header: { name: 'X-Service', value: 'tallow' } }, // not exposed
    ...{ status: 'intercepted', code: 'unexpected-header', httpStatus: 200 },
  },
  { path: '/status?code=204', expect: { status: 204 }, status: 'reachable', code: 'ok', httpStatus: 204 },
  { path: '/status?code=500', status: 'reachable', code: 'http-error', httpStatus: 500 },
  { path: '/status?code=511', status: 'intercepted', code: 'login-required', httpStatus: 511 },
  { path: '/portal-open', expect: { text: 'pong' }, status: 'intercepted', code: 'unexpected-text', httpStatus: 200 },
  { path: '/redirect-open', status: 'intercepted', code: 'redirected', httpStatus: 200 },
  { path: '/redirect-open', expect: { text: 'pong' }, status: 'reachable', code: 'ok', httpStatus: 200 },
  { path: '/hidden', status: 'opaque', code: 'no-cors', unreadable: true },
  { path: '/portal', status: 'opaque', code: 'no-cors', unreadable: true },
  { path: '/portal', expect: { text: 'pong' }, status: 'intercepted', code: 'unreadable', unreadable: true },
  { path: '/redirect', expect: { status: 204 }, status: 'intercepted', code: 'unreadable', unreadable: true },
  { path: '/loop', status: 'unreachable', code: 'failed' },
  { path: '/reset', status: 'unreachable', code: 'failed' },
  { path: '/cut', status: 'unreachable', code: 'cut-off', httpStatus: 200 },
  { path: '/silent', status: 'timeout', code: 'no-answer', timeout: 2000 },
  { path: '/header-drip', status: 'timeout', code: 'no-answer', timeout: 1500 },
  { path: '/patience', status: 'timeout', code: 'no-answer', timeout: 1500 },
  { path: '/slow-loop', status: 'timeout', code: 'no-answer', timeout: 1500 },
  { path: '/stall', status: 'timeout', code: 'stalled', httpStatus: 200, timeout: 2000 },
  { path: '/drip', status: 'timeout', code: 'stalled', httpStatus: 200, timeout: 2000 },
];

const unusable: readonly { readonly path: string; readonly code: BandwidthCode }[] = [
  { path: '/status?code=503', code: 'http-error' },
  { path: '/empty', code: 'no-body' },
  { path: '/reset', code: 'unreachable' },
  { path: '/hidden', code: 'unreachable' },
];

describe('WorkerBridge.network when its worker dies', () => {
  it('rejects with crashed, and works again', async () => {
    const { http } = await networkServers();
    const workers: Worker[] = [];
    const source = () => {
      const worker = new Worker(new URL('../../src/workers/network.worker.ts', import.meta.url), { type: 'module' });
      workers.push(worker);
      return worker;
    };
    const options = { size: 1, concurrency: 16, maxRetries: 0, fallback: 'none', source } as const;
    const bridge = createNetworkBridge(createBridge({ channel: 'network', ...options }));
    // nothing of it ends by itself, however long the worker takes to start
    const call = rejection(bridge.bandwidthTest(`${http}/stall`, 1000, { duration: 600_000 }));
    await bridge.testConnectivity([`${http}/pong`]);
    workers[0]!.terminate();
    expect(await call).to.include({ name: 'IPCError', code: 'crashed' });
    expect((await bridge.testConnectivity([`${http}/pong`]))[0]?.reachable).to.equal(true);
    expect(workers).to.have.length(2);
    bridge.destroy();
  });
});

for (const place of networkPlaces) {
  describe(`WorkerBridge.network ${place.name}`, () => {
    let bridge: NetworkBridge;
    let servers: NetworkServers;
    before(async () => {
      bridge = place.open();
      servers = await networkServers();
    });
    after(() => bridge.destroy());

    describe('testConnectivity', () => {
      for (const { path, timeout, httpStatus, ...rest } of connectivity) {
        const inWorker = place.name === 'in a worker';
        // the test server gives workers such a policy always
        const veiled = rest.unreadable && (crossOriginIsolated || inWorker) && silentlyHides(inWorker);
        const { status, code } = veiled ? ({ status: 'unreachable', code: 'failed' } as const) : rest;
        const wanted = rest.expect ? ` where ${JSON.stringify(rest.expect)} is expected` : '';
        it(`calls ${path} ${status}, ${code}${wanted}`, async () => {
          const url = servers.http + path;
          const [record] = await bridge.testConnectivity([{ url, expect: rest.expect }], timeout);
          expect(record).to.include({ url, status, code, reachable: status === 'reachable' });
          expect(record?.httpStatus).to.equal(httpStatus);
          expect(record?.detail).to.match(/\.$/);
          expect(record?.responseTime === null).to.equal(httpStatus === undefined);
          expect(structuredClone(record)).to.deep.equal(record);
        });
      }

      it('calls a port that nobody listens at unreachable', async () => {
        const [record] = await bridge.testConnectivity([servers.refused]);
        expect(record).to.include({ status: 'unreachable', code: 'failed', reachable: false });
      });

      // no other browser of the tests can be taken off line; their word for it is made up in probe.test.ts
      if (navigator.userAgent.includes('Chrome')) {
        it('calls the service offline while the page is, and not before or after', async () => {
          const module = new URL('offline-probe.ts', import.meta.url).href;
          const codes = await codesAround(module, place.name, `${servers.http}/pong`);
          expect(codes).to.deep.equal(['ok', 'offline', 'ok']);
        });
      }

      it('calls a port that browsers do not ask blocked', async () => {
        const [record] = await bridge.testConnectivity(['http://127.0.0.1:6667/']);
        expect(record).to.include({ status: 'blocked', code: 'blocked-port' });
      });

      it("calls a redirect away from the page's own origin intercepted, isolated or not", async () => {
        const [record] = await bridge.testConnectivity(['/own-portal']);
        expect(record).to.include({ url: '/own-portal', status: 'intercepted', code: 'unreadable' });
      });

      it('answers for each URL in their order, and does not let silent ones hold the others', async () => {
        const paths = ['/silent', '/pong', '/silent', '/status?code=404', '/pong'];
        const progress: number[] = [];
        const records = await bridge.testConnectivity(
          paths.map((path) => servers.http + path),
          1500,
          { atOnce: 2, onProgress: ({ loaded }) => void progress.push(loaded) },
        );
        expect(records.map(({ code }) => code)).to.deep.equal(['no-answer', 'ok', 'no-answer', 'http-error', 'ok']);
        expect(progress.at(-1)).to.equal(paths.length);
      });

      it('says which were never asked when the time for all is up', async () => {
        const url = `${servers.http}/silent`;
        const records = await bridge.testConnectivity([url, url], 5000, { atOnce: 1, timeout: 3000 });
        expect(records.map(({ code }) => code)).to.deep.equal(['no-answer', 'not-asked']);
      });

      it('answers nothing for nothing', async () => {
        expect(await bridge.testConnectivity([])).to.deep.equal([]);
      });
    });

    describe('latencyCheck', () => {
      it('takes as many samples as it is asked to, after a warm-up, and says by which clock', async () => {
        const url = `${servers.http}/delay?ms=20&run=${crypto.randomUUID()}`;
        const record = await bridge.latencyCheck(url, 5, { interval: 0 });
        expect(record).to.include({ url, ok: true, code: 'ok', lost: 0 });
        const { samples } = record;
        expect(samples).to.have.length(5);
        const [least, , middle, fourth, most] = [...samples].sort((one, other) => one - other);
        expect(least).to.be.at.least(19);
        expect(record).to.include({ min: least, median: middle, max: most, source: 'resource-timing' });
        expect(record.p90).to.be.closeTo(0.4 * fourth! + 0.6 * most!, 1e-6);
        const steps = samples.slice(1).map((sample, before) => Math.abs(sample - samples[before]!));
        expect(record.jitter).to.be.closeTo(steps.reduce((sum, step) => sum + step) / 4, 1e-6);
      });

      it('reads the clock that the server hides from no one else, and does not take 0 for an answer', async () => {
        const record = await bridge.latencyCheck(`${servers.http}/untimed`, 3, { interval: 0 });
        expect(record).to.include({ ok: true, source: 'wall-clock' });
        expect(record.min).to.be.at.least(4);
      });

      it('has a figure although the server closes the connection each time', async () => {
        const record = await bridge.latencyCheck(`${servers.http}/close`, 3, { interval: 0 });
        expect(record).to.include({ ok: true, code: 'ok' });
        expect(record.samples).to.have.length(3);
      });

      it('counts what was lost, and keeps the others', async () => {
        const url = `${servers.http}/delay?ms=1,1,1,5000,1&run=${crypto.randomUUID()}`;
        const record = await bridge.latencyCheck(url, 4, { interval: 0, sampleTimeout: 1500 });
        expect(record).to.include({ ok: true, code: 'partial', lost: 1 });
        expect(record.samples).to.have.length(3);
      });

      it('says timeout where the samples came too late, although the warm-up came back', async () => {
        const url = `${servers.http}/delay?ms=1,20000,20000&run=${crypto.randomUUID()}`;
        const record = await bridge.latencyCheck(url, 2, { interval: 0, sampleTimeout: 200, timeout: 15_000 });
        expect(record).to.include({ ok: false, code: 'timeout', lost: 2, median: null });
      });

      it('tells what it has when the time is up', async () => {
        const url = `${servers.http}/delay?ms=100&run=${crypto.randomUUID()}`;
        const record = await bridge.latencyCheck(url, 100, { interval: 0, timeout: 3000 });
        expect(record).to.include({ ok: true, code: 'partial', lost: 0 });
      });

      it('calls servers that are silent or not there by their names', async () => {
        const options = { interval: 0, timeout: 2500 };
        expect(await bridge.latencyCheck(`${servers.http}/silent`, 2, options)).to.include({
          ...{ ok: false, code: 'timeout', median: null, jitter: null },
        });
        expect(await bridge.latencyCheck(servers.refused, 2)).to.include({ ok: false, code: 'unreachable' });
        expect(await bridge.latencyCheck('http://127.0.0.1:6667/', 2)).to.include({ ok: false, code: 'blocked' });
      });
    });

    describe('bandwidthTest', () => {
      it('has a figure down and up, with a median, bytes, time and latency', async () => {
        const line = crypto.randomUUID();
        const url = `${servers.http}/download?mbps=40&line=d${line}`;
        const uploadUrl = `${servers.http}/upload?mbps=40&line=u${line}`;
        const phases = new Set<string | undefined>();
        const record = await bridge.bandwidthTest(url, 3_000_000, {
          uploadUrl,
          onProgress: ({ status, total }) => {
            phases.add(status);
            expect(total).to.equal(3_000_000);
          },
        });
        const { download, upload } = record;
        expect(record).to.include({ url, ok: true, code: 'ok', bandwidthMbps: download?.mbps });
        expect(download).to.include({ ok: true, code: 'ok', endedBy: 'bytes' });
        expect(upload).to.include({ ok: true, code: 'ok' });
        expect(download?.mbps).to.be.above(0);
        expect(upload?.mbps).to.be.above(0);
        expect(upload?.bytes).to.be.at.most(3_000_000);
        expect(record.bytesTransferred).to.equal(download!.bytes + upload!.bytes);
        expect(record.transferTime).to.equal(download!.milliseconds + upload!.milliseconds);
        expect(download?.latency?.idle).to.be.at.least(0);
        expect([...phases]).to.deep.equal(['download', 'upload']);
      });

      it('says that few windows are not to be trusted', async () => {
        const record = await bridge.bandwidthTest(`${servers.http}/download`, 200_000);
        expect(record).to.include({ ok: true, confidence: 'low' });
        expect(record.download?.reasons).to.include('few-windows');
      });

      for (const { path, code } of unusable) {
        it(`has no figure of ${path}: ${code}`, async () => {
          const record = await bridge.bandwidthTest(servers.http + path, 1_000_000, { duration: 2000 });
          expect(record).to.include({ ok: false, code, bandwidthMbps: null, confidence: 'low' });
        });
      }

      for (const [path, { size, timeout }] of [
        ['/gzip', { size: 1_000_000, timeout: undefined }],
        ['/gzip-drip', { size: 1e9, timeout: 2500 }],
      ] as const) {
        const when = timeout ? ', not even when the time is up first' : '';
        it(`does not believe bytes that were packed on the way: no figure, or where the browser hides it, no confidence${when}`, async () => {
          const { download } = await bridge.bandwidthTest(servers.http + path, size, { duration: 5000, timeout });
          expect(download?.confidence).to.equal('low');
          const isTold = navigator.userAgent.includes('Chrome');
          if (isTold && !timeout) expect(download).to.include({ code: 'compressed', mbps: null });
          // in time, or it is known that it was not
          else if (download?.ok) expect(download.reasons).to.include.oneOf(['compressible', 'interrupted']);
          else expect(download?.mbps).to.equal(null);
        });
      }

      it('has no figure of silence', async () => {
        const record = await bridge.bandwidthTest(`${servers.http}/silent`, 1_000_000, {
          duration: 1000,
          timeout: 4000,
        });
        expect(record).to.include({ ok: false, code: 'timeout', bandwidthMbps: null });
      });

      it('has no figure of an upload that nobody reads', async () => {
        const options = { uploadUrl: `${servers.http}/silent`, duration: 1000 };
        const { upload } = await bridge.bandwidthTest(`${servers.http}/download`, 300_000, options);
        expect(upload).to.include({ ok: false, code: 'timeout', bytes: 0, mbps: null });
      });

      for (const [path, what] of [
        ['/refuse', 'was not acknowledged'],
        ['/moved', 'was redirected, although what is there answers'],
      ] as const) {
        it(`counts no upload that ${what}`, async () => {
          const options = { uploadUrl: servers.http + path };
          const { upload } = await bridge.bandwidthTest(`${servers.http}/download`, 300_000, options);
          expect(upload).to.include({ ok: false, code: 'http-error', bytes: 0, mbps: null });
        });
      }

      it('counts round trips that did not come back while the line was full for as long as they were waited for', async () => {
        const latencyUrl = `${servers.http}/delay?ms=1,1,1,1,1,1,1,60000,60000&run=${crypto.randomUUID()}`;
        const { download } = await bridge.bandwidthTest(`${servers.http}/stall`, 1000, { latencyUrl, duration: 3000 });
        expect(download?.latency).to.deep.include({ loaded: 1500, samples: [1500] });
      });

      it('doubts a figure when the connection broke on the way', async () => {
        const { download } = await bridge.bandwidthTest(`${servers.http}/cut`, 1_000_000);
        if (download?.ok) expect(download).to.deep.include({ endedBy: 'failure', confidence: 'low' });
        else expect(download?.code).to.equal('unreachable');
      });

      it('goes over the line although the answer may be kept in a cache', async () => {
        const mark = crypto.randomUUID();
        const url = `${servers.http}/download?cache&bytes=50000&mark=${mark}`;
        await bridge.bandwidthTest(url, 50_000, { streams: 1 });
        await bridge.bandwidthTest(url, 50_000, { streams: 1 });
        expect(await requestsWith(`GET ${new URL(url).pathname}?cache=&bytes=50000&mark=${mark}`)).to.equal(2);
      });
    });

    it('runs one measurement at a time, and lets the next one begin when one is given up', async () => {
      const url = `${servers.http}/silent`;
      const first = new AbortController();
      const order: string[] = [];
      const one = rejection(bridge.latencyCheck(url, 2, { signal: first.signal })).then(() => order.push('one'));
      const two = bridge.latencyCheck(`${servers.http}/pong`, 2, { interval: 0 }).then(() => order.push('two'));
      await bridge.testConnectivity([`${servers.http}/pong`]);
      expect(order).to.deep.equal([]);
      first.abort();
      await Promise.all([one, two]);
      expect(order).to.deep.equal(['one', 'two']);
    });

    for (const [name, call] of Object.entries({
      testConnectivity: (signal: AbortSignal) => bridge.testConnectivity([`${servers.http}/silent`], 5000, { signal }),
      latencyCheck: (signal: AbortSignal) => bridge.latencyCheck(`${servers.http}/silent`, 2, { signal }),
      bandwidthTest: (signal: AbortSignal) => bridge.bandwidthTest(`${servers.http}/silent`, 9999, { signal }),
    })) {
      it(`${name} rejects at once when it is aborted`, async () => {
        const controller = new AbortController();
        const reason = rejection(call(controller.signal));
        await bridge.testConnectivity([`${servers.http}/pong`]);
        controller.abort('enough');
        expect(await reason).to.include({ name: 'AbortError', code: 'aborted', cause: 'enough' });
      });
    }

    it('rejects what runs and what waits when it is destroyed, and works again', async () => {
      const calls = [1, 2].map(() => rejection(bridge.latencyCheck(`${servers.http}/silent`, 2)));
      await bridge.testConnectivity([`${servers.http}/pong`]);
      bridge.destroy();
      for (const reason of await Promise.all(calls)) {
        expect(reason).to.be.instanceOf(IPCError);
        expect(reason).to.have.property('code', 'terminated');
      }
      expect((await bridge.testConnectivity([`${servers.http}/pong`]))[0]?.reachable).to.equal(true);
    });

    it('asks relative URLs although the address of the page holds a password', async () => {
      const base = document.createElement('base');
      base.href = servers.http.replace('//', '//me:secret@');
      document.head.append(base);
      try {
        expect((await bridge.testConnectivity(['/pong']))[0]).to.include({ url: '/pong', reachable: true });
      } finally {
        base.remove();
      }
    });

    describe('refuses at the door, and repeats no password,', () => {
      const expecting = (expected: Expectation) => bridge.testConnectivity([{ url: '/', expect: expected }]);
      const cases: [string, () => Promise<unknown>][] = [
        ['what is no URL', () => bridge.testConnectivity(['http://'])],
        ['a URL of another kind', () => bridge.testConnectivity(['ftp://a.test/'])],
        // @ts-expect-error a list is needed
        ['one URL instead of a list', () => bridge.testConnectivity('http://a.test/')],
        // @ts-expect-error a URL is needed
        ['a target without a URL', () => bridge.testConnectivity([{ url: undefined }])],
        // @ts-expect-error a target is needed
        ['a target that is none', () => bridge.testConnectivity([null])],
        // @ts-expect-error a URL is needed
        ['no URL to sample', () => bridge.latencyCheck(undefined)],
        // @ts-expect-error URLs are needed
        ['a server without a URL', () => bridge.resolveIce([{ urls: undefined }])],
        ['a header name with a space', () => expecting({ header: { name: 'X Foo', value: '' } })],
        ['a header without a name', () => expecting({ header: { name: '', value: '' } })],
        // @ts-expect-error a text is needed
        ['a pattern to be contained', () => expecting({ contains: /pong/ })],
        // @ts-expect-error a number is needed
        ['a status that is no number', () => expecting({ status: '200' })],
        [
          'such a header for those without one',
          () => bridge.testConnectivity(['/'], 5000, { expect: { header: { name: 'é', value: '' } } }),
        ],
        ['a timeout below 0', () => bridge.testConnectivity([], -1)],
        ['no sample', () => bridge.latencyCheck('/', 0)],
        ['half a sample', () => bridge.latencyCheck('/', 1.5)],
        ['an interval that is no number', () => bridge.latencyCheck('/', 1, { interval: Number.NaN })],
        ['no bytes', () => bridge.bandwidthTest('/', 0)],
        ['seven streams', () => bridge.bandwidthTest('/', 1, { streams: 7 })],
        ['a URL with a password', () => bridge.testConnectivity(['http://me:secret@a.test/'])],
        ['a URL with a user name', () => bridge.latencyCheck('//secret@a.test/')],
        ['a URL object with a password', () => bridge.bandwidthTest(new URL('http://:secret@a.test/'))],
        ['a password in what is no URL', () => bridge.testConnectivity(['http://me:secret@'])],
        ['a password in the URL of a server', () => bridge.resolveIce(['turn:me:secret@a.test'])],
        ['an upload to nowhere', () => bridge.bandwidthTest('/', 1, { uploadUrl: 'mailto:a@b.test' })],
      ];
      for (const [what, call] of cases) {
        it(what, async () => {
          const reason = await rejection(call());
          expect(reason).to.include({ name: 'OperationError', code: 'invalid' });
          expect(String(reason)).to.not.include('secret');
        });
      }
    });
  });
}
