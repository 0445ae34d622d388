// How near the network's figures come to delays and rates that the server keeps, and how often each verdict is right.
import { summary, show, table } from './figures.mjs';
import { startNetworkServers } from '../support/network-servers.mjs';

const DELAYS = [5, 20, 50, 100];
const JITTERS = [4, 20];
const RATES = (process.env.BENCH_NETWORK_RATES ?? '5,20,100').split(',').map(Number);
/** What is measured: all of it takes long. */
const PARTS = (process.env.BENCH_NETWORK_PARTS ?? 'latency,bandwidth,verdicts,deadlines').split(',');
const ROUNDS = Number(process.env.BENCH_NETWORK_ROUNDS ?? 5);
const DEADLINE = 1000;
const VERDICTS = Number(process.env.BENCH_VERDICTS ?? 50);
/** Bytes; enough for the rate to be called steady. */
const PAYLOAD = 60_000_000;

let runs = 0;
const line = () => `line=bench-${runs++}`;

export async function network({ launch }) {
  const servers = await startNetworkServers();
  const page = await launch();
  const ask = (method, ...args) => page.call('network', method, ...args);
  try {
    const parts = {
      latency: () => latencies(ask, servers.where),
      bandwidth: () => bandwidths(ask, servers.where),
      verdicts: () => countVerdicts(page, ask, servers.where),
      deadlines: () => lateness(page, servers.where),
    };
    const results = {};
    for (const part of PARTS) results[part] = await parts[part]();
    return results;
  } finally {
    await page.close();
    await servers.stop();
  }
}

/** A server that delays by turns has a jitter that is known: neighbours differ by it each time. */
async function latencies(ask, { http }) {
  const rows = [];
  for (const delay of DELAYS) {
    const figures = [];
    for (let round = 0; round < ROUNDS; round++) {
      figures.push(await ask('latencyCheck', `${http}/delay?ms=${delay}&run=bench-${runs++}`, 10, { interval: 20 }));
    }
    const errors = figures.map(({ median }) => median - delay);
    const within = errors.filter((error) => Math.abs(error) <= Math.max(2, delay / 10)).length;
    rows.push([
      `delay ${delay} ms`,
      show(summary(figures.map(({ median }) => median)), 1),
      `${within} of ${ROUNDS}`,
      figures[0].source,
    ]);
  }
  for (const jitter of JITTERS) {
    const figures = [];
    for (let round = 0; round < ROUNDS; round++) {
      const url = `${http}/delay?ms=30,${30 + jitter}&run=bench-${runs++}`;
      figures.push(await ask('latencyCheck', url, 20, { interval: 20 }));
    }
    const seen = figures.map((figure) => figure.jitter);
    const within = seen.filter((value) => Math.abs(value - jitter) <= jitter / 5).length;
    rows.push([`jitter ${jitter} ms`, show(summary(seen), 1), `${within} of ${ROUNDS}`, figures[0].source]);
  }
  table('Latency: median of 10 samples, and jitter of 20', ['injected', 'measured, ms', 'near enough', 'clock'], rows);
  return rows;
}

async function bandwidths(ask, { http }) {
  const rows = [];
  for (const rate of RATES) {
    const figures = [];
    for (let round = 0; round < ROUNDS; round++) {
      const url = `${http}/download?mbps=${rate}&${line()}`;
      const uploadUrl = `${http}/upload?mbps=${rate}&${line()}`;
      figures.push(await ask('bandwidthTest', url, PAYLOAD, { uploadUrl, timeout: 30_000 }));
    }
    for (const direction of ['download', 'upload']) {
      const seen = figures.map((figure) => figure[direction].mbps ?? NaN);
      const within = seen.filter((value) => Math.abs(value - rate) <= rate / 10).length;
      const sure = figures.filter((figure) => figure[direction].confidence === 'high').length;
      const seconds = summary(figures.map((figure) => figure[direction].milliseconds / 1000));
      const cells = [show(summary(seen), 1), `${within} of ${ROUNDS}`, `${sure} of ${ROUNDS}`, show(seconds, 1)];
      rows.push([`${direction}, ${rate} Mbit/s`, ...cells]);
    }
  }
  table('Bandwidth', ['line', 'measured, Mbit/s', 'within 10 %', 'high confidence', 'seconds'], rows);
  return rows;
}

