/** The parts of <connectivity-check>, by tables of made-up answers: judgement, verdict, thresholds, plan, schedule, report. */
import { expect } from '@open-wc/testing';
import {
  isCutOff,
  judgeBandwidth,
  judgeConnectivity,
  judgeIce,
  judgeLatency,
  verdictOf,
} from '../../../components/parts/check-judgement.js';
import { planOf, type Asked } from '../../../components/parts/check-plan.js';
import { reportOf } from '../../../components/parts/check-report.js';
import { CheckSchedule, nextDelay } from '../../../components/parts/check-schedule.js';
import { grade, limitsAttribute, thresholdsOf, usualLimits } from '../../../components/parts/check-thresholds.js';
import {
  blank,
  type CheckResult,
  type ConnectivityRecord,
  type Judgement,
} from '../../../components/parts/check-types.js';
import { hostOf, safeUrl } from '../../../components/parts/check-url.js';
import { adviceOf, figuresOf, summaryOf } from '../../../components/parts/check-words.js';
import { phrase, type Say } from '../../../components/parts/strings.js';
import { bandwidthRecord, direction, iceRecord, latencyRecord, serverRecord, urlRecord } from '../check-page.js';

const say: Say = (name, gaps) => phrase(name, gaps, 'en');
const short = ({ status, code, subject }: Judgement) => [status, code, subject].filter((word) => word !== '').join(' ');
const plain = (words: string) => words.replaceAll('\u00a0', ' ');

describe('what the answers mean', () => {
  const elsewhere = { url: 'https://b.example.org/x' };
  const urls: readonly [Partial<ConnectivityRecord>[], string][] = [
    [[{}], 'passed ok'],
    [[{}, {}], 'passed ok'],
    [[{ code: 'http-error', httpStatus: 500 }], 'warning http-error'],
    [[{ status: 'opaque', code: 'no-cors' }], 'warning no-cors'],
    [[{ status: 'timeout', code: 'no-answer' }], 'failed no-answer'],
    [[{ status: 'unreachable', code: 'offline' }], 'failed offline'],
    [[{ status: 'intercepted', code: 'login-required' }], 'failed login-required'],
    [[{ status: 'blocked', code: 'policy' }], 'failed policy'],
    [[{}, { ...elsewhere, status: 'unreachable' }], 'warning failed b.example.org'],
    [
      [
        { status: 'timeout', code: 'stalled' },
        { ...elsewhere, status: 'intercepted', code: 'redirected' },
      ],
      'failed redirected b.example.org',
    ],
  ];
  for (const [given, expected] of urls)
    it(`URLs: ${expected}`, () => expect(short(judgeConnectivity(given.map(urlRecord)))).to.equal(expected));

  it('latency: the worst of median, loss and jitter', () => {
    const judged = (own: Parameters<typeof latencyRecord>[0]) => short(judgeLatency(latencyRecord(own), usualLimits));
    expect(judged({})).to.equal('passed ok');
    expect(judged({ median: 150, jitter: 30 })).to.equal('passed ok');
    expect(judged({ median: 151 })).to.equal('warning slow');
    expect(judged({ median: 301 })).to.equal('failed slow');
    expect(judged({ jitter: 31 })).to.equal('warning unsteady');
    expect(judged({ samples: Array(9).fill(20), lost: 1, code: 'partial' })).to.equal('warning lossy');
    expect(judged({ samples: Array(8).fill(20), lost: 2, code: 'partial', median: 200 })).to.equal('failed lossy');
    expect(judged({ jitter: null, samples: [20] })).to.equal('passed ok');
    expect(judged({ ok: false, code: 'unreachable', median: null, samples: [] })).to.equal('failed unreachable');
  });

  it('ICE: servers, and whether the network lets others in', () => {
    const judged = (own: Parameters<typeof iceRecord>[0]) => short(judgeIce(iceRecord(own)));
    const turn = { url: 'turn:t.example.org', kind: 'turn' } as const;
    expect(judged({})).to.equal('passed ok');
    expect(judged({ mapping: 'endpoint-dependent' })).to.equal('warning relay-needed');
    expect(judged({ mapping: 'endpoint-dependent', servers: [serverRecord(), serverRecord(turn)] })).to.equal(
      'passed ok',
    );
    expect(judged({ servers: [serverRecord({ code: 'no-answer' })] })).to.equal('failed no-answer');
    expect(judged({ servers: [serverRecord(), serverRecord({ ...turn, code: 'unauthorized' })] })).to.equal(
      'warning unauthorized turn:t.example.org',
    );
    expect(judged({ mapping: 'none', servers: [serverRecord({ code: 'no-candidate' })] })).to.equal('passed ok');
    expect(judged({ code: 'no-candidates', servers: [] })).to.equal('failed no-candidates');
    expect(judged({ code: 'unsupported' })).to.equal('skipped unsupported');
    const unasked = serverRecord({ url: 'stun:b.example.org', code: 'no-connection' });
    expect(judged({ code: 'no-connection', servers: [unasked] })).to.equal('skipped no-connection');
    expect(judged({ code: 'no-connection', servers: [serverRecord({ code: 'no-answer' }), unasked] })).to.equal(
      'skipped no-connection',
    );
    expect(judged({ servers: [serverRecord(), unasked] })).to.equal('warning no-connection stun:b.example.org');
  });

  it('bandwidth: a figure that may be far off condemns nothing, and a server that cannot be measured is no network', () => {
    const judged = (own: Parameters<typeof bandwidthRecord>[0]) =>
      short(judgeBandwidth(bandwidthRecord(own), usualLimits));
    expect(judged({})).to.equal('passed ok');
    expect(judged({ upload: null })).to.equal('passed ok');
    expect(judged({ download: direction({ mbps: 4.9 }) })).to.equal('warning slow-download');
    expect(judged({ upload: direction({ mbps: 0.4 }) })).to.equal('failed slow-upload');
    expect(judged({ upload: direction({ mbps: 0.4, confidence: 'low' }) })).to.equal('warning slow-upload');
    expect(judged({ code: 'compressed' })).to.equal('warning compressed');
    expect(judged({ code: 'timeout' })).to.equal('failed timeout');
  });
});

