/** <connectivity-check>: what a run asks, tells and answers, and how it is stopped. */
import { expect } from '@open-wc/testing';
import type { CheckResult, ConnectivityCheck, ResultEvent } from '../../components/connectivity-check.js';
import { OperationError } from '../../src/errors.js';
import { SharedCancellation } from '../../src/shared/shared-cancellation.js';
import { ownClock } from '../support/own-clock.js';
import { turn, turnUntil } from '../support/turns.js';
import {
  bandwidthRecord,
  checker,
  heardFrom,
  iceRecord,
  latencyRecord,
  MadeUpBridge,
  urlRecord,
} from './check-page.js';
import { clearPage, errorOf, once, part } from './on-page.js';

const statuses = (results: readonly CheckResult[]) => results.map(({ status, code }) => `${status} ${code}`.trim());
const silence = new Error('it does not matter');
const gone = { status: 'unreachable', code: 'failed' } as const;

describe('<connectivity-check> checks', () => {
  afterEach(clearPage);

  it('what its attributes name, in order, and resolves with the report', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge);
    expect(statuses(element.results)).to.deep.equal(['idle', 'idle', 'idle', 'idle']);
    element.bandwidth = true;
    const report = await element.check();
    expect(bridge.asked).to.deep.equal(['testConnectivity', 'latencyCheck', 'resolveIce', 'bandwidthTest']);
    expect(
      bridge.calls.map(({ input }) => input.slice(0, 2).filter((one) => !(one instanceof Object && 'signal' in one))),
    ).to.deep.equal([
      [['https://api.example.org/health'], 5000],
      ['https://api.example.org/health', 10],
      [['stun:stun.example.org', 'stun:stun2.example.org']],
      ['/down', 10_000_000],
    ]);
    expect(bridge.calls[3]?.input[2]).to.deep.include({ uploadUrl: '/up' });
    expect(report.verdict).to.equal('online');
    expect(report.checks.map(({ status }) => status)).to.deep.equal(['passed', 'passed', 'passed', 'passed']);
    expect([element.state, element.verdict, element.error]).to.deep.equal(['done', 'online', null]);
    expect(element.results[1]?.record).to.deep.equal(latencyRecord());
  });

  it('no bandwidth unless somebody agreed, and says so', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge);
    await element.check();
    expect(bridge.asked).not.to.include('bandwidthTest');
    expect(statuses(element.results)[3]).to.equal('skipped not-chosen');
    expect(element.verdict).to.equal('online');
    await element.updateComplete;
    const box = part(element, 'choice-input');
    const inner: string[] = [];
    for (const type of ['input', 'change']) element.addEventListener(type, () => inner.push(type));
    box.click();
    expect(element.bandwidth).to.equal(true);
    expect(inner, 'a tick is not an event of the element').to.deep.equal([]);
    await element.check();
    expect(bridge.asked.at(-1)).to.equal('bandwidthTest');
  });

  it('nothing by itself, and nothing where nothing is named', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge, '');
    await element.updateComplete;
    const error = await errorOf(element.check());
    expect([error.name, error.code]).to.deep.equal(['OperationError', 'invalid']);
    expect([bridge.calls.length, element.results.length, element.state]).to.deep.equal([0, 0, 'idle']);
  });

  it('the rest with less, when attributes say so', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge, 'urls="/a /b" samples="0" latency-url="/c" timeout="99"');
    await element.check();
    expect(bridge.calls.map(({ input }) => input.slice(0, 2))).to.deep.equal([[['/a', '/b'], 99]]);
    element.samples = 3;
    element.targets = [{ url: '/d', expect: { status: 204 } }];
    await element.check();
    expect(bridge.calls.slice(1).map(({ input }) => input.slice(0, 2))).to.deep.equal([
      [[{ url: '/d', expect: { status: 204 } }], 99],
      ['/c', 3],
    ]);
  });

  it('and gives up the rest at once when no URL answers', async () => {
    const bridge = new MadeUpBridge({ testConnectivity: [urlRecord(gone)] });
    const element = checker(bridge);
    const report = await element.check();
    expect(bridge.asked).to.deep.equal(['testConnectivity']);
    expect(statuses(element.results)).to.deep.equal([
      'failed failed',
      'skipped not-tried',
      'skipped not-tried',
      'skipped not-chosen',
    ]);
    expect([report.verdict, element.matches(':state(offline)')]).to.deep.equal(['offline', true]);
  });

  it('with code that it loads when it is put into a page, since there may be no network when it checks', async () => {
    let loads = 0;
    const bridge = Object.assign(new MadeUpBridge(), {
      preload: () => {
        loads++;
        return Promise.reject(new TypeError('There is no network.'));
      },
    });
    const element = checker(bridge);
    expect(loads).to.equal(0);
    await element.updateComplete;
    expect([loads, element.state]).to.deep.equal([1, 'idle']);
    expect((await element.check()).verdict).to.equal('online');
    expect(loads).to.equal(1);
  });

  it('in the pool around it, and in the next one when that is replaced between two checks', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge, 'urls="/a" samples="3"');
    const pool = document.createElement('worker-pool');
    document.body.append(pool);
    pool.append(element);
    const used: unknown[] = [];
    const around: unknown[] = [];
    element.addEventListener('result', () => {
      around.push(pool.pool);
      used.push((bridge.calls.at(-1)?.input[2] as { readonly pool: () => unknown }).pool());
      pool.size = 1;
    });
    await element.check();
    expect(used).to.deep.equal(around);
    expect(new Set(used)).to.have.property('size', 2);
  });
});

