/** resolveIce with connections that gather what the test wrote down, and with real ones and real servers where there is WebRTC. */
import { expect } from '@open-wc/testing';
import { createNetworkBridge, type NetworkBridge } from '../../src/bridge/network-bridge.js';
import { resolveIce } from '../../src/operations/ice.js';
import type { IceServerCode, IceServerInput, NatMapping } from '../../src/operations/network/records.js';
import { fakePeers, type Script } from '../support/fake-peer.js';
import { networkServers, type NetworkServers } from '../support/network-where.js';
import { quiet } from '../support/operation-context.js';
import { rejection } from '../support/outcome.js';
import { turn } from '../support/turns.js';

const hidden = 'candidate:1 1 udp 2113937151 0d6dc6c0-9f0c-4a57-8a4a-4e2f0a6cbf52.local 50001 typ host';
const mapped = (port: number) => `candidate:2 1 udp 1677729535 203.0.113.7 ${port} typ srflx raddr 0.0.0.0 rport 0`;
const mappedToo = 'candidate:4 1 udp 1677729535 2001:db8::7 50001 typ srflx raddr :: rport 0';
const relayed = 'candidate:3 1 udp 33562623 198.51.100.1 60001 typ relay raddr 0.0.0.0 rport 0';

/** What each server brings when it is asked alone. */
const behaviours: Readonly<Record<string, Script>> = {
  'stun:cone.test': { candidates: [hidden, mapped(50001)], ends: true },
  'stun:cone-too.test': { candidates: [hidden, mapped(50001)], ends: true },
  'stun:cone.test:3478': { candidates: [hidden, mapped(50001)], ends: true },
  'stun:cone.test:3479': { candidates: [hidden, mapped(50001)], ends: true },
  'stun:cone.test:3480': { candidates: [hidden, mapped(50002)], ends: true },
  'stun:ipv6.test': { candidates: [hidden, mappedToo], ends: true },
  'stun:both.test': { candidates: [hidden, mappedToo, mapped(50001)], ends: true },
  'stun:other.test': { candidates: [hidden, mapped(60002)], ends: true },
  'stun:silent.test': { candidates: [hidden] },
  'stun:given-up.test': { candidates: [hidden], failures: [[701, 'STUN binding request timed out.']], ends: true },
  'stun:unknown.test': { candidates: [hidden], failures: [[701, 'STUN host lookup received error.']], ends: true },
  'stun:error.test': { candidates: [hidden], failures: [[65535, '']], ends: true },
  'stun:nothing.test': { candidates: [hidden], ends: true },
  'turn:relay.test': { candidates: [relayed], ends: true },
  'turn:refuses.test?transport=tcp': { failures: [[401, 'Unauthorized']] },
  'turns:silent.test': {},
};

const secret = { username: 'user', credential: 'the secret' };
const turnServer = (urls: string): IceServerInput => ({ urls, ...secret });

const peers = () =>
  fakePeers((urls) => {
    if (urls.includes('stun:throws.test')) throw new SyntaxError('no');
    const scripts = urls.map((url) => behaviours[url.toLowerCase()] ?? {});
    if (scripts.length === 1) return scripts[0]!;
    return {
      candidates: [...new Set(scripts.flatMap(({ candidates = [] }) => candidates))],
      ends: scripts.every(({ ends }) => ends),
    };
  });

const verdicts: readonly { readonly server: IceServerInput; readonly code: IceServerCode }[] = [
  { server: 'stun:cone.test', code: 'ok' },
  { server: 'stun:silent.test', code: 'no-answer' },
  { server: 'stun:given-up.test', code: 'no-answer' },
  { server: 'stun:unknown.test', code: 'unresolved' },
  { server: 'stun:error.test', code: 'refused' },
  { server: 'stun:nothing.test', code: 'no-candidate' },
  { server: 'stun:throws.test', code: 'invalid-server' },
  { server: turnServer('turn:relay.test'), code: 'ok' },
  { server: turnServer('turn:refuses.test?transport=tcp'), code: 'unauthorized' },
  { server: turnServer('turns:silent.test'), code: 'no-answer' },
];