describe('the verdict', () => {
  const of = (check: 'connectivity', ...records: Partial<ConnectivityRecord>[]): CheckResult => {
    const record = records.map(urlRecord);
    return { ...blank, ...judgeConnectivity(record), check, record };
  };
  const good = of('connectivity', {});
  const dead = of('connectivity', { status: 'unreachable' });
  const ice: CheckResult = { ...blank, ...judgeIce(iceRecord()), check: 'ice', record: iceRecord() };
  const iceOf = (own: Parameters<typeof iceRecord>[0]): CheckResult => {
    const record = iceRecord(own);
    return { ...blank, ...judgeIce(record), check: 'ice', record };
  };
  const silent = iceOf({ servers: [serverRecord({ code: 'no-answer' })] });
  const nowhere = iceOf({ code: 'no-candidates', servers: [serverRecord({ code: 'no-candidate' })], candidates: [] });
  const refused = iceOf({ code: 'no-answer', servers: [serverRecord({ code: 'invalid-server' })] });
  const unasked = iceOf({ code: 'no-connection', servers: [serverRecord({ code: 'no-connection' })], candidates: [] });
  const blocked = of('connectivity', { status: 'blocked', code: 'policy' });
  const slow: CheckResult = { ...blank, check: 'latency', status: 'warning', code: 'slow', record: latencyRecord() };
  const table: readonly [string, readonly CheckResult[]][] = [
    ['unknown', []],
    ['unknown', [{ ...blank, check: 'latency' }]],
    ['unknown', [{ ...blank, check: 'latency', status: 'failed', code: 'error', error: new Error('x') }]],
    ['online', [good]],
    ['online', [good, ice]],
    ['online', [good, unasked]],
    ['online', [good, { ...blank, check: 'bandwidth', status: 'skipped', code: 'not-chosen' }]],
    ['limited', [good, slow]],
    ['limited', [good, silent]],
    ['limited', [dead, ice]],
    ['limited', [of('connectivity', { status: 'intercepted', code: 'redirected' })]],
    ['limited', [of('connectivity', { status: 'opaque', code: 'no-cors' })]],
    ['limited', [of('connectivity', {}, { status: 'blocked', code: 'policy' })]],
    ['limited', [blocked, ice]],
    ['limited', [iceOf({ code: 'no-answer', servers: [serverRecord({ code: 'unauthorized' })] })]],
    // it may have told an address that the machine has anyway
    ['limited', [iceOf({ code: 'no-answer', servers: [serverRecord({ code: 'no-candidate' })], mapping: 'unknown' })]],
    ['unknown', [blocked]],
    ['unknown', [refused]],
    ['unknown', [unasked]],
    ['unknown', [blocked, refused]],
    ['unknown', [{ ...blank, check: 'latency', status: 'failed', code: 'blocked', record: latencyRecord() }]],
    ['offline', [of('connectivity', { status: 'unreachable' }, { status: 'blocked', code: 'policy' })]],
    ['offline', [blocked, silent]],
    ['offline', [nowhere]],
    ['offline', [iceOf({ code: 'no-candidates', servers: [] })]],
    ['offline', [iceOf({ servers: [serverRecord({ code: 'no-answer' }), serverRecord({ code: 'invalid-server' })] })]],
    ['offline', [dead]],
    ['offline', [dead, silent]],
    ['offline', [dead, unasked]],
    ['offline', [of('connectivity', { status: 'timeout', code: 'no-answer' }, { status: 'unreachable' })]],
  ];
  it('gives the rest up when every URL that could be asked is silent', () => {
    expect(isCutOff([of('connectivity', { status: 'unreachable' }, { status: 'blocked', code: 'policy' })])).to.equal(
      true,
    );
    expect(isCutOff([blocked])).to.equal(false);
  });
  for (const [verdict, results] of table) {
    const words = results.map(({ check, code }) => `${check} ${code}`).join(', ');
    it(`is ${verdict} with ${words || 'nothing'}`, () => expect(verdictOf(results)).to.equal(verdict));
  }
});