describe('<connectivity-check> tells', () => {
  afterEach(clearPage);

  it('its course in the words of the platform: state and properties first, then events, then the promise', async () => {
    const element = checker(new MadeUpBridge(), 'urls="/a" samples="3"');
    const heard = heardFrom(element);
    const results: string[] = [];
    element.addEventListener('result', ({ result }: ResultEvent) => results.push(`${result.check} ${result.status}`));
    element.addEventListener('load', () => results.push(`${element.state} ${element.verdict}`));
    await element.check().then(() => heard.push('settled'));
    expect(heard.filter((event) => event !== 'progress 1/2')).to.deep.equal([
      'beforestart',
      'statechange',
      'loadstart 0/2',
      'result',
      'result',
      'progress 2/2',
      'statechange',
      'change',
      'load 2/2',
      'loadend 2/2',
      'settled',
    ]);
    expect(results).to.deep.equal(['connectivity passed', 'latency passed', 'done online']);
  });

  it('a change only when the verdict is another', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge, 'urls="/a /b" samples="0"');
    const verdicts: string[] = [];
    element.addEventListener('change', () => verdicts.push(element.verdict));
    for (const answer of [
      [urlRecord()],
      [urlRecord()],
      [urlRecord(), urlRecord(gone)],
      [urlRecord(gone)],
      [urlRecord()],
    ]) {
      bridge.answers.testConnectivity = answer;
      await element.check();
      for (const word of ['online', 'limited', 'offline', 'unknown'])
        expect(element.matches(`:state(${word})`), word).to.equal(word === element.verdict);
    }
    expect(verdicts).to.deep.equal(['online', 'limited', 'offline', 'online']);
  });

  it('handlers too', async () => {
    const element = checker();
    const heard: string[] = [];
    element.onresult = ({ result }) => heard.push(result.check);
    element.onloadend = ({ loaded }) => heard.push(`end ${loaded}`);
    element.onchange = () => heard.push('change');
    await element.check();
    expect(heard).to.deep.equal(['connectivity', 'latency', 'ice', 'bandwidth', 'change', 'end 4']);
  });

  it('what could not be checked in the result, and rejects only when nothing could be', async () => {
    const bridge = new MadeUpBridge({ resolveIce: new OperationError('invalid', 'turn:me:secret@host') });
    const element = checker(bridge);
    const report = await element.check();
    expect(statuses(element.results)[2]).to.equal('failed error');
    expect(element.results[2]?.error).to.have.property('code', 'invalid');
    expect(report.verdict).to.equal('online');
    expect(JSON.stringify(report)).not.to.contain('secret');

    Object.assign(bridge.answers, { testConnectivity: silence, latencyCheck: silence });
    const heard = heardFrom(element);
    expect(await errorOf(element.check())).to.equal(silence);
    expect([element.state, element.error, element.verdict]).to.deep.equal(['failed', silence, 'unknown']);
    expect(heard.slice(-2)).to.deep.equal(['error 4/4', 'loadend 4/4']);
  });
});

