/** The latency check: a warm-up, samples one after the other on one connection, and the figures made of them. */
import type { OperationContext } from '../../operation.js';
import { pause, startDeadline, type Deadline } from './deadline.js';
import { watchPolicy } from './late-news.js';
import { isTimeout, ping, samplesOf, type Ping, type PingRequest } from './ping.js';
import type { LatencyCode, LatencyRecord } from './records.js';
import { here, refusalOf } from './refusal.js';
import { jitter, mean, median, percentile, resolutionOf } from './statistics.js';
import { watchTimings, type Timings } from './timing.js';

export interface LatencySettings {
  readonly url: string;
  readonly address: URL;
  /** How many to take. */
  readonly samples: number;
  /** Milliseconds between the end of one and the start of the next. */
  readonly interval: number;
  /** Milliseconds each may take; the warm-up, which holds the name, the connection and TLS, may take 5 s. */
  readonly sampleTimeout: number;
  /** Milliseconds for the whole of it. */
  readonly timeout: number;
}

const WARM_UP_TIMEOUT = 5000;

interface Taken {
  readonly pings: Ping[];
  lost: number;
  /** What kept it from being begun or ended, or the last sample from coming back. */
  failure: 'timeout' | 'unreachable' | 'blocked' | null;
}

export async function checkLatency(settings: LatencySettings, context: OperationContext): Promise<LatencyRecord> {
  const started = performance.now();
  const startedAt = Date.now();
  const taken: Taken = { pings: [], lost: 0, failure: null };
  const deadline = startDeadline(settings.timeout, context.signal);
  const timings = watchTimings();
  try {
    await takeSamples(settings, taken, timings, deadline, context);
  } catch (error) {
    if (!deadline.expired) throw error;
    taken.failure = 'timeout';
  } finally {
    timings.stop();
    deadline.clear();
  }
  return { ...recordOf(settings, taken), startedAt, milliseconds: performance.now() - started };
}

async function takeSamples(
  settings: LatencySettings,
  taken: Taken,
  timings: Timings,
  { signal }: Deadline,
  { progress }: OperationContext,
): Promise<void> {
  const { address, samples, interval, sampleTimeout } = settings;
  const base = { url: address, method: 'GET', timeout: WARM_UP_TIMEOUT } as const;
  const request = refusalOf(address, here()) ? 'blocked' : await warmUp(base, timings, signal);
  if (typeof request === 'string') {
    taken.failure = request;
    return;
  }
  // lost ones are not asked for again, those that opened a connection are, as often as there are samples to take
  let attempts = 2 * samples;
  while (taken.lost + samplesOf(taken.pings).samples.length < samples && attempts-- > 0) {
    await pause(interval, signal);
    try {
      taken.pings.push(await ping({ ...request, timeout: sampleTimeout }, timings, signal));
    } catch (error) {
      if (signal.aborted) throw error;
      taken.failure = isTimeout(error) ? 'timeout' : 'unreachable';
      taken.lost++;
    }
    progress(Math.min(samples, taken.lost + samplesOf(taken.pings).samples.length), samples);
  }
}

/** The way to ask, once one has worked: answers that may not be read have a round trip, too. */
async function warmUp(
  base: Omit<PingRequest, 'mode'>,
  timings: Timings,
  signal: AbortSignal,
): Promise<PingRequest | 'timeout' | 'unreachable' | 'blocked'> {
  const policy = watchPolicy();
  try {
    for (const mode of ['cors', 'no-cors'] as const) {
      try {
        await ping({ ...base, mode }, timings, signal);
        return { ...base, mode };
      } catch (error) {
        if (signal.aborted) throw error;
        if (isTimeout(error)) return 'timeout';
      }
    }
    return (await policy.refused(base.url, signal)) ? 'blocked' : 'unreachable';
  } finally {
    policy.stop();
  }
}

type Figures = Omit<LatencyRecord, 'startedAt' | 'milliseconds'>;

function recordOf({ url, samples: wanted }: LatencySettings, { pings, lost, failure }: Taken): Figures {
  const { samples, dropped, source } = samplesOf(pings, wanted);
  const code = codeOf(samples.length, wanted, failure);
  return {
    url,
    ok: code === 'ok' || code === 'partial',
    code,
    detail: details[code],
    samples,
    median: median(samples),
    min: percentile(samples, 0),
    max: percentile(samples, 1),
    average: mean(samples),
    p90: percentile(samples, 0.9),
    jitter: jitter(samples),
    lost,
    dropped,
    source,
    resolution: resolutionOf(samples),
    protocol: pings.find(({ protocol }) => protocol !== '')?.protocol ?? '',
  };
}

function codeOf(taken: number, wanted: number, failure: Taken['failure']): LatencyCode {
  if (taken > 0) return taken < wanted ? 'partial' : 'ok';
  return failure ?? 'unreachable';
}

const details: Readonly<Record<LatencyCode, string>> = {
  ok: 'Every sample came back.',
  partial: 'Some samples were lost, or the time was up; the figures are those of the rest.',
  timeout: 'No sample came back in time.',
  unreachable: 'No sample came back: no connection, or one that broke.',
  blocked: 'The browser does not allow this request (mixed content, port or policy).',
};