const maps: readonly { readonly servers: readonly string[]; readonly mapping: NatMapping }[] = [
  { servers: ['stun:cone.test', 'stun:cone-too.test'], mapping: 'endpoint-independent' },
  { servers: ['stun:cone.test', 'stun:other.test'], mapping: 'endpoint-dependent' },
  { servers: ['stun:cone.test'], mapping: 'unknown' },
  { servers: ['stun:cone.test', 'stun:silent.test'], mapping: 'unknown' },
  { servers: ['stun:cone.test', 'stun:cone.test'], mapping: 'unknown' },
  { servers: ['stun:cone.test', 'STUN:Cone.test:3478'], mapping: 'unknown' },
  { servers: ['stun:cone.test', 'stun:cone.test:3479'], mapping: 'unknown' },
  { servers: ['stun:cone.test', 'stun:cone.test:3480'], mapping: 'endpoint-dependent' },
  { servers: ['stun:cone.test', 'stun:ipv6.test'], mapping: 'unknown' },
  { servers: ['stun:cone.test', 'stun:both.test'], mapping: 'endpoint-independent' },
  { servers: ['stun:cone.test', 'stun:throws.test', 'stun:cone-too.test'], mapping: 'endpoint-independent' },
  { servers: ['stun:cone.test', 'stun:other.test', 'stun:silent.test'], mapping: 'endpoint-dependent' },
  { servers: [], mapping: 'unknown' },
];

const soon = () => Date.now() + 300;

