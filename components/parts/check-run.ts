/** Runs the checks of a plan one after the other, since they would disturb each other, and tells of each how it stands. */
import { isCutOff, judgeBandwidth, judgeConnectivity, judgeIce, judgeLatency } from './check-judgement.js';
import type { Plan } from './check-plan.js';
import type { Thresholds } from './check-thresholds.js';
import {
  blank,
  type CheckBridge,
  type CheckName,
  type CheckResult,
  type Judgement,
  type ResultOf,
} from './check-types.js';
import type { Pool } from './pool-lookup.js';

export interface RunSetting {
  readonly bridge: CheckBridge;
  /** Asked for each check: an attribute may put another in the place of the one that a run began in. */
  readonly pool: () => Pool | undefined;
  readonly signal: AbortSignal;
  readonly thresholds: Thresholds;
  /** Somebody agreed to the data it costs. */
  readonly measuresBandwidth: boolean;
  /** What the bandwidth was when it was last measured, for a run that does not measure it. */
  readonly lastBandwidth: CheckResult | null;
}

/** `share`, 0 to 1, is how far a running one is. */
export type Tell = (result: CheckResult, share: number | null) => void;

type Options = { readonly signal: AbortSignal; readonly pool: () => Pool | undefined } & {
  readonly onProgress: (progress: { readonly loaded: number; readonly total: number }) => void;
};

/** Resolves with a result for each check of the plan. Rejects with the signal's reason and with nothing else. */
export async function runChecks(plan: Plan, setting: RunSetting, tell: Tell): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const name of plan.checks) {
    const reason = skipReason(name, results, setting);
    // an old figure says nothing of a network that is gone
    const kept = reason === 'not-chosen' && !isCutOff(results) ? setting.lastBandwidth : null;
    const result = reason
      ? (judgedAgain(kept, setting.thresholds) ?? { ...blank, check: name, status: 'skipped' as const, code: reason })
      : await run(name);
    setting.signal.throwIfAborted();
    results.push(result);
    tell(result, null);
  }
  return results;

  function run(name: CheckName): Promise<CheckResult> {
    const running: CheckResult = { ...blank, check: name, status: 'running' };
    tell(running, null);
    const onProgress: Options['onProgress'] = ({ loaded, total }) => {
      if (!setting.signal.aborted) tell(running, total > 0 ? loaded / total : null);
    };
    return check(name, plan, setting, { signal: setting.signal, pool: setting.pool, onProgress });
  }
}

/** The limits may be others by now. */
function judgedAgain(kept: CheckResult | null, thresholds: Thresholds): CheckResult | null {
  if (kept?.check !== 'bandwidth' || kept.record === null) return null;
  return { ...kept, ...judgeBandwidth(kept.record, thresholds) };
}

function skipReason(
  name: CheckName,
  results: readonly CheckResult[],
  { measuresBandwidth }: RunSetting,
): 'not-chosen' | 'not-tried' | null {
  if (name === 'bandwidth' && !measuresBandwidth) return 'not-chosen';
  return isCutOff(results) ? 'not-tried' : null;
}

function check(
  name: CheckName,
  plan: Plan,
  { bridge, thresholds }: RunSetting,
  options: Options,
): Promise<CheckResult> {
  const { targets, timeout, latencyUrl, samples, servers, downloadUrl, uploadUrl, payloadSize } = plan;
  switch (name) {
    case 'connectivity':
      return timed(name, () => bridge.testConnectivity(targets, timeout, options), judgeConnectivity, options);
    case 'latency':
      return timed(
        name,
        () => bridge.latencyCheck(latencyUrl, samples, options),
        (record) => judgeLatency(record, thresholds),
        options,
      );
    case 'ice':
      return timed(name, () => bridge.resolveIce(servers, options), judgeIce, options);
    case 'bandwidth': {
      const up = uploadUrl === '' ? {} : { uploadUrl };
      return timed(
        name,
        () => bridge.bandwidthTest(downloadUrl, payloadSize, { ...options, ...up }),
        (record) => judgeBandwidth(record, thresholds),
        options,
      );
    }
  }
}

async function timed<Name extends CheckName>(
  check: Name,
  work: () => Promise<NonNullable<ResultOf<Name>['record']>>,
  judge: (record: NonNullable<ResultOf<Name>['record']>) => Judgement,
  { signal }: Options,
): Promise<ResultOf<Name>> {
  const started = performance.now();
  const ended = () => ({ ...blank, check, milliseconds: performance.now() - started });
  try {
    const record = await work();
    return { ...ended(), ...judge(record), record };
  } catch (error) {
    signal.throwIfAborted();
    return {
      ...ended(),
      status: 'failed',
      code: 'error',
      error: error instanceof Error ? error : new Error(String(error)),
    };
  }
}
