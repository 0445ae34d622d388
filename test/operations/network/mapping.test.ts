/** Candidates as records, and what they say of the NAT, of made-up candidates. */
import { expect } from '@open-wc/testing';
import { isPublic, parseCandidate } from '../../../src/operations/network/candidates.js';
import { mappingOf } from '../../../src/operations/network/mapping.js';
import type { IceCandidateRecord, NatMapping } from '../../../src/operations/network/records.js';

const parsed: readonly { readonly line: string; readonly record: Partial<IceCandidateRecord> | null }[] = [
  {
    line: 'candidate:842163049 1 udp 1677729535 203.0.113.7 55123 typ srflx raddr 192.168.1.5 rport 40000 generation 0',
    record: {
      ...{ type: 'srflx', protocol: 'udp', address: '203.0.113.7', port: 55123, family: 'ipv4' },
      related: { address: '192.168.1.5', port: 40000 },
    },
  },
  {
    line: 'candidate:1 1 udp 1 203.0.113.7 55123 typ srflx raddr 0.0.0.0 rport 0',
    record: { related: null, server: 'stun:a.test' },
  },
  {
    line: 'candidate:1 1 UDP 1 ab.local 9 typ host',
    record: { type: 'host', protocol: 'udp', family: 'mdns', server: null },
  },
  {
    line: 'a=candidate:1 1 TCP 1 2001:db8::1 9 typ host tcptype active',
    record: { type: 'host', protocol: 'tcp', family: 'ipv6', address: '2001:db8::1' },
  },
  { line: 'candidate:1 1 udp 1 198.51.100.1 6000 typ relay raddr 203.0.113.7 rport 5', record: { type: 'relay' } },
  { line: 'candidate:1 1 udp 1 198.51.100.1 6000 typ other', record: null },
  { line: '', record: null },
];

describe('a candidate', () => {
  for (const { line, record } of parsed) {
    it(`is read: ${line}`, () => {
      const read = parseCandidate(line, 'stun:a.test');
      if (record) expect(read).to.deep.include(record);
      else expect(read).to.equal(null);
    });
  }

  for (const [address, is] of [
    ...(['10.1.2.3', '192.168.0.1', '172.16.0.1', '172.31.9.9', '127.0.0.1', '169.254.1.1', '100.64.0.1'] as const).map(
      (address) => [address, false] as const,
    ),
    ...(['fe80::1', 'fd00::1', '::1', 'a.local'] as const).map((address) => [address, false] as const),
    ...(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2001:db8::1'] as const).map((address) => [address, true] as const),
  ]) {
    it(`is ${is ? '' : 'not '}public: ${address}`, () => {
      expect(isPublic(address)).to.equal(is);
    });
  }
});

const candidate = (line: string) => parseCandidate(`candidate:1 1 udp 1 ${line}`, null)!;
const mdns = candidate('a.local 5000 typ host');
const other = candidate('b.local 5000 typ host');
const third = candidate('c.local 5000 typ host');
const host = candidate('192.168.1.5 5000 typ host');
const open = candidate('8.8.4.4 5000 typ host');
const hidden = (address: string, port: number) => candidate(`${address} ${port} typ srflx raddr 0.0.0.0 rport 0`);
const known = (port: number, base: string) => candidate(`203.0.113.7 ${port} typ srflx raddr ${base} rport 5000`);

const sights: readonly {
  readonly what: string;
  readonly candidates: readonly IceCandidateRecord[];
  /** Over IPv4. */
  readonly answered: number;
  readonly overIpv6?: number;
  readonly concealed?: number;
  readonly mapping: NatMapping;
}[] = [
  { what: 'nothing', candidates: [], answered: 0, mapping: 'unknown' },
  {
    what: 'one mapping of two',
    candidates: [mdns, hidden('203.0.113.7', 1)],
    answered: 2,
    mapping: 'endpoint-independent',
  },
  { what: 'one mapping of one', candidates: [mdns, hidden('203.0.113.7', 1)], answered: 1, mapping: 'unknown' },
  {
    what: 'two ports',
    candidates: [mdns, hidden('203.0.113.7', 1), hidden('203.0.113.7', 2)],
    ...{ answered: 2, mapping: 'endpoint-dependent' },
  },
  {
    what: 'one mapping in each family',
    candidates: [mdns, hidden('203.0.113.7', 1), hidden('2001:db8::7', 1)],
    ...{ answered: 2, mapping: 'endpoint-independent' },
  },
  {
    what: 'one mapping in each family, of one server each',
    candidates: [mdns, hidden('203.0.113.7', 1), hidden('2001:db8::7', 1)],
    ...{ answered: 1, overIpv6: 1, mapping: 'unknown' },
  },
  {
    what: 'one mapping, of two servers of the other family',
    candidates: [mdns, hidden('203.0.113.7', 1)],
    ...{ answered: 1, overIpv6: 2, mapping: 'unknown' },
  },
  {
    what: 'one mapping of two over IPv6',
    candidates: [mdns, hidden('2001:db8::7', 1)],
    ...{ answered: 0, overIpv6: 2, mapping: 'endpoint-independent' },
  },
  {
    what: 'two networks that say which they are',
    candidates: [known(1, '192.168.1.5'), known(2, '10.0.0.5')],
    ...{ answered: 2, mapping: 'endpoint-independent' },
  },
  {
    what: 'two mappings of one base',
    candidates: [known(1, '192.168.1.5'), known(2, '192.168.1.5')],
    ...{ answered: 2, mapping: 'endpoint-dependent' },
  },
  {
    what: 'two addresses that may be of two networks',
    candidates: [mdns, other, third, hidden('203.0.113.7', 1), hidden('198.51.100.7', 1)],
    ...{ answered: 2, mapping: 'unknown' },
  },
  { what: 'its own address', candidates: [open, hidden('8.8.4.4', 5000)], answered: 2, mapping: 'none' },
  { what: 'an address that was left out', candidates: [open], answered: 0, concealed: 1, mapping: 'none' },
  { what: 'a private address, and nothing', candidates: [host], answered: 0, concealed: 1, mapping: 'unknown' },
];

describe('the mapping', () => {
  for (const { what, mapping, candidates, answered: ipv4, overIpv6: ipv6 = 0, concealed = 0 } of sights) {
    it(`is ${mapping} of ${what}`, () => {
      expect(mappingOf({ candidates, answered: { ipv4, ipv6 }, concealed })).to.equal(mapping);
    });
  }
});