describe('<connectivity-check> reports', () => {
  afterEach(clearPage);

  it('the limits that its figures were judged by, until they are judged by others', async () => {
    const element = checker();
    await element.check();
    element.good = { latency: 1 };
    element.warning = { latency: 2 };
    const { thresholds, checks } = element.toJSON();
    expect([thresholds.warning.latency, checks[1]?.status]).to.deep.equal([300, 'passed']);
    expect(element.thresholds.warning.latency).to.equal(2);
    const next = await element.check();
    expect([next.thresholds.warning.latency, next.checks[1]?.status]).to.deep.equal([2, 'failed']);
    element.reset();
    element.warning = { latency: 3 };
    expect(element.toJSON().thresholds.warning.latency).to.equal(3);
  });
});

describe('<connectivity-check> stops', () => {
  afterEach(clearPage);

  const begun = async () => {
    const bridge = new MadeUpBridge();
    bridge.hold('latencyCheck');
    const element = checker(bridge);
    const answer = element.check();
    await turnUntil(() => bridge.asked.includes('latencyCheck'));
    return { bridge, element, answer };
  };

  it('at once when it is told to, with the reason', async () => {
    const { bridge, element, answer } = await begun();
    const heard = heardFrom(element);
    const reason = new Error('enough');
    element.abort(reason);
    expect(bridge.calls[1]?.signal.reason).to.equal(reason);
    expect(element.state).to.equal('aborted');
    expect(heard.slice(-3)).to.deep.equal(['statechange', 'abort 1/4', 'loadend 1/4']);
    expect(await errorOf(answer)).to.equal(reason);
    await turn();
    expect(bridge.asked).to.have.length(2);
    expect(statuses(element.results)).to.deep.equal([
      'passed ok',
      'skipped aborted',
      'skipped aborted',
      'skipped aborted',
    ]);
    expect(element.verdict).to.equal('unknown');
  });

  it('by a signal, one that is shared, or one that runs out', async () => {
    for (const [make, outcome] of [
      [() => new AbortController(), 'abort 0/4'],
      [() => new SharedCancellation(), 'abort 0/4'],
    ] as const) {
      const bridge = new MadeUpBridge();
      bridge.hold('testConnectivity');
      const element = checker(bridge);
      const stop = make();
      const heard = heardFrom(element);
      const answer = element.check({ signal: 'signal' in stop ? stop.signal : stop });
      if ('signal' in stop) stop.abort();
      else stop.cancel();
      expect((await errorOf(answer)).name).to.equal('AbortError');
      expect(heard.at(-2)).to.equal(outcome);
    }
    const { element, answer } = await begun();
    const heard = heardFrom(element);
    element.abort(new DOMException('late', 'TimeoutError'));
    await errorOf(answer);
    expect(heard.at(-2)).to.equal('timeout 1/4');
  });

  it('before it begins when the signal is aborted already, or a listener says no', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge);
    expect((await errorOf(element.check({ signal: AbortSignal.abort() }))).name).to.equal('AbortError');
    element.addEventListener('beforestart', (event) => event.preventDefault());
    expect((await errorOf(element.check())).name).to.equal('AbortError');
    expect([bridge.calls.length, element.state]).to.deep.equal([0, 'idle']);
  });

  it('when it is removed, and not when it is moved', async () => {
    const { bridge, element, answer } = await begun();
    const other = document.createElement('section');
    document.body.append(other);
    other.append(element);
    await turn();
    expect(element.state).to.equal('running');
    element.remove();
    expect((await errorOf(answer)).name).to.equal('AbortError');
    expect([element.state, bridge.calls[1]?.signal.aborted]).to.deep.equal(['aborted', true]);
  });

  it('for whoever waits with it only their waiting', async () => {
    const { bridge, element, answer } = await begun();
    const mine = new AbortController();
    const second = element.check({ signal: mine.signal });
    mine.abort();
    expect((await errorOf(second)).name).to.equal('AbortError');
    expect(element.state).to.equal('running');
    bridge.letGo('latencyCheck');
    expect((await answer).verdict).to.equal('online');
    expect(bridge.asked).to.deep.equal(['testConnectivity', 'latencyCheck', 'resolveIce']);
  });

  it('and forgets, on reset or when others are to be asked', async () => {
    const element = checker();
    await element.check();
    element.reset();
    expect([element.state, element.verdict, ...statuses(element.results)]).to.deep.equal([
      'idle',
      'unknown',
      ...['idle', 'idle', 'idle', 'idle'],
    ]);
    await element.check();
    element.urls = '/other';
    await element.updateComplete;
    expect([element.state, element.verdict]).to.deep.equal(['idle', 'unknown']);
    await element.check();
    element.good = { latency: 1 };
    element.label = 'Other';
    await element.updateComplete;
    expect(element.verdict, 'what is known of these servers stays').to.equal('online');
    element.urls = ' /other ';
    element.timeout = 1234;
    await element.updateComplete;
    expect(element.verdict, 'they are asked the same').to.equal('online');
  });

  it('by commands', async () => {
    const { element, answer } = await begun();
    const press = (command: string) => element.dispatchEvent(Object.assign(new Event('command'), { command }));
    press('--abort');
    await errorOf(answer);
    expect(element.state).to.equal('aborted');
    press('--check');
    expect(element.state).to.equal('running');
    press('--reset');
    expect(element.state).to.equal('idle');
  });
});

