/** What the answers of the network mean: passed, a warning or failed, and why; and the verdict on the whole. */
import { grade, type Measure, type Thresholds } from './check-thresholds.js';
import {
  isEndedCheck,
  type BandwidthRecord,
  type CheckCode,
  type CheckResult,
  type ConnectivityRecord,
  type ConnectivityRecords,
  type IceRecord,
  type Judgement,
  type LatencyRecord,
  type Verdict,
} from './check-types.js';
import { hostOf, safeUrl } from './check-url.js';

type Status = 'passed' | 'warning' | 'failed';
const passed: Judgement = { status: 'passed', code: 'ok', subject: '' };

/** Failed when no URL is there, a warning when some are, or all with a fault. */
export function judgeConnectivity(records: ConnectivityRecords): Judgement {
  const fault = [...records].sort((one, other) => weight(other) - weight(one))[0];
  if (!fault || weight(fault) === 0) return passed;
  const subject = records.length > 1 ? hostOf(fault.url) : '';
  const isDead = records.every(({ status }) => status !== 'reachable' && status !== 'opaque');
  return { status: isDead ? 'failed' : 'warning', code: fault.code, subject };
}

/** The fault that says most about the network is the one to be told: a portal before silence, silence before the server's own. */
function weight({ status, code }: ConnectivityRecord): number {
  if (status === 'reachable') return code === 'ok' ? 0 : 1;
  return { opaque: 2, blocked: 3, timeout: 4, unreachable: 5, intercepted: 6 }[status];
}

export function judgeLatency(
  { code, ok, median, jitter, lost, samples }: LatencyRecord,
  limits: Thresholds,
): Judgement {
  if (!ok || median === null) return { status: 'failed', code, subject: '' };
  return worst(limits, [
    ['latency', median, 'slow'],
    ['loss', lossOf({ lost, samples }), 'lossy'],
    ['jitter', jitter ?? 0, 'unsteady'],
  ]);
}

/** Percent of the samples that were asked for and counted, or lost. */
export function lossOf({ lost, samples }: Pick<LatencyRecord, 'lost' | 'samples'>): number {
  const asked = lost + samples.length;
  return asked > 0 ? (100 * lost) / asked : 0;
}

/** The browser did not ask, and the record tells nothing. */
export function isUnasked({ code }: Pick<IceRecord, 'code'>): boolean {
  return code === 'unsupported' || code === 'no-connection';
}

/** Skipped where the browser made no connection: that says nothing about the network. */
export function judgeIce(record: IceRecord): Judgement {
  const { code, servers, mapping } = record;
  if (isUnasked(record)) return { status: 'skipped', code, subject: '' };
  if (code === 'no-candidates') return { status: 'failed', code, subject: '' };
  // without a NAT a STUN server has nothing to tell that was not known
  const faults = servers.filter((server) => !server.ok && !(server.code === 'no-candidate' && mapping === 'none'));
  const [fault] = faults;
  if (fault) {
    const subject = servers.length > 1 ? safeUrl(fault.url) : '';
    return { status: faults.length === servers.length ? 'failed' : 'warning', code: fault.code, subject };
  }
  const relays = servers.some(({ kind, ok }) => kind === 'turn' && ok);
  return mapping === 'endpoint-dependent' && !relays
    ? { status: 'warning', code: 'relay-needed', subject: '' }
    : passed;
}

/** Answers of the server's that cannot be measured: its fault, and not the network's. */
const unusable: readonly CheckCode[] = ['compressed', 'cached', 'http-error', 'no-body'];

export function judgeBandwidth({ code, download, upload }: BandwidthRecord, limits: Thresholds): Judgement {
  if (code !== 'ok') return { status: unusable.includes(code) ? 'warning' : 'failed', code, subject: '' };
  const judged = worst(limits, [
    ['download', download?.mbps ?? null, 'slow-download'],
    ['upload', upload?.mbps ?? null, 'slow-upload'],
  ]);
  // a figure that may be far off condemns nothing
  const isSure = [download, upload].every((direction) => direction?.confidence !== 'low');
  return judged.status === 'failed' && !isSure ? { ...judged, status: 'warning' } : judged;
}

type Figure = readonly [Measure, value: number | null, CheckCode];

function worst(limits: Thresholds, figures: readonly Figure[]): Judgement {
  const graded = figures.map(([measure, value, code]) => ({
    code,
    status: value === null ? ('passed' as const) : grade(measure, value, limits),
  }));
  for (const status of ['failed', 'warning'] satisfies Status[]) {
    const found = graded.find((one) => one.status === status);
    if (found) return { ...found, subject: '' };
  }
  return passed;
}

/**
 * `online`: nothing failed and nothing warns. `limited`: something got through, and something did not, or not well. `offline`:
 * nothing got through. `unknown`: nothing was found out. What could not be checked, and what the browser refused to ask, does not
 * count: it makes nothing `offline`, and does not keep it from being that.
 */
export function verdictOf(results: readonly CheckResult[]): Verdict {
  const told = results.filter(
    (result) => isEndedCheck(result) && result.record !== null && result.status !== 'skipped',
  );
  const found = told.map(echoOf).filter((echo) => echo !== 'unasked');
  if (found.length === 0) return 'unknown';
  if (told.every(({ status }) => status === 'passed')) return 'online';
  return found.every((echo) => echo === 'silence') ? 'offline' : 'limited';
}

/** None of the URLs can be asked anything more. */
export function isCutOff(results: readonly CheckResult[]): boolean {
  return results.some((result) => result.check === 'connectivity' && echoOf(result) === 'silence');
}

type Echo = 'answer' | 'silence' | 'unasked';

/** Whether anything came back. A network that answers in the place of the service is there, though of little use. */
function echoOf(result: CheckResult): Echo {
  if (result.record === null) return 'unasked';
  switch (result.check) {
    case 'connectivity':
      return echoOfAll(result.record.map(({ status }) => echoes[status] ?? 'answer'));
    case 'latency':
    case 'bandwidth':
      return echoes[result.code] ?? 'answer';
    case 'ice': {
      const { code, servers } = result.record;
      // a machine without any address reaches nobody, though each server by itself only told of none
      const ofServer: typeof echoes = code === 'no-candidates' ? { ...echoes, 'no-candidate': 'silence' } : echoes;
      if (servers.length === 0) return code === 'no-candidates' ? 'silence' : 'unasked';
      return echoOfAll(servers.map((server) => ofServer[server.code] ?? 'answer'));
    }
  }
}

/** By status of a URL, code of a measurement, code of a server; all others are answers. */
const echoes: Readonly<Partial<Record<string, Echo>>> = {
  timeout: 'silence',
  unreachable: 'silence',
  'no-answer': 'silence',
  unresolved: 'silence',
  blocked: 'unasked',
  'invalid-server': 'unasked',
  'no-connection': 'unasked',
};

function echoOfAll(all: readonly Echo[]): Echo {
  const asked = all.filter((echo) => echo !== 'unasked');
  if (asked.length === 0) return 'unasked';
  return asked.every((echo) => echo === 'silence') ? 'silence' : 'answer';
}
