/** One RTCPeerConnection that gathers candidates until it is done or told to stop, and is closed whatever happens. */
import { parseCandidate } from './candidates.js';
import type { Brought, IceFailure } from './ice-servers.js';
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

/** Resolves when gathering ended, `enough` says so, or `signal` is aborted; never rejects. */
export function gather(
  Maker: PeerMaker,
  configuration: RTCConfiguration,
  signal: AbortSignal,
  enough: (brought: Brought) => boolean = () => false,
): Promise<Brought> {
  const started = performance.now();
  const candidates: IceCandidateRecord[] = [];
  const failures: IceFailure[] = [];
  let milliseconds: number | null = null;
  const state = (ended: boolean, thrown = false): Brought => ({ candidates, failures, ended, thrown, milliseconds });

  return new Promise((resolve) => {
    let peer: Peer | null = null;
    let finished = false;
    const finish = (brought: Brought) => {
      if (finished) return;
      finished = true;
      signal.removeEventListener('abort', stop);
      peer?.close();
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
    try {
      const connection = new Maker(configuration);
      peer = connection;
      connection.addEventListener('icecandidate', (event) => {
        const candidate = candidateOf(event);
        if (!candidate || finished) return;
        candidates.push(candidate);
        if (candidate.type !== 'host') milliseconds ??= performance.now() - started;
        look();
      });
      connection.addEventListener('icecandidateerror', (event) => {
        failures.push(failureOf(event));
        look();
      });
      connection.addEventListener('icegatheringstatechange', () => {
        if (connection.iceGatheringState === 'complete') finish(state(true));
      });
      connection.createDataChannel('tallow');
      const begin = async () => connection.setLocalDescription(await connection.createOffer());
      begin().catch(() => finish(state(true, true)));
    } catch {
      finish(state(true, true));
    }
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
