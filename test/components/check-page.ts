/** What the tests of <connectivity-check> share: one on the page, made-up records, and a bridge that answers when the test says so. */
import '../../components/define/all.js';
import type { CheckBridge, ConnectivityCheck } from '../../components/connectivity-check.js';
import type {
  BandwidthRecord,
  ConnectivityRecord,
  ConnectivityRecords,
  IceRecord,
  LatencyRecord,
} from '../../components/parts/check-types.js';

const startedAt = 1_790_000_000_000;

export function urlRecord(own: Partial<ConnectivityRecord> = {}): ConnectivityRecord {
  const status = own.status ?? 'reachable';
  const isThere = status === 'reachable';
  return {
    url: 'https://api.example.org/health',
    reachable: isThere,
    code: isThere ? 'ok' : 'failed',
    detail: 'As it was made up.',
    milliseconds: 48,
    responseTime: isThere ? 42 : null,
    startedAt,
    ...own,
    status,
  };
}

export const latencyRecord = (own: Partial<LatencyRecord> = {}): LatencyRecord => ({
  url: 'https://api.example.org/health',
  ok: true,
  code: 'ok',
  detail: 'As it was made up.',
  samples: [24, 26, 23, 31, 25, 24, 38, 27, 24, 25],
  median: 25,
  min: 23,
  max: 38,
  average: 26.7,
  p90: 31,
  jitter: 5.3,
  lost: 0,
  dropped: 0,
  source: 'resource-timing',
  resolution: 0.1,
  protocol: 'h2',
  milliseconds: 1320,
  startedAt,
  ...own,
});

export const serverRecord = (own: Partial<IceRecord['servers'][number]> = {}): IceRecord['servers'][number] => ({
  url: 'stun:stun.example.org',
  kind: 'stun',
  transport: 'udp',
  ok: (own.code ?? 'ok') === 'ok',
  code: 'ok',
  detail: 'As it was made up.',
  publicAddress: '203.0.113.77',
  publicPort: 40_000,
  milliseconds: 31,
  errorCode: null,
  ...own,
});

export const iceRecord = (own: Partial<IceRecord> = {}): IceRecord => ({
  ok: true,
  code: 'ok',
  detail: 'As it was made up.',
  candidates: [
    {
      type: 'host',
      protocol: 'udp',
      address: '192.0.2.44',
      port: 50_000,
      family: 'ipv4',
      related: null,
      server: null,
    },
  ],
  servers: [serverRecord(), serverRecord({ url: 'stun:stun2.example.org', milliseconds: 45 })],
  mapping: 'endpoint-independent',
  publicAddresses: ['203.0.113.77'],
  ipv4: true,
  ipv6: false,
  mdns: false,
  complete: true,
  milliseconds: 210,
  startedAt,
  ...own,
});

type Direction = NonNullable<BandwidthRecord['download']>;
export const direction = (own: Partial<Direction> = {}): Direction => ({
  ok: true,
  code: 'ok',
  detail: 'As it was made up.',
  mbps: 84.4,
  mean: 83,
  p10: 71,
  p90: 92,
  windows: [80, 84.4, 90],
  confidence: 'high',
  reasons: [],
  bytes: 10_000_000,
  warmUpBytes: 1_000_000,
  milliseconds: 1000,
  streams: 1,
  endedBy: 'bytes',
  latency: { idle: 25, loaded: 61, increase: 36, samples: [61], source: 'resource-timing' },
  ...own,
});

export const bandwidthRecord = (own: Partial<BandwidthRecord> = {}): BandwidthRecord => ({
  url: 'https://api.example.org/down',
  ok: true,
  code: 'ok',
  detail: 'As it was made up.',
  bandwidthMbps: 84.4,
  confidence: 'high',
  bytesTransferred: 20_000_000,
  transferTime: 2000,
  download: direction(),
  upload: direction({ mbps: 21.3, p10: 18, p90: 24, latency: null }),
  milliseconds: 2400,
  startedAt,
  ...own,
});

