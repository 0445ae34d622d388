/** STUN and TURN servers: their URLs taken apart, and the verdict on each from what its gathering brought. */
import { OperationError } from '../../errors.js';
import { named } from './address.js';
import type { IceCandidateRecord, IceServerCode, IceServerInput, IceServerRecord } from './records.js';

export interface IceServer {
  readonly url: string;
  /** A NAT may map by that of the other side alone: what two ports of one see proves no more than what one does. */
  readonly host: string;
  readonly kind: IceServerRecord['kind'];
  readonly transport: IceServerRecord['transport'];
  /** What RTCPeerConnection takes. */
  readonly given: RTCIceServer;
}

/** More connections at once than browsers take well. */
const MOST = 20;

/** One for each URL. @throws OperationError `invalid`, without the credential */
export function listServers(inputs: readonly IceServerInput[]): readonly IceServer[] {
  const servers = inputs.flatMap((input) => {
    if (typeof input === 'string') return [serverOf(input)];
    return urlsOf(input).map((url) => serverOf(url, input.username, input.credential));
  });
  if (servers.length <= MOST) return servers;
  throw new OperationError('invalid', `resolveIce takes ${MOST} servers at most, not ${servers.length}.`);
}

function urlsOf(input: unknown): readonly string[] {
  const urls = typeof input === 'object' && input !== null && 'urls' in input ? input.urls : null;
  const list: readonly unknown[] = Array.isArray(urls) ? urls : [urls];
  if (list.every((url) => typeof url === 'string')) return list;
  throw new OperationError('invalid', 'A STUN or TURN server is a URL, or {urls} with one or several.');
}

// RFC 7064 and 7065
const pattern = /^(stun|stuns|turn|turns):(\[[\da-f:.]+\]|[^\s:/?#@[\]]+)(?::\d{1,5})?(?:\?transport=(udp|tcp))?$/;

function serverOf(url: string, username?: string, credential?: string): IceServer {
  const [, scheme = '', host, transport] = pattern.exec(url.toLowerCase()) ?? [];
  if (host === undefined || (transport !== undefined && scheme.startsWith('stun'))) {
    throw new OperationError('invalid', `This is not the URL of a STUN or TURN server${named(url)}`);
  }
  const isTurn = scheme.startsWith('turn');
  if (isTurn && (username === undefined || credential === undefined)) {
    throw new OperationError('invalid', `A TURN server needs a username and a credential${named(url)}`);
  }
  return {
    url,
    host,
    kind: isTurn ? 'turn' : 'stun',
    transport: scheme.endsWith('s') ? 'tls' : transport === 'tcp' ? 'tcp' : 'udp',
    given: isTurn ? { urls: url, username: username ?? '', credential: credential ?? '' } : { urls: url },
  };
}

export interface IceFailure {
  readonly errorCode: number;
  readonly text: string;
}

/** Why the browser did not even begin. */
export type IceRefusal = Extract<IceServerCode, 'invalid-server' | 'no-connection'>;

/** What one server brought. */
export interface Brought {
  readonly candidates: readonly IceCandidateRecord[];
  readonly failures: readonly IceFailure[];
  readonly ended: boolean;
  readonly refused: IceRefusal | null;
  /** Milliseconds to the first candidate that is the server's work; null while there was none. */
  readonly milliseconds: number | null;
}

/** The candidate that shows that a server of this kind does its work. */
export function isProof({ kind }: IceServer, { type }: IceCandidateRecord): boolean {
  return type === (kind === 'turn' ? 'relay' : 'srflx');
}

export function serverVerdict(server: IceServer, brought: Brought): IceServerRecord {
  const { url, kind, transport } = server;
  const proof = brought.candidates.find((candidate) => isProof(server, candidate));
  const code = proof ? 'ok' : codeOf(brought);
  return {
    url,
    kind,
    transport,
    ok: code === 'ok',
    code,
    detail: kind === 'turn' && code === 'ok' ? 'It relays.' : details[code],
    publicAddress: proof?.address ?? null,
    publicPort: proof?.port ?? null,
    milliseconds: proof ? brought.milliseconds : null,
    errorCode: proof ? null : (worst(brought.failures)?.errorCode ?? null),
  };
}

/**
 * 701 is the browser's own, for a name that is not found and for silence alike; only its text tells them apart, in Chromium. Firefox
 * gives STUN errors as 65535.
 */
function codeOf({ failures, ended, refused }: Brought): IceServerCode {
  if (refused) return refused;
  const failure = worst(failures);
  if (!failure) return ended ? 'no-candidate' : 'no-answer';
  if (failure.errorCode === 401) return 'unauthorized';
  if (failure.errorCode !== 701) return 'refused';
  return /lookup|resol/i.test(failure.text) ? 'unresolved' : 'no-answer';
}

/** A server's own word weighs more than the browser's 701, which comes once for each family of addresses. */
function worst(failures: readonly IceFailure[]): IceFailure | undefined {
  return failures.find(({ errorCode }) => errorCode !== 701) ?? failures[0];
}

/** Nothing that is still to come can change the verdict. */
export function isSettled(server: IceServer, { candidates, failures }: Brought): boolean {
  return (
    candidates.some((candidate) => isProof(server, candidate)) || failures.some(({ errorCode }) => errorCode === 401)
  );
}

/** Of a server, and of all of them. */
export const noConnection =
  'The browser made no connection to ask with: a page may make so many, and those that were closed count until memory is collected.';

const details: Readonly<Record<IceServerCode, string>> = {
  ok: 'It told a public address.',
  'no-answer': 'Nothing came back: the server is silent, or something on the way drops its packets.',
  unresolved: 'The name of the server could not be looked up.',
  unauthorized: 'User name or credential were refused.',
  refused: 'The server answered with an error.',
  'no-candidate': 'The browser was done without an address and without an error.',
  'invalid-server': 'The browser does not take this server.',
  'no-connection': noConnection,
  unsupported: 'There is no WebRTC here.',
};
