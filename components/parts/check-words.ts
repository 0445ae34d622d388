/** Says in words what a check found: figures, and one sentence of advice where it did not pass. */
import { isUnasked } from './check-judgement.js';
import { failureSentence } from './failure.js';
import { formatMegabits, formatMilliseconds } from './format.js';
import type { CheckCode, CheckResult, ResultOf } from './check-types.js';
import type { PhraseName, Say } from './strings.js';

const intercepted: PhraseName = 'advice-intercepted';
const unusable: PhraseName = 'advice-unusable';
/** By code; the codes of different checks mean the same where they are the same, but for those of `byCheck`. */
const advice: Readonly<Partial<Record<CheckCode, PhraseName>>> = {
  'login-required': intercepted,
  redirected: intercepted,
  'unexpected-status': intercepted,
  'unexpected-header': intercepted,
  'unexpected-text': intercepted,
  unreadable: intercepted,
  'http-error': 'advice-http-error',
  'no-cors': 'advice-no-cors',
  'no-answer': 'advice-timeout',
  stalled: 'advice-timeout',
  'not-asked': 'advice-timeout',
  timeout: 'advice-timeout',
  offline: 'advice-offline',
  failed: 'advice-unreachable',
  'cut-off': 'advice-unreachable',
  unreachable: 'advice-unreachable',
  'mixed-content': 'advice-blocked',
  'blocked-port': 'advice-blocked',
  policy: 'advice-blocked',
  blocked: 'advice-blocked',
  lossy: 'advice-partial',
  slow: 'advice-slow',
  unsteady: 'advice-unsteady',
  'slow-download': 'advice-slow-download',
  'slow-upload': 'advice-slow-upload',
  'relay-needed': 'advice-relay-needed',
  unauthorized: 'advice-unauthorized',
  unresolved: 'advice-unresolved',
  refused: 'advice-refused',
  'no-candidates': 'advice-no-candidates',
  'no-candidate': 'advice-no-candidates',
  'invalid-server': 'advice-invalid-server',
  'no-connection': 'advice-no-connection',
  unsupported: 'advice-no-webrtc',
  compressed: unusable,
  cached: unusable,
  'no-body': unusable,
  'not-chosen': 'advice-not-chosen',
  'not-tried': 'advice-not-tried',
  aborted: 'check-aborted',
};
const byCheck: Readonly<Record<CheckResult['check'], Partial<Record<CheckCode, PhraseName>>>> = {
  connectivity: {},
  latency: {},
  ice: { 'no-answer': 'advice-silent' },
  bandwidth: { 'http-error': unusable },
};

/** Empty where there is none to give. Never says an address, nor the text of an error, which may hold one. */
export function adviceOf(result: CheckResult, say: Say): string {
  const { check, code, subject, error } = result;
  if (error) return 'code' in error && error.code === 'invalid' ? say('advice-invalid') : failureSentence(error, say);
  const found = byCheck[check][code] ?? advice[code];
  if (!found) return '';
  return subject === '' ? say(found) : say('advice-about', { name: subject, reason: say(found) });
}

/** "24 ms · varies by 3 ms"; empty where there are none. Lines break between the figures, not inside one. */
export function figuresOf(result: CheckResult, say: Say, locale: string): string {
  return figuresIn(result, say, locale)
    .map((figure) => figure.replaceAll(' ', '\u00a0'))
    .join(' · ');
}

function figuresIn(result: CheckResult, say: Say, locale: string): readonly string[] {
  if (result.record === null) return [];
  switch (result.check) {
    case 'connectivity':
      return reached(result.record, say, locale);
    case 'latency':
      return response(result.record, say, locale);
    case 'ice':
      return answering(result.record, say);
    case 'bandwidth':
      return rates(result.record, say, locale);
  }
}

type Known<Check extends CheckResult['check']> = NonNullable<ResultOf<Check>['record']>;

function reached(records: Known<'connectivity'>, say: Say, locale: string): readonly string[] {
  const there = records.filter(({ reachable }) => reachable);
  const times = there.flatMap(({ responseTime }) => (responseTime === null ? [] : [responseTime]));
  if (records.length === 1 && there.length === 0) return [];
  const slowest = times.length > 0 ? [formatMilliseconds(Math.max(...times), locale)] : [];
  return [say('check-reached', { done: there.length, count: records.length }), ...slowest];
}

function response({ median, jitter, lost, samples }: Known<'latency'>, say: Say, locale: string): readonly string[] {
  if (median === null) return [];
  const varies = jitter === null ? [] : [say('check-jitter', { time: formatMilliseconds(jitter, locale) })];
  const gone = lost === 0 ? [] : [say('check-lost', { done: lost, count: lost + samples.length })];
  return [formatMilliseconds(median, locale), ...varies, ...gone];
}

function answering(record: Known<'ice'>, say: Say): readonly string[] {
  const { servers } = record;
  const done = servers.filter(({ ok }) => ok).length;
  if (isUnasked(record) || (servers.length === 1 && done === 0)) return [];
  return [say('check-servers', { done, count: servers.length })];
}

function rates({ download, upload }: Known<'bandwidth'>, say: Say, locale: string): readonly string[] {
  return [
    { direction: download, name: 'check-down' as const },
    { direction: upload, name: 'check-up' as const },
  ].flatMap(({ direction, name }) => {
    if (typeof direction?.mbps !== 'number') return [];
    const rate = formatMegabits(direction.mbps, locale);
    return [say(name, { rate: direction.confidence === 'low' ? say('check-about', { figure: rate }) : rate })];
  });
}

/** "said once": what the screen reader is told when a run is over. */
export function summaryOf(results: readonly CheckResult[], say: Say): string {
  const troubles = results.filter(({ status }) => status === 'failed' || status === 'warning');
  const [first] = [...troubles].sort((one, other) => rank(one) - rank(other));
  const passed = results.filter(({ status }) => status === 'passed').length;
  if (!first) return passed === 0 ? '' : say('said-passed', { count: passed });
  const names = troubles.map(({ check }) => say(`check-${check}`)).join(', ');
  return say('said-trouble', { names, advice: adviceOf(first, say) });
}

const rank = ({ status }: CheckResult): number => (status === 'failed' ? 0 : 1);