describe('thresholds', () => {
  it('are read from attributes, in part, and what is not understood is left out', () => {
    const read = (text: string | null) => limitsAttribute.fromAttribute?.(text);
    expect(read('latency 100, download 20')).to.deep.equal({ latency: 100, download: 20 });
    expect(read('Jitter: 12.5; loss=0')).to.deep.equal({ jitter: 12.5, loss: 0 });
    expect(read('speed 3, latency fast, upload -1')).to.deep.equal({});
    expect(read(null)).to.deep.equal({});
    expect(limitsAttribute.toAttribute?.({ latency: 100, loss: 2 })).to.equal('latency 100, loss 2');
    expect(thresholdsOf({ latency: 100, loss: NaN }, {}).good).to.deep.equal({ ...usualLimits.good, latency: 100 });
  });

  it('include themselves, and know which way is better', () => {
    expect(
      ['latency', 'download'].map((name) => grade(name === 'latency' ? 'latency' : 'download', 5, usualLimits)),
    ).to.deep.equal(['passed', 'passed']);
    expect(grade('download', 4.99, usualLimits)).to.equal('warning');
    expect(grade('download', 0.99, usualLimits)).to.equal('failed');
    expect(grade('latency', 300, usualLimits)).to.equal('warning');
  });
});

describe('the plan', () => {
  const nothing: Asked = {
    ...{ urls: '', targets: null, timeout: 5000, latencyUrl: '', samples: 10, stun: '', iceServers: [] },
    ...{ downloadUrl: '', uploadUrl: '', payloadSize: 1000 },
  };
  it('holds what is named, and nothing else', () => {
    expect(planOf(nothing).checks).to.deep.equal([]);
    expect(planOf({ ...nothing, urls: ' /a\n/b ' })).to.deep.include({
      checks: ['connectivity', 'latency'],
      targets: ['/a', '/b'],
      latencyUrl: '/a',
    });
    expect(planOf({ ...nothing, urls: '/a', samples: 0 }).checks).to.deep.equal(['connectivity']);
    expect(planOf({ ...nothing, stun: 'stun:a', iceServers: [{ urls: 'turn:b' }] })).to.deep.include({
      checks: ['ice'],
      servers: ['stun:a', { urls: 'turn:b' }],
    });
    expect(planOf({ ...nothing, uploadUrl: '/u' }).checks).to.deep.equal([]);
    expect(planOf({ ...nothing, downloadUrl: '/d' }).mostBytes).to.equal(1000);
    expect(planOf({ ...nothing, downloadUrl: '/d', uploadUrl: '/u' }).mostBytes).to.equal(2000);
    expect(planOf({ ...nothing, targets: [{ url: new URL('http://a/') }] }).latencyUrl).to.deep.equal(
      new URL('http://a/'),
    );
  });
});