describe('resolveIce, with connections of the test', () => {
  for (const { server, code } of verdicts) {
    const url = typeof server === 'string' ? server : String(server.urls);
    it(`says ${code} of ${url}`, async () => {
      const { Maker, open } = peers();
      const record = await resolveIce({ servers: [server], until: soon() }, quiet(), Maker);
      expect(record.servers).to.have.length(1);
      expect(record.servers[0]).to.include({ url, code, ok: code === 'ok' });
      expect(open()).to.equal(0);
      expect(JSON.stringify(record)).to.not.include(secret.credential).and.not.include(secret.username);
    });
  }

  for (const { servers, mapping } of maps) {
    it(`calls the mapping ${mapping} of ${servers.join(', ') || 'no server'}`, async () => {
      const { Maker } = peers();
      expect((await resolveIce({ servers, until: soon() }, quiet(), Maker)).mapping).to.equal(mapping);
    });
  }

  it('gives candidates as plain records, each server its verdict, and says what the deadline ended', async () => {
    const { Maker } = peers();
    const servers = ['stun:cone.test', turnServer('turn:relay.test'), 'stun:silent.test'];
    const reports: number[] = [];
    const context = { ...quiet(), progress: (loaded: number) => void reports.push(loaded) };
    const record = await resolveIce({ servers, until: soon() }, context, Maker);
    expect(record).to.include({ ok: true, code: 'ok', complete: false, mdns: true, ipv4: true, ipv6: false });
    expect(record.candidates.map(({ type }) => type)).to.deep.equal(['host', 'srflx', 'relay']);
    expect(record.candidates[1]).to.deep.equal({
      ...{ type: 'srflx', protocol: 'udp', address: '203.0.113.7', port: 50001 },
      ...{ family: 'ipv4', related: null, server: null },
    });
    expect(record.publicAddresses).to.deep.equal(['203.0.113.7']);
    expect(record.servers[1]).to.include({ kind: 'turn', transport: 'udp', publicAddress: '198.51.100.1' });
    expect(reports).to.deep.equal([1, 2, 3]);
    expect(structuredClone(record)).to.deep.equal(record);
  });

  it('gives the candidates of the other servers although the browser refuses one', async () => {
    const { Maker } = peers();
    const servers = ['stun:throws.test', 'stun:cone.test'];
    const record = await resolveIce({ servers, until: soon() }, quiet(), Maker);
    expect(record.candidates.map(({ type }) => type)).to.deep.equal(['host', 'srflx']);
    expect(record.servers.map(({ code }) => code)).to.deep.equal(['invalid-server', 'ok']);
  });

  for (const [error, code] of [
    [new SyntaxError('no'), 'invalid-server'],
    [new TypeError('no'), 'invalid-server'],
    [new DOMException('no', 'SyntaxError'), 'invalid-server'],
    [new DOMException('no', 'InvalidAccessError'), 'invalid-server'],
    [new DOMException('no', 'NotSupportedError'), 'invalid-server'],
    [new DOMException('no', 'UnknownError'), 'no-connection'],
    [new DOMException('no', 'OperationError'), 'no-connection'],
    [new DOMException('no', 'NotAllowedError'), 'no-connection'],
    [new Error('no'), 'no-connection'],
  ] as const) {
    it(`says ${code} of a server whose connection throws ${Object.prototype.toString.call(error)} ${error.name}`, async () => {
      const { Maker } = fakePeers((urls) => {
        if (urls.length === 1) throw error;
        return { candidates: [hidden], ends: true };
      });
      const record = await resolveIce({ servers: ['stun:a.test'] }, quiet(), Maker);
      expect(record.servers[0]).to.include({ code, ok: false });
      expect(record.servers[0]?.detail).to.match(/\.$/);
    });
  }

  for (const { made, servers, code, codes } of [
    { made: 0, servers: [], code: 'no-connection', codes: [] },
    { made: 0, servers: ['stun:cone.test'], code: 'no-connection', codes: ['no-connection'] },
    { made: 0, servers: ['stun:a.test', 'stun:b.test'], code: 'no-connection', codes: Array(2).fill('no-connection') },
    {
      made: 1,
      servers: ['stun:nothing.test', 'stun:cone.test'],
      code: 'no-connection',
      codes: ['no-candidate', 'no-connection'],
    },
    {
      made: 2,
      servers: ['stun:nothing.test', 'stun:nothing.test'],
      code: 'no-connection',
      codes: Array(2).fill('no-candidate'),
    },
    { made: 1, servers: ['stun:cone.test', 'stun:cone-too.test'], code: 'ok', codes: ['ok', 'no-connection'] },
    { made: 2, servers: ['stun:cone.test', 'stun:cone-too.test'], code: 'ok', codes: ['ok', 'ok'] },
    { made: 3, servers: ['stun:cone.test', 'stun:cone-too.test'], code: 'ok', codes: ['ok', 'ok'] },
  ]) {
    it(`says ${code} of ${servers.join(', ') || 'no server'} in a browser that makes ${made} more connections`, async () => {
      let left = made;
      const { Maker, open } = fakePeers((urls) => {
        if (left-- <= 0) throw new DOMException('Cannot create so many PeerConnections', 'UnknownError');
        return { ends: true, candidates: urls.length === 1 ? (behaviours[urls[0]!]?.candidates ?? []) : [hidden] };
      });
      const record = await resolveIce({ servers }, quiet(), Maker);
      expect(record).to.include({ code, ok: code === 'ok' });
      expect(record.servers.map((server) => server.code)).to.deep.equal(codes);
      expect(open()).to.equal(0);
    });
  }

  for (const [servers, connections] of [
    [[], 1],
    [['stun:cone.test'], 1],
    [['stun:cone.test', 'stun:cone-too.test'], 3],
    [['stun:cone.test', turnServer('turn:relay.test')], 2],
    [[turnServer('turn:relay.test')], 2],
    [['stun:cone.test', 'stun:throws.test'], 1],
    [['stun:cone.test', 'stun:throws.test', 'stun:cone-too.test'], 3],
  ] as const) {
    it(`makes ${connections} connections for ${JSON.stringify(servers)}`, async () => {
      const { Maker, made } = peers();
      await resolveIce({ servers, until: soon() }, quiet(), Maker);
      expect(made()).to.equal(connections);
    });
  }

  it('makes no connection for a call that is given up already', async () => {
    const { Maker, made } = peers();
    const call = resolveIce({ servers: ['stun:cone.test'] }, quiet(AbortSignal.abort('enough')), Maker);
    expect(await rejection(call)).to.equal('enough');
    expect(made()).to.equal(0);
  });

  it('ends before its deadline when nothing more can come', async () => {
    const { Maker } = peers();
    const servers = ['stun:cone.test', 'stun:cone-too.test', turnServer('turn:refuses.test?transport=tcp')];
    const record = await resolveIce({ servers, until: Date.now() + 1e9 }, quiet(), Maker);
    expect(record.complete).to.equal(true);
  });

  it('asks TURN servers for relays alone, so that nothing else can pass for one, and STUN servers for all', async () => {
    const asked: [string, RTCIceTransportPolicy | undefined][] = [];
    const { Maker } = fakePeers((urls, { iceTransportPolicy }) => {
      asked.push([urls.join(), iceTransportPolicy]);
      return { candidates: [hidden, mapped(50001)], ends: true };
    });
    const { servers } = await resolveIce({ servers: ['stun:a.test', turnServer('turn:b.test')] }, quiet(), Maker);
    expect(new Map(asked.slice(-2))).to.deep.equal(
      new Map([
        ['stun:a.test', 'all'],
        ['turn:b.test', 'relay'],
      ]),
    );
    expect(servers.map(({ code }) => code)).to.deep.equal(['ok', 'no-candidate']);
  });

  it('closes what it opened when it is aborted', async () => {
    const { Maker, open } = peers();
    const controller = new AbortController();
    const call = rejection(resolveIce({ servers: ['stun:silent.test'] }, quiet(controller.signal), Maker));
    expect(open()).to.equal(1);
    controller.abort('enough');
    expect(await call).to.equal('enough');
    expect(open()).to.equal(0);
  });

  it('says so where there is no WebRTC', async () => {
    const servers = ['stun:cone.test'];
    const until = soon();
    const record = await resolveIce({ servers, until }, quiet(), null);
    expect(record).to.include({ ok: false, code: 'unsupported', mapping: 'unknown' });
    expect(record.servers[0]).to.include({ ok: false, code: 'unsupported' });
  });

  for (const server of [
    ...['', 'http://a.test', 'stun:', 'stun://a.test', 'stun:a.test?transport=tcp', 'stun:user@a.test'],
    ...['turn:a.test', { urls: 'turn:a.test', username: 'user' }, { urls: ['stun:a.test', 'nonsense'] }],
  ]) {
    it(`refuses ${JSON.stringify(server)}`, async () => {
      const call = resolveIce({ servers: [server] }, quiet(), peers().Maker);
      expect(await rejection(call)).to.include({ name: 'OperationError', code: 'invalid' });
    });
  }

  for (const server of [undefined, null, 5, { urls: undefined }, { urls: [5] }]) {
    it(`refuses what no type allows: ${JSON.stringify(server)}`, async () => {
      // @ts-expect-error a URL, or an object with some, is needed
      const call = resolveIce({ servers: [server] }, quiet(), peers().Maker);
      expect(await rejection(call)).to.include({ name: 'OperationError', code: 'invalid' });
    });
  }
});

