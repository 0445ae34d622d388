/** Compile-only: what TypeScript knows of <connectivity-check>. */
import type {
  CheckResult,
  ConnectivityCheck,
  ConnectivityReport,
  ResultEvent,
  Verdict,
} from '../../components/connectivity-check.js';
import { createNetworkBridge } from '../../src/bridge/network-bridge.js';

function expectType<Expected>(value: Expected): Expected {
  return value;
}

export async function check(): Promise<void> {
  const element = document.createElement('connectivity-check');
  expectType<ConnectivityCheck>(element);
  element.addEventListener('result', (event) => {
    expectType<ResultEvent>(event);
    expectType<CheckResult>(event.result);
    // the record is that of the check
    if (event.result.check === 'latency') expectType<number | null | undefined>(event.result.record?.median);
  });
  element.addEventListener('change', (event) => expectType<Event>(event));
  element.addEventListener('error', (event) => expectType<ProgressEvent>(event));
  element.onresult = ({ result }) => expectType<CheckResult>(result);
  expectType<ConnectivityReport>(await element.check({ signal: new AbortController().signal }));
  expectType<Verdict>(element.verdict);
  element.bridge = createNetworkBridge();
  element.targets = ['/a', { url: '/b', expect: { status: 204 } }];
  element.iceServers = ['stun:a', { urls: 'turn:b', username: 'me', credential: 'x' }];
  element.good = { latency: 100 };
  // @ts-expect-error there is no such measure
  element.good = { speed: 100 };
  // @ts-expect-error the verdict is found out
  element.verdict = 'online';
  // @ts-expect-error there is no such format
  await element.copy('xml');
}
