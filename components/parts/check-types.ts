/** What a connectivity check is made of: its parts, what each answered, and what that means. */
import type { NetworkBridge } from '../../src/bridge/network-bridge.js';

type Answer<Method extends 'testConnectivity' | 'latencyCheck' | 'resolveIce' | 'bandwidthTest'> = Awaited<
  ReturnType<NetworkBridge[Method]>
>;
export type ConnectivityRecords = Answer<'testConnectivity'>;
export type ConnectivityRecord = ConnectivityRecords[number];
export type LatencyRecord = Answer<'latencyCheck'>;
export type IceRecord = Answer<'resolveIce'>;
export type BandwidthRecord = Answer<'bandwidthTest'>;
export type ConnectivityTargets = Parameters<NetworkBridge['testConnectivity']>[0];
export type IceServers = Parameters<NetworkBridge['resolveIce']>[0];

/** The part of `WorkerBridge.network` that is asked. */
export type CheckBridge = Pick<NetworkBridge, 'testConnectivity' | 'latencyCheck' | 'resolveIce' | 'bandwidthTest'> &
  Partial<Pick<NetworkBridge, 'preload'>>;

interface Records {
  readonly connectivity: ConnectivityRecords;
  readonly latency: LatencyRecord;
  readonly ice: IceRecord;
  readonly bandwidth: BandwidthRecord;
}
export type CheckName = keyof Records;

/** In the order they are run: each tells less, or costs more, than the one before. */
export const checkNames: readonly CheckName[] = ['connectivity', 'latency', 'ice', 'bandwidth'];

export type CheckStatus = 'idle' | 'running' | 'passed' | 'warning' | 'failed' | 'skipped';

/**
 * Why, in one word: a code of the record, or one of these.
 * - `ok`: passed
 * - `slow`, `unsteady`, `lossy`: latency, jitter, loss is past a threshold
 * - `slow-download`, `slow-upload`: the rate is
 * - `relay-needed`: the network gives each destination another address, and no TURN server works
 * - `not-chosen`: nobody asked for the bandwidth to be measured
 * - `not-tried`: no URL could be reached, so this was not tried
 * - `aborted`: the run was cancelled
 * - `error`: it could not be checked; see `error`
 */
export type CheckCode =
  | ''
  | 'ok'
  | 'slow'
  | 'unsteady'
  | 'lossy'
  | 'slow-download'
  | 'slow-upload'
  | 'relay-needed'
  | 'not-chosen'
  | 'not-tried'
  | 'aborted'
  | 'error'
  | ConnectivityRecord['code']
  | LatencyRecord['code']
  | IceRecord['code']
  | IceRecord['servers'][number]['code']
  | BandwidthRecord['code'];

/** What a record means. */
export interface Judgement {
  readonly status: 'passed' | 'warning' | 'failed' | 'skipped';
  readonly code: CheckCode;
  /** Which of several URLs or servers the code is about, without what may be a secret; empty where that goes without saying. */
  readonly subject: string;
}

export interface ResultOf<Name extends CheckName> {
  readonly check: Name;
  readonly status: CheckStatus;
  readonly code: CheckCode;
  readonly subject: string;
  /** It took; null unless it was run to its end. */
  readonly milliseconds: number | null;
  /** What the core answered; may hold addresses. */
  readonly record: Records[Name] | null;
  readonly error: Error | null;
}
export type CheckResult = { readonly [Name in CheckName]: ResultOf<Name> }[CheckName];

/** How the network is, as far as is known. */
export type Verdict = 'unknown' | 'online' | 'limited' | 'offline';

/** What is known of a check before it has run. */
export const blank = {
  status: 'idle',
  code: '',
  subject: '',
  milliseconds: null,
  record: null,
  error: null,
} as const;

export function isEndedCheck({ status }: CheckResult): boolean {
  return status !== 'idle' && status !== 'running';
}