describe('<connectivity-check> stops and begins within its own events', () => {
  afterEach(clearPage);

  const two = 'urls="/a" samples="3"';
  const enough = new Error('enough');

  it('once, when a listener of the last progress stops it too', async () => {
    const bridge = new MadeUpBridge();
    bridge.hold('testConnectivity');
    const element = checker(bridge, two);
    const answer = element.check();
    const heard = heardFrom(element);
    element.addEventListener('progress', () => element.abort(enough));
    element.abort();
    expect(await errorOf(answer)).to.equal(enough);
    expect(heard).to.deep.equal(['progress 0/2', 'statechange', 'abort 0/2', 'loadend 0/2']);
  });

  it('before it has begun: then it asks nothing, and no progress event tells of it', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge, two);
    await element.check();
    const heard = heardFrom(element);
    element.addEventListener('statechange', () => element.abort(enough), { once: true });
    expect(await errorOf(element.check())).to.equal(enough);
    expect(heard).to.deep.equal(['beforestart', 'statechange', 'statechange']);
    expect([bridge.calls.length, element.state]).to.deep.equal([2, 'aborted']);
  });

  it('before it asks, when a listener of loadstart stops it or aborts its signal', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge, two);
    const heard = heardFrom(element);
    element.addEventListener('loadstart', () => element.abort(enough), { once: true });
    expect(await errorOf(element.check())).to.equal(enough);
    expect(heard.slice(2)).to.deep.equal(['loadstart 0/2', 'progress 0/2', 'statechange', 'abort 0/2', 'loadend 0/2']);
    expect(bridge.calls).to.have.length(0);
    const mine = new AbortController();
    element.addEventListener('loadstart', () => mine.abort(enough));
    expect(await errorOf(element.check({ signal: mine.signal }))).to.equal(enough);
    expect(element.state).to.equal('aborted');
  });

  it('with an abort and no load, when a listener of the last progress or result stops it', async () => {
    for (const type of ['progress', 'result']) {
      const element = checker(new MadeUpBridge(), two);
      const heard = heardFrom(element);
      element.addEventListener(type, () => {
        if (element.loaded === 2) element.abort(enough);
      });
      expect(await errorOf(element.check())).to.equal(enough);
      expect(heard.slice(-4), type).to.deep.equal(['progress 2/2', 'statechange', 'abort 2/2', 'loadend 2/2']);
      expect([element.state, element.verdict]).to.deep.equal(['aborted', 'unknown']);
    }
  });

  it('with the report of each run, when a listener begins the next', async () => {
    const element = checker(new MadeUpBridge(), two);
    const heard = heardFrom(element);
    const next = new Promise<unknown>((resolve) => {
      const again = (): void => {
        if (element.state !== 'done') return;
        element.removeEventListener('statechange', again);
        resolve(element.check());
      };
      element.addEventListener('statechange', again);
    });
    const report = await element.check();
    expect([report.verdict, ...report.checks.map(({ status }) => status)]).to.deep.equal([
      'online',
      'passed',
      'passed',
    ]);
    expect(await next).to.deep.include({ verdict: 'online' });
    const ends = heard.filter((event) => event.startsWith('load'));
    expect(ends, 'the end of one is not told within the other').to.deep.equal([
      ...['loadstart 0/2', 'loadstart 0/2'],
      ...['load 2/2', 'loadend 2/2'],
    ]);
    expect(heard.filter((event) => event === 'change')).to.have.length(1);
  });

  it('and goes on when a listener of the abort by a reset begins another', async () => {
    const bridge = new MadeUpBridge();
    bridge.hold('testConnectivity');
    const element = checker(bridge, two);
    const answer = errorOf(element.check());
    const again = new Promise<unknown>((resolve) => (element.onabort = () => resolve(element.check())));
    element.reset();
    await answer;
    expect(element.state).to.equal('running');
    bridge.letGo('testConnectivity');
    expect(await again).to.deep.include({ verdict: 'online' });
  });
});

