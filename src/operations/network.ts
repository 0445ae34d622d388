/** The network operations that run in a worker: is it there, how far is it, and how much goes through. */
import type { OperationContext, Services } from '../operation.js';
import { addressOf } from './network/address.js';
import { testBandwidth } from './network/bandwidth.js';
import { startDeadline } from './network/deadline.js';
import { checkLatency } from './network/latency.js';
import { notAsked, probe, type Probe } from './network/probe.js';
import type { BandwidthRecord, ConnectivityRecord, Expectation, LatencyRecord } from './network/records.js';

export type * from './network/records.js';

interface Timed {
  /**
   * Milliseconds since 1970 by which the whole of it has to be done. A point in time and not a duration, so that what is
   * spent on the way to the worker counts.
   */
  readonly until?: number | undefined;
}

export interface ConnectivityInput extends Timed {
  /** Absolute, http: or https:. */
  readonly targets: readonly { readonly url: string; readonly expect?: Expectation | undefined }[];
  /** Milliseconds each URL has, from when its turn comes. */
  readonly timeout: number;
  /** How many are asked at once. */
  readonly atOnce: number;
}

export interface LatencyInput extends Timed {
  readonly url: string;
  readonly samples: number;
  readonly interval: number;
  readonly sampleTimeout: number;
}

export interface BandwidthInput extends Timed {
  readonly url: string;
  readonly uploadUrl?: string | undefined;
  readonly latencyUrl?: string | undefined;
  readonly payloadSize: number;
  readonly duration: number;
  readonly streams: number | 'auto';
}

/** Milliseconds in which nothing can be asked: timers end about as much too early. */
const MOMENT = 5;

/** One record for each target, in their order. Progress in targets. */
export async function checkConnectivity(
  { targets, timeout, atOnce, until }: ConnectivityInput,
  context: OperationContext,
): Promise<readonly ConnectivityRecord[]> {
  const probes: Probe[] = targets.map(({ url, expect }) => ({ url, address: addressOf(url), expect }));
  const records = new Map<Probe, ConnectivityRecord>();
  const waiting = [...probes];
  const end = endOf(until);

  async function lane(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const left = end - performance.now();
      const deadline = startDeadline(Math.min(timeout, left), context.signal);
      try {
        records.set(next, left > MOMENT ? await probe(next, deadline) : notAsked(next));
      } finally {
        deadline.clear();
      }
      context.progress(records.size, probes.length);
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, probes.length) }, lane));
  return probes.map((one) => records.get(one) ?? notAsked(one));
}

/** Progress in samples. */
export function latencyCheck(input: LatencyInput, context: OperationContext): Promise<LatencyRecord> {
  const { until, ...settings } = input;
  return checkLatency({ ...settings, address: addressOf(input.url), timeout: leftOf(until) }, context);
}

/** Progress in bytes of `payloadSize`, once for each direction, which `status` names. */
export function bandwidthTest(input: BandwidthInput, context: OperationContext): Promise<BandwidthRecord> {
  const { url, uploadUrl, latencyUrl, payloadSize, duration, streams, until } = input;
  const address = addressOf(url);
  const settings = {
    url,
    address,
    uploadAddress: uploadUrl === undefined ? null : addressOf(uploadUrl),
    latencyAddress: latencyUrl === undefined ? address : addressOf(latencyUrl),
    ...{ payloadSize, duration, streams, timeout: leftOf(until) },
  };
  return testBandwidth(settings, context);
}

const leftOf = (until = Infinity): number => Math.max(0, until - Date.now());

/** On the clock that cannot be set. */
const endOf = (until: number | undefined): number => performance.now() + leftOf(until);

/** What an endpoint serves as channel `network`. */
export const networkOperations = {
  'check-connectivity': checkConnectivity,
  'latency-check': latencyCheck,
  'bandwidth-test': bandwidthTest,
} satisfies Services[string];
