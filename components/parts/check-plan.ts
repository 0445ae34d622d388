/** What is to be checked, from the attributes: which of the checks there are, and what each asks. */
import { checkNames, type CheckName, type ConnectivityTargets, type IceServers } from './check-types.js';

export interface Asked {
  /** Addresses, space between them. */
  readonly urls: string;
  /** In place of `urls`. */
  readonly targets: ConnectivityTargets | null;
  /** Milliseconds for each URL. */
  readonly timeout: number;
  readonly latencyUrl: string;
  /** 0 for no latency check. */
  readonly samples: number;
  readonly stun: string;
  /** Beside those of `stun`. */
  readonly iceServers: IceServers;
  readonly downloadUrl: string;
  readonly uploadUrl: string;
  /** Bytes in each direction. */
  readonly payloadSize: number;
}

export interface Plan {
  readonly checks: readonly CheckName[];
  readonly targets: ConnectivityTargets;
  readonly timeout: number;
  readonly latencyUrl: string | URL;
  readonly samples: number;
  readonly servers: IceServers;
  readonly downloadUrl: string;
  readonly uploadUrl: string;
  readonly payloadSize: number;
  /** The most that measuring the bandwidth moves, in bytes. */
  readonly mostBytes: number;
}

export function planOf(asked: Asked): Plan {
  const { timeout, samples, downloadUrl, uploadUrl, payloadSize } = asked;
  const targets = asked.targets ?? tokens(asked.urls);
  const servers = [...tokens(asked.stun), ...asked.iceServers];
  const latencyUrl = asked.latencyUrl || urlOf(targets[0]);
  const isWanted: Readonly<Record<CheckName, boolean>> = {
    connectivity: targets.length > 0,
    latency: latencyUrl !== '' && samples > 0,
    ice: servers.length > 0,
    bandwidth: downloadUrl !== '',
  };
  const checks = checkNames.filter((name) => isWanted[name]);
  const mostBytes = payloadSize * (uploadUrl === '' ? 1 : 2);
  return { checks, targets, timeout, latencyUrl, samples, servers, downloadUrl, uploadUrl, payloadSize, mostBytes };
}

/** Runs of both are the same. */
export function isSamePlan(one: Plan, other: Plan): boolean {
  // URLs among the targets are written as such
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Both ask the same servers the same things, though one may give them more time: what is known by one is known of the other. */
export function asksTheSame(one: Plan, other: Plan): boolean {
  const { timeout, payloadSize, mostBytes } = one;
  return isSamePlan(one, { ...other, timeout, payloadSize, mostBytes });
}

function tokens(text: string): readonly string[] {
  return text.split(/\s+/).filter((token) => token !== '');
}

function urlOf(target: ConnectivityTargets[number] | undefined): string | URL {
  if (target === undefined) return '';
  return typeof target === 'string' || target instanceof URL ? target : target.url;
}
