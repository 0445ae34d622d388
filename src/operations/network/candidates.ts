/** ICE candidates as plain records: RTCIceCandidate cannot be cloned, and its members differ from browser to browser. */
import type { IceCandidateRecord } from './records.js';

/** `line` as in RFC 8839: `candidate:1 1 udp 2122260223 192.0.2.1 54321 typ srflx raddr 0.0.0.0 rport 0`. Null for what is none. */
export function parseCandidate(line: string, server: string | null): IceCandidateRecord | null {
  const words = line.replace(/^(?:a=)?candidate:/, '').split(' ');
  const [, , protocol, , address, port, , type] = words;
  if (address === undefined || port === undefined) return null;
  const after = (name: string) => words[words.indexOf(name, 8) + 1] ?? '';
  const related = words.includes('raddr', 8) ? { address: after('raddr'), port: Number(after('rport')) } : null;
  const kind = types.find((known) => known === type);
  if (!kind) return null;
  return {
    type: kind,
    protocol: protocol?.toLowerCase() === 'tcp' ? 'tcp' : 'udp',
    address,
    port: Number(port),
    family: familyOf(address),
    // hidden ones are all zeros
    related: related && related.port !== 0 ? related : null,
    server: kind === 'host' ? null : server,
  };
}

const types = ['host', 'srflx', 'prflx', 'relay'] as const;

export function familyOf(address: string): IceCandidateRecord['family'] {
  if (address.endsWith('.local')) return 'mdns';
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** An address of the public internet, as far as its first digits tell. */
export function isPublic(address: string): boolean {
  const family = familyOf(address);
  if (family === 'ipv6') return /^[23]/.test(address);
  return (
    family === 'ipv4' &&
    !/^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(address)
  );
}