export type Method = keyof CheckBridge;
interface Call {
  readonly method: Method;
  readonly input: readonly unknown[];
  readonly signal: AbortSignal;
  readonly progress: (loaded: number, total: number) => void;
}
export interface Answers {
  testConnectivity?: ConnectivityRecords | Error;
  latencyCheck?: LatencyRecord | Error;
  resolveIce?: IceRecord | Error;
  bandwidthTest?: BandwidthRecord | Error;
}

/** Answers with the records it is given, at once, or when `held` is opened. */
export class MadeUpBridge implements CheckBridge {
  readonly calls: Call[] = [];
  answers: Required<Answers>;
  /** The methods that do not answer until they are let go. */
  readonly #held = new Map<Method, () => void>();
  #waits: readonly Method[] = [];

  constructor(answers: Answers = {}) {
    this.answers = {
      testConnectivity: [urlRecord()],
      latencyCheck: latencyRecord(),
      resolveIce: iceRecord(),
      bandwidthTest: bandwidthRecord(),
      ...answers,
    };
  }

  hold(...methods: readonly Method[]): void {
    this.#waits = methods;
  }
  letGo(method: Method): void {
    this.#waits = this.#waits.filter((one) => one !== method);
    this.#held.get(method)?.();
  }
  get asked(): readonly Method[] {
    return this.calls.map(({ method }) => method);
  }

  testConnectivity: CheckBridge['testConnectivity'] = (...input) =>
    this.#answer('testConnectivity', input, input[2], this.answers.testConnectivity);
  latencyCheck: CheckBridge['latencyCheck'] = (...input) =>
    this.#answer('latencyCheck', input, input[2], this.answers.latencyCheck);
  resolveIce: CheckBridge['resolveIce'] = (...input) =>
    this.#answer('resolveIce', input, input[1], this.answers.resolveIce);
  bandwidthTest: CheckBridge['bandwidthTest'] = (...input) =>
    this.#answer('bandwidthTest', input, input[2], this.answers.bandwidthTest);

  #answer<Record>(
    method: Method,
    input: readonly unknown[],
    options: Parameters<CheckBridge['latencyCheck']>[2],
    record: Record | Error,
  ): Promise<Record> {
    const { signal, onProgress } = options ?? {};
    if (!(signal instanceof AbortSignal)) throw new TypeError('every call is given a signal');
    const progress = (loaded: number, total: number) => {
      if (typeof onProgress === 'function') onProgress({ loaded, total });
    };
    this.calls.push({ method, input, signal, progress });
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('Request cancelled', 'AbortError')));
      const settle = () => (record instanceof Error ? reject(record) : resolve(record));
      if (this.#waits.includes(method)) this.#held.set(method, settle);
      else settle();
    });
  }
}

export const everything =
  'urls="https://api.example.org/health" stun="stun:stun.example.org stun:stun2.example.org" download-url="/down" upload-url="/up"';

/** One on the page, with every check, that asks `bridge`. */
export function checker(bridge: CheckBridge = new MadeUpBridge(), attributes = everything): ConnectivityCheck {
  const holder = document.createElement('div');
  holder.append(
    document.createRange().createContextualFragment(`<connectivity-check ${attributes}></connectivity-check>`),
  );
  const found = holder.querySelector('connectivity-check');
  if (!found) throw new Error('there is none');
  customElements.upgrade(found);
  found.bridge = bridge;
  document.body.append(holder);
  return found;
}

/** Names of the events that `element` fires from now on; progress events with their counts, results with the check. */
export function heardFrom(element: EventTarget): string[] {
  const heard: string[] = [];
  const names = ['beforestart', 'loadstart', 'progress', 'load', 'abort', 'error', 'timeout', 'loadend'];
  for (const type of [...names, 'result', 'change', 'statechange'])
    element.addEventListener(type, (event) =>
      heard.push(event instanceof ProgressEvent ? `${type} ${event.loaded}/${event.total}` : type),
    );
  return heard;
}

/** The row of a check, as a person reads it. */
export function row(element: ConnectivityCheck, index: number): HTMLElement {
  const found = element.shadowRoot?.querySelectorAll('li')[index];
  if (!found) throw new Error(`there is no row ${index}`);
  return found;
}

export function text(element: Element): string {
  return element.textContent.replace(/[\s\u00a0]+/g, ' ').trim();
}