describe('<connectivity-check> checks again', () => {
  afterEach(clearPage);

  it('by itself with autostart, and keeps to what costs no data', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge, 'urls="/a" samples="0" download-url="/down" bandwidth autostart');
    await once(element, 'loadend');
    expect(bridge.asked).to.deep.equal(['testConnectivity']);
    await element.check();
    expect(bridge.asked).to.deep.equal(['testConnectivity', 'testConnectivity', 'bandwidthTest']);
  });

  it('with a figure of the bandwidth kept from the last time, unless the network is gone', async () => {
    const bridge = new MadeUpBridge({ bandwidthTest: bandwidthRecord() });
    const element = checker(bridge, 'urls="/a" samples="0" download-url="/down" bandwidth interval="1"');
    await element.check();
    await once(element, 'loadend');
    expect(bridge.asked).to.deep.equal(['testConnectivity', 'bandwidthTest', 'testConnectivity']);
    expect(element.results[1]?.record).to.deep.equal(bandwidthRecord());
    const news: string[] = [];
    element.addEventListener('result', ({ result }: ResultEvent) => news.push(result.check));
    element.good = { download: 1000 };
    await once(element, 'loadend');
    expect(news, 'what was kept is no news').to.deep.equal(['connectivity']);
    expect(statuses(element.results)[1], 'the limits are others').to.equal('warning slow-download');
    bridge.answers.testConnectivity = [urlRecord(gone)];
    await once(element, 'change');
    expect([element.verdict, element.results[1]?.record]).to.deep.equal(['offline', null]);
  });

  it('when the browser is on or off line, once somebody has checked', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge, 'urls="/a" samples="0"');
    await element.updateComplete;
    dispatchEvent(new Event('online'));
    await turn();
    expect(bridge.calls).to.have.length(0);
    await element.check();
    bridge.answers.testConnectivity = [urlRecord(gone)];
    dispatchEvent(new Event('offline'));
    await once(element, 'change');
    expect(element.verdict).to.equal('offline');
  });

  it('only when it is put into a page again, not when it is moved within it', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge, 'urls="/a" samples="0" autostart');
    await once(element, 'loadend');
    document.body.append(element);
    await turn();
    expect(bridge.calls).to.have.length(1);
    element.remove();
    await turn();
    document.body.append(element);
    await once(element, 'loadend');
    expect(bridge.calls).to.have.length(2);
  });

  it('not again and again where a listener forbids it', async () => {
    const bridge = new MadeUpBridge();
    const element = checker(bridge, 'urls="/a" samples="0" autostart');
    let asked = 0;
    element.addEventListener('beforestart', (event) => {
      asked += 1;
      event.preventDefault();
    });
    await once(element, 'beforestart');
    document.dispatchEvent(new Event('visibilitychange'));
    expect([asked, bridge.calls.length, element.state]).to.deep.equal([1, 0, 'idle']);
  });

  for (const [what, stop] of [
    ['was cancelled', (element: ConnectivityCheck) => element.abort()],
    ['was removed', (element: ConnectivityCheck) => element.remove()],
  ] as const) {
    it(`not after it ${what}, although the interval is over and the browser is on line again`, async () => {
      const clock = ownClock();
      try {
        const bridge = new MadeUpBridge();
        const element = checker(bridge, 'urls="/a" samples="0" interval="1"');
        await element.check();
        await clock.pass(5000);
        const { length } = bridge.calls;
        expect(length, 'until then').to.be.above(1);
        element.check().catch(() => undefined);
        stop(element);
        await turn();
        dispatchEvent(new Event('online'));
        document.dispatchEvent(new Event('visibilitychange'));
        await clock.pass(100_000);
        expect(bridge.calls).to.have.length(length + 1);
      } finally {
        clock.restore();
      }
    });
  }

  it('for somebody who wants the bandwidth, in place of a run that does not measure it', async () => {
    const bridge = new MadeUpBridge();
    bridge.hold('testConnectivity');
    const element = checker(bridge, 'urls="/a" samples="0" download-url="/down" bandwidth autostart');
    await turnUntil(() => bridge.calls.length === 1);
    const answer = element.check();
    expect(bridge.calls[0]?.signal.aborted).to.equal(true);
    bridge.letGo('testConnectivity');
    expect((await answer).checks[1]).to.deep.include({ check: 'bandwidth', status: 'passed' });
  });

  it('for somebody who wants others asked, in place of a run that does not', async () => {
    const bridge = new MadeUpBridge();
    bridge.hold('testConnectivity');
    const element = checker(bridge, 'urls="/a" samples="0" autostart');
    await turnUntil(() => bridge.calls.length === 1);
    element.urls = '/b';
    const answer = element.check();
    expect(bridge.calls[0]?.signal.aborted).to.equal(true);
    const same = element.check();
    bridge.letGo('testConnectivity');
    expect(await answer).to.equal(await same);
    expect(bridge.calls.map(({ input }) => input[0])).to.deep.equal([['/a'], ['/b']]);
    expect([element.state, element.verdict]).to.deep.equal(['done', 'online']);
  });

  it('when others are to be asked since it began by itself: it ends, is forgotten, and they are asked', async () => {
    const bridge = new MadeUpBridge();
    bridge.hold('testConnectivity');
    const element = checker(bridge, 'urls="/a" samples="0" autostart');
    await turnUntil(() => bridge.calls.length === 1);
    element.iceServers = ['stun:a.example'];
    await element.updateComplete;
    const verdicts: string[] = [];
    element.addEventListener('change', () => verdicts.push(element.verdict));
    bridge.letGo('testConnectivity');
    await turnUntil(() => bridge.calls.length === 3 && element.state === 'done');
    expect(bridge.asked).to.deep.equal(['testConnectivity', 'testConnectivity', 'resolveIce']);
    expect(verdicts).to.deep.equal(['online', 'unknown', 'online']);
    await turn();
    expect(bridge.calls, 'once').to.have.length(3);
  });

  it('nobody without autostart, when others are to be asked since somebody checked, and keeps no verdict of the first', async () => {
    const bridge = new MadeUpBridge();
    bridge.hold('testConnectivity');
    const element = checker(bridge, 'urls="/a" samples="0"');
    const answer = element.check();
    element.urls = '/b';
    await element.updateComplete;
    bridge.letGo('testConnectivity');
    expect((await answer).verdict).to.equal('online');
    await element.updateComplete;
    expect([element.state, element.verdict, bridge.calls.length]).to.deep.equal(['idle', 'unknown', 1]);
  });

  it('nobody with autostart when it was cancelled, though others are to be asked since it began', async () => {
    const bridge = new MadeUpBridge();
    bridge.hold('testConnectivity');
    const element = checker(bridge, 'urls="/a" samples="0" autostart');
    await turnUntil(() => bridge.calls.length === 1);
    element.urls = '/b';
    element.abort();
    await element.updateComplete;
    await turn();
    expect([element.state, ...statuses(element.results), bridge.calls.length]).to.deep.equal(['aborted', 'idle', 1]);
  });

  for (const code of ['unsupported', 'no-connection'] as const) {
    it(`and shows WebRTC that is ${code} as skipped`, async () => {
      const element = checker(new MadeUpBridge({ resolveIce: iceRecord({ ok: false, code, servers: [] }) }));
      await element.check();
      expect([statuses(element.results)[2], element.verdict]).to.deep.equal([`skipped ${code}`, 'online']);
    });
  }
});