async function countVerdicts(page, ask, { http, stun, turn }) {
  const target = (path) => [{ url: http + path, expect: { text: 'pong' } }];
  const connectivity = (path, timeout) => async () => (await ask('testConnectivity', target(path), timeout))[0].status;
  const ice = (servers, timeout) => async () => ask('resolveIce', servers, { timeout });
  const cases = [
    ['the service', 'reachable', connectivity('/pong')],
    ['a captive portal', 'intercepted', connectivity('/portal')],
    ['a captive portal that redirects', 'intercepted', connectivity('/redirect')],
    ['a silent server', 'timeout', connectivity('/silent', 1000)],
    ['a cone NAT', 'endpoint-independent', async () => (await ice([stun.cone1, stun.cone2])()).mapping],
    ['a symmetric NAT', 'endpoint-dependent', async () => (await ice([stun.cone1, stun.symmetric])()).mapping],
    ['a silent STUN server', 'no-answer', async () => (await ice([stun.silent], 1000)()).servers[0].code],
  ];
  if (turn) {
    const { host, username } = turn;
    const wrong = [{ urls: `turn:${host}`, username, credential: 'wrong' }];
    cases.push(['a wrong TURN password', 'unauthorized', async () => (await ice(wrong)()).servers[0].code]);
  }
  cases.push(['an offline page', 'offline', async () => (await ask('testConnectivity', target('/pong')))[0].code]);

  const rows = [];
  for (const [what, verdict, call] of cases) {
    let right = 0;
    const others = new Set();
    // Chromium lets a page have 500 connections, and counts the closed ones until it collects them: fifty checks of two servers make 150
    await page.renew();
    if (what === 'an offline page') {
      // its worker has to come from somewhere
      await ask('testConnectivity', target('/pong'));
      await page.setOffline(true);
    }
    for (let round = 0; round < VERDICTS; round++) {
      const latest = await call();
      if (latest === verdict) right++;
      else others.add(latest);
    }
    rows.push([what, verdict, `${right} of ${VERDICTS}`, [...others].join(', ')]);
  }
  await page.setOffline(false);
  table('Verdicts', ['', 'verdict', 'right', 'others'], rows);
  return rows;
}

/** How long after its deadline the latest call settled, whatever the server did. */
async function lateness(page, { http, stun }) {
  const rows = [];
  for (const path of ['silent', 'stall', 'drip', 'reset', 'cut', 'loop', 'empty', 'gzip', 'status?code=500']) {
    const url = `${http}/${path}`;
    const calls = [
      ['testConnectivity', [url], DEADLINE],
      ['latencyCheck', url, 50, { timeout: DEADLINE }],
      ['bandwidthTest', url, PAYLOAD, { timeout: DEADLINE }],
      ['bandwidthTest', `${http}/download?mbps=5&${line()}`, PAYLOAD, { uploadUrl: url, timeout: DEADLINE }],
    ];
    rows.push([path, ...(await latest(page, calls))]);
  }
  table(
    `Milliseconds after a deadline of ${DEADLINE}: the latest of ${ROUNDS} calls; below 0 it settled before`,
    ['server', 'testConnectivity', 'latencyCheck', 'bandwidthTest', 'the same, as upload'],
    rows,
  );
  const [ice] = await latest(page, [['resolveIce', [stun.silent], { timeout: DEADLINE }]]);
  console.log(`\nresolveIce with a silent server, the same: ${ice}`);
  return [...rows, ['resolveIce', ice]];
}

/** Of each call, one after the other. */
async function latest(page, calls) {
  const late = [];
  for (const call of calls) {
    const times = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await page.call('networkTime', ...call));
    late.push(Math.round(Math.max(...times) - DEADLINE));
  }
  return late;
}