describe('the schedule', () => {
  it('waits longer while it stays bad, up to sixteen times, and never less than a second', () => {
    const delays = [0, 1, 2, 3, 4, 5, 6, 99].map((bad) => nextDelay(60_000, bad, 0.5) / 60_000);
    expect(delays).to.deep.equal([1, 1, 2, 4, 8, 16, 16, 16]);
    expect(nextDelay(1, 0, 0.5)).to.equal(1000);
    expect([nextDelay(1e5, 0, 0), nextDelay(1e5, 0, 1)]).to.deep.equal([95_000, 105_000]);
  });

  it('never waits longer than a timer can, which would fire at once', () => {
    const week = 604_800_000;
    expect(nextDelay(week, 0, 0.5)).to.equal(week);
    for (const delay of [nextDelay(week, 3, 0.5), nextDelay(week, 99, 1), nextDelay(1e300, 99, 1)])
      expect(delay).to.equal(2 ** 31 - 1);
  });

  it('asks for nothing in a hidden page, and at once when it is seen again', () => {
    let hidden = true;
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    let checks = 0;
    const schedule = new CheckSchedule({ interval: () => 0, check: () => (checks += 1) });
    try {
      schedule.request();
      expect(checks, 'it is not open').to.equal(0);
      schedule.open();
      schedule.request();
      expect(checks, 'nobody sees it').to.equal(0);
      hidden = false;
      document.dispatchEvent(new Event('visibilitychange'));
      expect(checks).to.equal(1);
      schedule.started();
      schedule.request();
      expect(checks, 'one goes on').to.equal(1);
    } finally {
      schedule.close();
      Reflect.deleteProperty(document, 'hidden');
    }
    document.dispatchEvent(new Event('visibilitychange'));
    expect(checks, 'it is closed').to.equal(1);
  });
});

describe('the words', () => {
  it('have one sentence for every way not to pass', () => {
    const codes: readonly CheckResult['code'][] = [
      ...(['login-required', 'redirected', 'unexpected-status', 'unexpected-header', 'unexpected-text'] as const),
      ...(['unreadable', 'http-error', 'no-cors', 'no-answer', 'stalled', 'not-asked', 'timeout', 'offline'] as const),
      ...(['failed', 'cut-off', 'unreachable', 'mixed-content', 'blocked-port', 'policy', 'blocked', 'lossy'] as const),
      ...(['slow', 'unsteady', 'slow-download', 'slow-upload', 'relay-needed', 'unauthorized', 'unresolved'] as const),
      ...([
        'refused',
        'no-candidates',
        'no-candidate',
        'invalid-server',
        'no-connection',
        'unsupported',
        'compressed',
        'cached',
      ] as const),
      ...(['no-body', 'not-chosen', 'not-tried', 'aborted'] as const),
    ];
    for (const check of ['connectivity', 'latency', 'ice', 'bandwidth'] as const)
      for (const code of codes) {
        const result: CheckResult = { ...blank, check, status: 'failed', code };
        expect(adviceOf(result, say), `${check} ${code}`).to.match(/^[A-Z].+[.d]$/);
      }
    expect(adviceOf({ ...blank, check: 'ice', status: 'passed', code: 'ok' }, say)).to.equal('');
  });

  it('say what was measured, and nothing that was not', () => {
    const figures = (result: CheckResult) => plain(figuresOf(result, say, 'en'));
    expect(figures({ ...blank, check: 'connectivity', record: [urlRecord()] })).to.equal('reached · 42 ms');
    expect(
      figures({ ...blank, check: 'connectivity', record: [urlRecord(), urlRecord({ status: 'timeout' })] }),
    ).to.equal('1 of 2 reached · 42 ms');
    expect(figures({ ...blank, check: 'connectivity', record: [urlRecord({ status: 'timeout' })] })).to.equal('');
    expect(figures({ ...blank, check: 'latency', record: latencyRecord({ lost: 1 }) })).to.equal(
      '25 ms · varies by 5.3 ms · 1 of 11 lost',
    );
    expect(figures({ ...blank, check: 'ice', record: iceRecord() })).to.equal('2 of 2 servers answer');
    expect(figures({ ...blank, check: 'bandwidth', record: bandwidthRecord() })).to.equal(
      '84.4 Mb/s down · 21.3 Mb/s up',
    );
    const unsure = bandwidthRecord({ download: direction({ confidence: 'low' }), upload: null });
    expect(figures({ ...blank, check: 'bandwidth', record: unsure })).to.equal('about 84.4 Mb/s down');
  });

  it('sum up: the worst first', () => {
    const passed: CheckResult = { ...blank, check: 'connectivity', status: 'passed', code: 'ok' };
    const warns: CheckResult = { ...blank, check: 'latency', status: 'warning', code: 'slow' };
    const fails: CheckResult = { ...blank, check: 'ice', status: 'failed', code: 'no-candidates' };
    expect(summaryOf([passed], say)).to.equal('The check passed.');
    expect(summaryOf([passed, { ...blank, check: 'ice', status: 'passed', code: 'ok' }], say)).to.equal(
      'All 2 checks passed.',
    );
    expect(summaryOf([passed, warns, fails], say)).to.equal(
      `Response time, Direct connections: ${say('advice-no-candidates')}`,
    );
  });
});

