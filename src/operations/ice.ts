/** The network operation that runs on the page: there is no RTCPeerConnection in workers. */
import type { OperationContext, Services } from '../operation.js';
import { startDeadline, type Deadline } from './network/deadline.js';
import { connect, gather, type PeerMaker } from './network/gather.js';
import {
  isSettled,
  listServers,
  noConnection,
  serverVerdict,
  type Brought,
  type IceRefusal,
  type IceServer,
} from './network/ice-servers.js';
import { mappingOf } from './network/mapping.js';
import type { IceCode, IceRecord, IceServerInput, IceServerRecord } from './network/records.js';

export interface IceInput {
  readonly servers: readonly IceServerInput[];
  /** Milliseconds since 1970 by which it has to be done; 4 s from now by default: a silent server holds Chromium for 40 s. */
  readonly until?: number | undefined;
}

const TIMEOUT = 4000;

/** Milliseconds that the connection to all servers has to tell a second mapping, once each server has been judged alone. */
const GRACE = 500;

/**
 * One connection to all STUN servers, since only from one socket can their answers be compared, and one to each server, since
 * equal answers are reported once and not every browser says whose they are; to TURN servers in relay-only mode. Progress in servers.
 */
export async function resolveIce(
  { servers: inputs, until }: IceInput,
  context: OperationContext,
  Maker: PeerMaker | null | undefined = globalThis.RTCPeerConnection,
): Promise<IceRecord> {
  const started = performance.now();
  const startedAt = Date.now();
  const servers = listServers(inputs);
  context.signal.throwIfAborted();
  const deadline = startDeadline(Math.max(0, (until ?? startedAt + TIMEOUT) - startedAt), context.signal);
  try {
    const figures = typeof Maker === 'function' ? await ask(Maker, servers, deadline, context) : unsupported(servers);
    context.signal.throwIfAborted();
    const { code } = figures;
    const ok = code === 'ok' || code === 'no-servers';
    return { ok, detail: details[code], ...figures, startedAt, milliseconds: performance.now() - started };
  } finally {
    deadline.clear();
  }
}

type Figures = Omit<IceRecord, 'ok' | 'detail' | 'startedAt' | 'milliseconds'>;

async function ask(
  Maker: PeerMaker,
  servers: readonly IceServer[],
  { signal }: Deadline,
  { progress }: OperationContext,
): Promise<Figures> {
  const enough = new AbortController();
  const until = AbortSignal.any([signal, enough.signal]);
  const alone = servers.map((server) => askAlone(Maker, server, until));
  const together = askTogether(Maker, alone, until);
  let judged = 0;
  await Promise.all(alone.map(({ settled }) => settled.then(() => progress(++judged, servers.length))));
  const stop = setTimeout(() => enough.abort(), GRACE);
  const joint = await together;
  const judgements = await Promise.all(alone.map(judge));
  clearTimeout(stop);

  const records = judgements.map(({ record }) => record);
  const relays = judgements.flatMap(({ brought }) => brought.candidates.filter(({ type }) => type === 'relay'));
  const candidates = [...joint.candidates, ...relays];
  const ofStun = records.filter(({ kind }) => kind === 'stun');
  const seen = ofStun.flatMap(({ publicAddress }) => (publicAddress === null ? [] : [publicAddress]));
  return {
    code: codeOf(records, joint),
    candidates,
    servers: records,
    mapping: mappingOf({
      candidates: joint.candidates,
      answered: { ipv4: answeredOver('ipv4', judgements), ipv6: answeredOver('ipv6', judgements) },
      concealed: ofStun.filter(({ code }) => code === 'no-candidate').length,
    }),
    publicAddresses: [...new Set(seen)],
    ipv4: candidates.some(({ family }) => family === 'ipv4'),
    ipv6: candidates.some(({ family }) => family === 'ipv6'),
    mdns: candidates.some(({ family }) => family === 'mdns'),
    complete: !signal.aborted,
  };
}

interface Asked {
  readonly server: IceServer;
  /** Why there is no connection to it. */
  readonly refused: IceRefusal | null;
  /** Nothing can change the verdict any more. */
  readonly settled: Promise<unknown>;
  readonly brought: Promise<Brought>;
}

/** A STUN server may have an address of the other family to tell after its verdict is settled, so its connection stays open. */
function askAlone(Maker: PeerMaker, server: IceServer, signal: AbortSignal): Asked {
  const iceTransportPolicy = server.kind === 'turn' ? 'relay' : 'all';
  const peer = connect(Maker, { iceServers: [server.given], iceTransportPolicy });
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const brought = gather(peer, signal, (now) => {
    if (!isSettled(server, now)) return false;
    settle();
    return server.kind === 'turn';
  });
  const refused = typeof peer === 'string' ? peer : null;
  return { server, refused, settled: Promise.race([settled, brought]), brought };
}

/** Without those that the browser does not take: one of them would keep all the others from being asked. One alone is together already. */
function askTogether(Maker: PeerMaker, alone: readonly Asked[], signal: AbortSignal): Promise<Brought> {
  const stun = alone.filter(({ server, refused }) => server.kind === 'stun' && refused !== 'invalid-server');
  const [only] = stun;
  if (only && stun.length === 1) return only.brought;
  return gather(connect(Maker, { iceServers: stun.map(({ server }) => server.given) }), signal);
}

interface Judgement {
  readonly server: IceServer;
  readonly record: IceServerRecord;
  readonly brought: Brought;
}

async function judge(asked: Asked): Promise<Judgement> {
  const { server } = asked;
  const brought = await asked.brought;
  return { server, record: serverVerdict(server, brought), brought };
}

/** Different hosts only. */
function answeredOver(family: 'ipv4' | 'ipv6', judgements: readonly Judgement[]): number {
  const answered = judgements.filter(({ brought }) =>
    brought.candidates.some((one) => one.type === 'srflx' && one.protocol === 'udp' && one.family === family),
  );
  return new Set(answered.map(({ server }) => server.host)).size;
}

function codeOf(records: readonly IceServerRecord[], joint: Brought): IceCode {
  if (records.some(({ ok }) => ok)) return 'ok';
  // what was not asked has not failed to answer
  if (joint.refused === 'no-connection' || records.some(({ code }) => code === 'no-connection')) return 'no-connection';
  if (joint.candidates.length === 0) return 'no-candidates';
  return records.length === 0 ? 'no-servers' : 'no-answer';
}

function unsupported(servers: readonly IceServer[]): Figures {
  const nothing = { candidates: [], failures: [], ended: true, refused: null, milliseconds: null };
  return {
    code: 'unsupported',
    candidates: [],
    servers: servers.map((server) => ({
      ...serverVerdict(server, nothing),
      code: 'unsupported',
      detail: details.unsupported,
    })),
    mapping: 'unknown',
    publicAddresses: [],
    ...{ ipv4: false, ipv6: false, mdns: false, complete: true },
  };
}

const details: Readonly<Record<IceCode, string>> = {
  ok: 'At least one server did what it is for.',
  'no-answer': 'No server did what it is for.',
  'no-candidates': 'The browser found no address at all.',
  'no-servers': 'No server was named; the candidates are those of this machine.',
  'no-connection': noConnection,
  unsupported: 'There is no WebRTC here.',
};

/** What an endpoint serves as channel `ice`: always the page. */
export const iceOperations = {
  'resolve-ice': (input: IceInput, context: OperationContext): Promise<IceRecord> => resolveIce(input, context),
} satisfies Services[string];
