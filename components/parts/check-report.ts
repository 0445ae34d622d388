/** The report of a run: what may be handed on. No addresses of this device, no credentials, no queries of URLs, which may be secrets. */
import { adviceOf, figuresOf } from './check-words.js';
import type { Thresholds } from './check-thresholds.js';
import type {
  BandwidthRecord,
  CheckCode,
  CheckName,
  CheckResult,
  CheckStatus,
  ResultOf,
  Verdict,
} from './check-types.js';
import { safeUrl } from './check-url.js';
import type { Say } from './strings.js';

export interface ReportedCheck {
  readonly check: CheckName;
  readonly status: CheckStatus;
  readonly code: CheckCode;
  /** In the language of the element; empty where it passed. */
  readonly advice: string;
  readonly milliseconds: number | null;
  /** In the language of the element. */
  readonly summary: string;
  /** Named as in the records of `WorkerBridge.network`; null where there are none. */
  readonly figures: object | null;
}

export interface ConnectivityReport {
  readonly format: 'tallow-elements/connectivity-report';
  /** Of this package. */
  readonly version: string;
  readonly verdict: Verdict;
  /** When the run ended, as ISO 8601 has it, in UTC; null before the first. */
  readonly time: string | null;
  /** The whole run took. */
  readonly milliseconds: number | null;
  /** What the browser calls itself. */
  readonly browser: string;
  /** What the browser believes. */
  readonly onLine: boolean;
  readonly thresholds: Thresholds;
  readonly checks: readonly ReportedCheck[];
}

export interface Reported {
  readonly verdict: Verdict;
  readonly results: readonly CheckResult[];
  readonly thresholds: Thresholds;
  readonly version: string;
  /** Milliseconds since 1970; null before the first run. */
  readonly endedAt: number | null;
  readonly milliseconds: number | null;
}

export function reportOf(
  { verdict, results, thresholds, version, endedAt, milliseconds }: Reported,
  say: Say,
  locale: string,
): ConnectivityReport {
  return {
    format: 'tallow-elements/connectivity-report',
    version,
    verdict,
    time: endedAt === null ? null : new Date(endedAt).toISOString(),
    milliseconds: rounded(milliseconds),
    browser: navigator.userAgent,
    onLine: navigator.onLine,
    thresholds,
    checks: results.map((result) => ({
      check: result.check,
      status: result.status,
      code: result.code,
      advice: adviceOf(result, say),
      milliseconds: rounded(result.milliseconds),
      summary: figuresOf(result, say, locale),
      figures: figuresIn(result),
    })),
  };
}

/** For people, a line for each thing; what it means stands in the JSON. */
export function reportText(report: ConnectivityReport, say: Say): string {
  const head = [
    say('report-title'),
    `${say('report-verdict')}: ${say(`check-${report.verdict}`)}`,
    ...(report.time === null ? [] : [`${say('report-time')}: ${report.time}`]),
    `${say('report-browser')}: ${report.browser}`,
    `${say('report-version')}: tallow-elements ${report.version}`,
    '',
  ];
  const lines = report.checks.map(({ check, status, code, summary, advice }) => {
    const what = [say(`check-status-${status}`), summary, advice].filter((words) => words !== '').join(' · ');
    return `${say(`check-${check}`)}: ${what}${code === '' || code === 'ok' ? '' : ` [${code}]`}`;
  });
  return `${[...head, ...lines].join('\n').replaceAll('\u00a0', ' ')}\n`;
}

/** Named one by one: what is added to a record some day is not in a report before somebody has thought of it. */
function figuresIn(result: CheckResult): object | null {
  if (result.record === null) return null;
  switch (result.check) {
    case 'connectivity':
      return result.record.map(({ url, status, code, httpStatus, responseTime, milliseconds }) => ({
        url: safeUrl(url),
        ...{ status, code, httpStatus },
        responseTime: rounded(responseTime),
        milliseconds: rounded(milliseconds),
      }));
    case 'latency':
      return latencyIn(result.record);
    case 'ice': {
      const { code, mapping, ipv4, ipv6, mdns, complete, servers, candidates } = result.record;
      const count = (type: string) => candidates.filter((candidate) => candidate.type === type).length;
      return {
        ...{ code, mapping, ipv4, ipv6, mdns, complete },
        servers: servers.map((server) => ({
          url: safeUrl(server.url),
          ...{ kind: server.kind, transport: server.transport, code: server.code, errorCode: server.errorCode },
          milliseconds: rounded(server.milliseconds),
        })),
        candidates: { host: count('host'), srflx: count('srflx'), prflx: count('prflx'), relay: count('relay') },
      };
    }
    case 'bandwidth': {
      const { url, code, bytesTransferred, download, upload } = result.record;
      return { url: safeUrl(url), code, bytesTransferred, download: rateIn(download), upload: rateIn(upload) };
    }
  }
}

function latencyIn(record: NonNullable<ResultOf<'latency'>['record']>): object {
  const { url, code, samples, median, min, max, average, p90, jitter, lost, dropped, source, protocol } = record;
  const [shortMedian, shortMin, shortMax, shortAverage, shortP90, shortJitter] = [
    ...[median, min, max],
    ...[average, p90, jitter],
  ].map(rounded);
  return {
    url: safeUrl(url),
    code,
    median: shortMedian,
    min: shortMin,
    max: shortMax,
    average: shortAverage,
    p90: shortP90,
    jitter: shortJitter,
    samples: samples.map(rounded),
    ...{ lost, dropped, source, protocol },
  };
}

function rateIn(direction: BandwidthRecord['download']): object | null {
  if (!direction) return null;
  const { code, mbps, mean, p10, p90, confidence, reasons, bytes, milliseconds, streams, endedBy, latency } = direction;
  return {
    ...{ code, confidence, reasons, bytes, streams, endedBy },
    mbps: rounded(mbps),
    mean: rounded(mean),
    p10: rounded(p10),
    p90: rounded(p90),
    milliseconds: rounded(milliseconds),
    latency: latency && {
      idle: rounded(latency.idle),
      loaded: rounded(latency.loaded),
      increase: rounded(latency.increase),
    },
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