const servers = await networkServers();

describe('WorkerBridge.network.resolveIce', () => {
  let bridge: NetworkBridge;
  before(() => {
    bridge = createNetworkBridge();
  });
  after(() => bridge.destroy());

  if (typeof RTCPeerConnection === 'undefined') {
    it('says unsupported in a browser without WebRTC', async () => {
      const record = await bridge.resolveIce([servers.stun.cone1]);
      expect(record).to.include({ ok: false, code: 'unsupported' });
    });
    return;
  }

  const stun: readonly [keyof NetworkServers['stun'], readonly IceServerCode[]][] = [
    ['cone1', ['ok']],
    ['symmetric', ['ok']],
    ['silent', ['no-answer']],
    ['error', ['refused', 'no-candidate', 'no-answer']], // Firefox tells of it, Chromium does not
  ];
  for (const [name, codes] of stun) {
    it(`says ${codes.join(' or ')} of a STUN server that is ${name}`, async () => {
      const record = await bridge.resolveIce([servers.stun[name]], { timeout: 3000 });
      expect(codes).to.include(record.servers[0]?.code);
    });
  }

  it('tells a NAT that maps each server alike from one that does not', async () => {
    const { cone1, cone2, symmetric } = servers.stun;
    const alike = await bridge.resolveIce([cone1, cone2]);
    expect(alike).to.include({ ok: true, mapping: 'endpoint-independent' });
    expect(alike.publicAddresses).to.deep.equal(['203.0.113.7']);
    const unlike = await bridge.resolveIce([cone1, symmetric]);
    expect(unlike).to.include({ ok: true, mapping: 'endpoint-dependent' });
  });

  it('gives the candidates of the other servers although a port is out of bounds', async () => {
    const record = await bridge.resolveIce(['stun:127.0.0.1:99999', 'stun:127.0.0.1:0', servers.stun.cone1]);
    expect(record.servers[2]?.code).to.equal('ok');
    expect(record.candidates.some(({ type }) => type === 'srflx')).to.equal(true);
  });

  const { turn: coturn } = servers;
  // where there is none, the test server has said loudly that this was not run
  if (coturn) {
    it('asks coturn by STUN, relays by TURN over udp and tcp, and names a wrong password', async () => {
      const { host, username, credential } = coturn;
      const record = await bridge.resolveIce(
        [
          `stun:${host}`,
          { urls: [`turn:${host}?transport=udp`, `turn:${host}?transport=tcp`], username, credential },
          { urls: `turn:${host}`, username, credential: 'wrong' },
        ],
        { timeout: 8000 },
      );
      expect(record.servers.map(({ code }) => code)).to.deep.equal(['ok', 'ok', 'ok', 'unauthorized']);
      expect(record.servers[3]?.errorCode).to.equal(401);
      expect(record.candidates.some(({ type }) => type === 'relay')).to.equal(true);
      expect(JSON.stringify(record)).to.not.include(credential);
    });

    it('relays by TURN over tls, where the certificate is trusted', async () => {
      const { secureHost, username, credential } = coturn;
      const server = { urls: `turns:${secureHost}?transport=tcp`, username, credential };
      const record = await bridge.resolveIce([server], { timeout: 8000 });
      const isTrusted = navigator.userAgent.includes('Chrome');
      expect(record.servers[0]).to.include({ ok: isTrusted }, JSON.stringify(record.servers));
      expect(record.candidates.some(({ type }) => type === 'relay')).to.equal(isTrusted);
    });
  }

  // Chromium alone has such a limit, and lets a test collect what was closed
  const collect: unknown = Reflect.get(globalThis, 'gc');
  if (typeof collect === 'function') {
    it('blames no server while the browser makes no more connections, and asks again when some are collected', async () => {
      const most = 1000;
      const made: RTCPeerConnection[] = [];
      try {
        while (made.length < most) made.push(new RTCPeerConnection());
      } catch {
        expect(made.length).to.be.below(most);
      }
      let record = await bridge.resolveIce([servers.stun.cone1]);
      expect(record).to.include({ ok: false, code: 'no-connection' });
      expect(record.servers[0]).to.include({ ok: false, code: 'no-connection' });
      for (const connection of made.splice(0)) connection.close();
      while (record.code === 'no-connection') {
        Reflect.apply(collect, globalThis, []);
        await turn();
        record = await bridge.resolveIce([servers.stun.cone1]);
      }
      expect(record.code).to.equal('ok');
    });
  }

  it('rejects at once when it is aborted', async () => {
    const controller = new AbortController();
    const call = rejection(bridge.resolveIce([servers.stun.silent], { signal: controller.signal }));
    controller.abort();
    expect(await call).to.include({ name: 'AbortError', code: 'aborted' });
  });
});
