/** One RTCPeerConnection: made, or not; it gathers candidates until it is done or told to stop, and is closed whatever happens. */
import { parseCandidate } from './candidates.js';
import type { Brought, IceFailure, IceRefusal } from './ice-servers.js';
import type { IceCandidateRecord } from './records.js';

/** As much of RTCPeerConnection as is used. */
export interface Peer {
  readonly iceGatheringState: string;
  createDataChannel(label: string): unknown;
  createOffer(): Promise<RTCSessionDescriptionInit>;
  setLocalDescription(description: RTCSessionDescriptionInit): Promise<void>;
  addEventListener(type: string, listener: (event: Event) => void): void;
  close(): void;
}
export type PeerMaker = new (configuration: RTCConfiguration) => Peer;

/** What W3C WebRTC has thrown for servers that are named wrongly, or in a way that the browser does not know. */
const faults: readonly string[] = ['SyntaxError', 'InvalidAccessError', 'NotSupportedError', 'TypeError'];

/** Anything else is the browser's own trouble: an UnknownError in Chromium, when a page has made 500 that were not collected yet. */
function refusalOf(error: unknown): IceRefusal {
  return error instanceof Error && faults.includes(error.name) ? 'invalid-server' : 'no-connection';
}

/** The connection, or why there is none. */
export function connect(Maker: PeerMaker, configuration: RTCConfiguration): Peer | IceRefusal {
  try {
    return new Maker(configuration);
  } catch (error) {
    return refusalOf(error);
  }
}

/** Resolves when gathering ended, `enough` says so, or `signal` is aborted; never rejects. */
export function gather(
  peer: Peer | IceRefusal,
  signal: AbortSignal,
  enough: (brought: Brought) => boolean = () => false,
): Promise<Brought> {
  const started = performance.now();
  const candidates: IceCandidateRecord[] = [];
  const failures: IceFailure[] = [];
  let milliseconds: number | null = null;
  const state = (ended: boolean, refused: IceRefusal | null = null): Brought => ({
    ...{ candidates, failures, ended, refused, milliseconds },
  });

  return new Promise((resolve) => {
    if (typeof peer === 'string') {
      resolve(state(true, peer));
      return;
    }
    let finished = false;
    const finish = (brought: Brought) => {
      if (finished) return;
      finished = true;
      signal.removeEventListener('abort', stop);
      peer.close();
      resolve(brought);
    };
    const stop = () => finish(state(false));
    const look = () => {
      if (enough(state(false))) finish(state(true));
    };
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    peer.addEventListener('icecandidate', (event) => {
      const candidate = candidateOf(event);
      if (!candidate || finished) return;
      candidates.push(candidate);
      if (candidate.type !== 'host') milliseconds ??= performance.now() - started;
      look();
    });
    peer.addEventListener('icecandidateerror', (event) => {
      failures.push(failureOf(event));
      look();
    });
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState === 'complete') finish(state(true));
    });
    const begin = async () => {
      peer.createDataChannel('tallow');
      await peer.setLocalDescription(await peer.createOffer());
    };
    begin().catch((error: unknown) => finish(state(true, refusalOf(error))));
  });
}

function candidateOf(event: Event): IceCandidateRecord | null {
  const candidate: unknown = 'candidate' in event ? event.candidate : null;
  if (typeof candidate !== 'object' || candidate === null || !('candidate' in candidate)) return null;
  const line = candidate.candidate;
  // Chromium says which server it was, Firefox does not
  const url = 'url' in candidate && typeof candidate.url === 'string' ? candidate.url : null;
  return typeof line === 'string' && line !== '' ? parseCandidate(line, url) : null;
}

function failureOf(event: Event): IceFailure {
  return {
    errorCode: 'errorCode' in event && typeof event.errorCode === 'number' ? event.errorCode : 0,
    text: 'errorText' in event && typeof event.errorText === 'string' ? event.errorText : '',
  };
}
