/** An RTCPeerConnection that gathers what the test wrote down for its servers, so that the paths around it are tested in every engine. */
import type { Peer, PeerMaker } from '../../src/operations/network/gather.js';

export interface Script {
  /** Lines as in RFC 8839. */
  readonly candidates?: readonly string[];
  readonly failures?: readonly (readonly [errorCode: number, errorText: string])[];
  /** Gathering ends; otherwise it stays open, as with a silent server. */
  readonly ends?: boolean;
}

/** `play` says what a connection with these servers gathers; what it throws, the constructor throws. */
export function fakePeers(play: (urls: readonly string[], configuration: RTCConfiguration) => Script): {
  readonly Maker: PeerMaker;
  /** Connections that are not closed. */
  readonly open: () => number;
  /** All that were made. */
  readonly made: () => number;
} {
  let open = 0;
  let made = 0;
  class FakePeer extends EventTarget implements Peer {
    iceGatheringState = 'new';
    readonly #script: Script;

    constructor(configuration: RTCConfiguration) {
      super();
      this.#script = play(configuration.iceServers?.flatMap(({ urls }) => urls) ?? [], configuration);
      open++;
      made++;
    }

    createDataChannel(): unknown {
      return null;
    }

    createOffer(): Promise<RTCSessionDescriptionInit> {
      return Promise.resolve({ type: 'offer' });
    }

    setLocalDescription(): Promise<void> {
      const { candidates = [], failures = [], ends = false } = this.#script;
      for (const candidate of candidates) {
        this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { candidate } }));
      }
      for (const [errorCode, errorText] of failures) {
        this.dispatchEvent(Object.assign(new Event('icecandidateerror'), { errorCode, errorText }));
      }
      if (ends) {
        this.iceGatheringState = 'complete';
        this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: null }));
        this.dispatchEvent(new Event('icegatheringstatechange'));
      }
      return Promise.resolve();
    }

    close(): void {
      open--;
    }
  }
  return { Maker: FakePeer, open: () => open, made: () => made };
}
