/** What two servers' sight of one socket says of the NAT between. Filtering cannot be seen from a browser, so nothing is said of it. */
import { isPublic } from './candidates.js';
import type { IceCandidateRecord, NatMapping } from './records.js';

export interface Sight {
  /** Of one connection that asked all the servers, so that they were asked from the same sockets. */
  readonly candidates: readonly IceCandidateRecord[];
  /** How many servers of different hosts, asked alone, told a UDP address of that family. */
  readonly answered: Readonly<Record<'ipv4' | 'ipv6', number>>;
  /** Servers that, asked alone, were done without an address and without an error. */
  readonly concealed: number;
}

/**
 * Browsers report equal mappings once: two servers of one family and one candidate are one mapping, two candidates are two. Without
 * permission for microphone or camera they hide what a mapping belongs to, and use one socket for each family of addresses.
 */
export function mappingOf({ candidates, answered, concealed }: Sight): NatMapping {
  const hosts = candidates.filter(({ type, family }) => type === 'host' && family !== 'mdns');
  const mapped = candidates.filter(({ type, protocol }) => type === 'srflx' && protocol === 'udp');
  if (mapped.some(({ address }) => hosts.some((host) => host.address === address))) return 'none';

  const mappings = new Map<string, Set<string>>();
  for (const { address, port, related, family } of mapped) {
    const base = related ? `${related.address} ${related.port}` : family;
    mappings.set(base, (mappings.get(base) ?? new Set()).add(`${address} ${port}`));
  }
  if ([...mappings.values()].some(({ size }) => size > 1))
    return hidesSeveral(candidates) ? 'unknown' : 'endpoint-dependent';
  if (mapped.length > 0) {
    const isCompared = (['ipv4', 'ipv6'] as const).some(
      (one) => answered[one] > 1 && mapped.some(({ family }) => family === one),
    );
    return isCompared ? 'endpoint-independent' : 'unknown';
  }
  // a mapping that equals an address which is known already is left out by the browser
  return concealed > 0 && hosts.some(({ address }) => isPublic(address)) ? 'none' : 'unknown';
}

/** Several machines' addresses stand behind names, and mappings that do not say which they belong to are of several networks. */
function hidesSeveral(candidates: readonly IceCandidateRecord[]): boolean {
  const hidden = candidates.filter(({ type, related }) => type === 'srflx' && !related);
  const hosts = candidates.filter(({ type, protocol }) => type === 'host' && protocol === 'udp');
  const addresses = new Set(hidden.map(({ address }) => address));
  return addresses.size > 1 && hosts.length > 2;
}