describe('the URLs of a report', () => {
  const table: readonly [string, string][] = [
    ['https://a.example/x', 'https://a.example/x'],
    ['https://a.example/x?token=secret#part', 'https://a.example/x?…'],
    ['https://me:secret@a.example/x', 'https://a.example/x'],
    ['https://me:sec@ret@a.example/@name/x', 'https://a.example/@name/x'],
    ['//me:secret@a.example/x', '//a.example/x'],
    ['https:me:secret@a.example/x', 'https:a.example/x'],
    ['https:/me:secret@a.example/x', 'https:/a.example/x'],
    ['https:///me:secret@a.example/x', 'https:///a.example/x'],
    ['https:\\\\me:secret@a.example/x', 'https:\\\\a.example/x'],
    ['/\\me:secret@a.example/x', '/\\a.example/x'],
    [' https://me:secret@a.example/x', 'https://a.example/x'],
    ['\u0001ht\ntps:/\t/me:secret@a.example/x', 'https://a.example/x'],
    ['/@name/x', '/@name/x'],
    ['/ping?key=secret', '/ping?…'],
    ['stun:a.example:3478', 'stun:a.example:3478'],
    ['turn:a.example?transport=tcp', 'turn:a.example?transport=tcp'],
    ['turn:me:secret@a.example?transport=tcp', 'turn:a.example?transport=tcp'],
    ['turn:me:s/ec?r#et@a.example?transport=tcp', 'turn:a.example?transport=tcp'],
  ];
  for (const [given, expected] of table) it(`${given} is ${expected}`, () => expect(safeUrl(given)).to.equal(expected));

  it('name a host without its user, or the path on the own one', () => {
    for (const url of [
      '//me:secret@a.example/x',
      ' https:/me:secret@a.example/x?y',
      '//a.example/x',
      'https://a.example',
    ])
      expect(hostOf(url), url).to.equal('a.example');
    expect(hostOf('/ping?key=secret')).to.equal('/ping');
  });

  it('stand whole in its sentences, and without what may be a secret', () => {
    const servers = [
      serverRecord({ url: 'turn:me:secret@a.example?transport=tcp', code: 'no-answer' }),
      serverRecord(),
    ];
    const record = iceRecord({ servers });
    const result: CheckResult = { ...blank, ...judgeIce(record), check: 'ice', record };
    expect(adviceOf(result, say)).to.match(/^turn:a\.example\?transport=tcp: This server/);
    const about = { verdict: 'limited', results: [result], thresholds: usualLimits, version: '1.0.0' } as const;
    const [reported] = reportOf({ ...about, endedAt: 0, milliseconds: 0 }, say, 'en').checks;
    expect(reported?.advice).to.equal(adviceOf(result, say));
    expect(JSON.stringify(reported)).not.to.contain('secret');
  });
});
