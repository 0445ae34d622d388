/** What the network operations take and answer: plain records, with codes that stay the same and sentences that may change. */

/**
 * What an answer has to be, so that a captive portal or a proxy is not taken for the service. Whoever expects something says
 * thereby that the service can be read by this page (same origin, or CORS headers).
 */
export interface Expectation {
  /** The HTTP status, after redirects. */
  readonly status?: number | undefined;
  /** A response header and its value. Across origins the server has to expose it (`Access-Control-Expose-Headers`). */
  readonly header?: { readonly name: string; readonly value: string } | undefined;
  /** The whole body, white space around it left out; 64 KiB are read at most. */
  readonly text?: string | undefined;
  /** A piece of the body. */
  readonly contains?: string | undefined;
}

/** A URL to be tried, with what it has to answer. */
export interface ConnectivityTarget {
  readonly url: string | URL;
  readonly expect?: Expectation | undefined;
}

/**
 * - `reachable`: an answer that could be read, and that was what was expected. With nothing expected: any but 511, from the same host
 * - `intercepted`: an answer, but not the service's: a captive portal, a proxy, or the service in trouble
 * - `opaque`: something answered, and the browser does not let this page read it (no CORS headers); a captive portal looks like this too
 * - `timeout`: no whole answer before the deadline
 * - `unreachable`: no connection, or one that broke. Browsers do not tell a name that is not there from a refused port
 * - `blocked`: the browser refused to ask: mixed content, a port on its list, a Content Security Policy
 */
export type ConnectivityStatus = 'reachable' | 'intercepted' | 'opaque' | 'timeout' | 'unreachable' | 'blocked';

/**
 * Why, in one word. By status:
 * - `reachable`: `ok`, `http-error` (the status is 400 or more, and nothing else was expected)
 * - `intercepted`: `login-required` (HTTP 511), `redirected` (another host answered), `unexpected-status`, `unexpected-header`,
 *   `unexpected-text`, `unreadable` (something answered without CORS headers, though the service has them)
 * - `opaque`: `no-cors`
 * - `timeout`: `no-answer` (no headers), `stalled` (headers, and no whole body), `not-asked` (the whole call's time was up before its turn)
 * - `unreachable`: `failed`, `cut-off` (the connection broke in the body), `offline` (as `failed`, and the browser believes to be offline)
 * - `blocked`: `mixed-content`, `blocked-port`, `policy`
 */
export type ConnectivityCode =
  | 'ok'
  | 'http-error'
  | 'login-required'
  | 'redirected'
  | 'unexpected-status'
  | 'unexpected-header'
  | 'unexpected-text'
  | 'unreadable'
  | 'no-cors'
  | 'no-answer'
  | 'stalled'
  | 'not-asked'
  | 'failed'
  | 'cut-off'
  | 'offline'
  | 'mixed-content'
  | 'blocked-port'
  | 'policy';

/** How one URL answered. */
export interface ConnectivityRecord {
  /** As it was given. */
  readonly url: string;
  readonly status: ConnectivityStatus;
  /** `status` is `reachable`. */
  readonly reachable: boolean;
  readonly code: ConnectivityCode;
  /** One sentence in English. */
  readonly detail: string;
  /** Missing where no answer could be read. */
  readonly httpStatus?: number;
  /** From the start of this URL's first request to its verdict. */
  readonly milliseconds: number;
  /** Milliseconds to the headers of an answer that could be read; null where there was none. Includes the name, the connection and TLS. */
  readonly responseTime: number | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/**
 * Where the milliseconds come from: `resource-timing` is the browser's own clock for one request, without what the page and the
 * connection cost; `wall-clock` is a clock around `fetch`, which reads some milliseconds too many. Never both in one record.
 */
export type LatencySource = 'resource-timing' | 'wall-clock';

/**
 * - `ok`: every sample came back
 * - `partial`: some were lost, or the time was up before all were taken; the figures are those of the rest
 * - `timeout`, `unreachable`: no sample came back
 * - `blocked`: the browser refused to ask
 */
export type LatencyCode = 'ok' | 'partial' | 'timeout' | 'unreachable' | 'blocked';

/** All times in milliseconds; null where there was no sample (for jitter: fewer than two). */
export interface LatencyRecord {
  readonly url: string;
  /** There are figures: `code` is `ok` or `partial`. */
  readonly ok: boolean;
  readonly code: LatencyCode;
  readonly detail: string;
  /** In the order they were taken; without the warm-up, the lost and the dropped. */
  readonly samples: readonly number[];
  /** The headline. */
  readonly median: number | null;
  /** The nearest to what the path itself takes. */
  readonly min: number | null;
  readonly max: number | null;
  readonly average: number | null;
  readonly p90: number | null;
  /** The mean absolute difference of neighbouring samples. */
  readonly jitter: number | null;
  /** Samples that were asked for and did not come back. */
  readonly lost: number;
  /** Samples not counted because a new connection had to be opened for them. */
  readonly dropped: number;
  readonly source: LatencySource;
  /** The steps of the clock that was seen at work: 0.1 in Chromium, 1 in Firefox; null where it cannot be told. */
  readonly resolution: number | null;
  /** As ALPN names it: `http/1.1`, `h2`, `h3`; empty where the server does not let it be known. */
  readonly protocol: string;
  /** Milliseconds the whole of it took. */
  readonly milliseconds: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/**
 * - `ok`: a figure; how far to trust it says `confidence`
 * - `compressed`, `cached`: the answer did not travel as it is, so there is no figure
 * - `http-error`: the server answered with a status that is not 2xx (for an upload: did not acknowledge what was sent)
 * - `no-body`: the answer was empty
 * - `timeout`: nothing could be counted before the deadline
 * - `unreachable`: no connection, one that broke at once, or no CORS headers
 * - `blocked`: the browser refused to ask
 */
export type BandwidthCode =
  'ok' | 'compressed' | 'cached' | 'http-error' | 'no-body' | 'timeout' | 'unreachable' | 'blocked';

/**
 * Why a figure has low confidence.
 * - `few-windows`: fewer than five windows of 200 ms after the warm-up
 * - `unstable`: the windows still differed when it ended, or nothing came in most of them
 * - `short-responses`: the answers were so short that much of the time went into asking
 * - `interrupted`: a connection broke, or an answer failed, on the way, or the time was up before it was known how the bytes travelled
 * - `compressible`: the bytes can be packed, and the browser does not say whether they were
 */
export type BandwidthReason = 'few-windows' | 'unstable' | 'short-responses' | 'interrupted' | 'compressible';

/** Round trips while the line was idle and while it was full, in milliseconds; null where there were none. One over 1.5 s counts as 1.5 s. */
export interface LoadedLatency {
  readonly idle: number | null;
  readonly loaded: number | null;
  /** `loaded` less `idle`, not below 0: what a full line adds (bufferbloat). */
  readonly increase: number | null;
  readonly samples: readonly number[];
  readonly source: LatencySource;
}

/** One direction. Megabits of 1,000,000 bits a second, of bytes that arrived: no headers, no factor for what carries them. */
export interface DirectionRecord {
  readonly ok: boolean;
  readonly code: BandwidthCode;
  readonly detail: string;
  /** The median of the windows; null where there is no figure. */
  readonly mbps: number | null;
  readonly mean: number | null;
  readonly p10: number | null;
  readonly p90: number | null;
  /** Each window of 200 ms after the warm-up, in order, in megabits a second. */
  readonly windows: readonly number[];
  readonly confidence: 'high' | 'low';
  readonly reasons: readonly BandwidthReason[];
  /** Everything that moved, warm-up included. For an upload: what a 2xx acknowledged. */
  readonly bytes: number;
  readonly warmUpBytes: number;
  /** Milliseconds from the first byte to the last. */
  readonly milliseconds: number;
  /** Requests at once, at most. */
  readonly streams: number;
  readonly endedBy: 'stable' | 'time' | 'bytes' | 'failure';
  readonly latency: LoadedLatency | null;
}

/** What `bandwidthTest` answers. `bandwidthMbps` and `confidence` are those of the download; `code` is that of the first direction that failed. */
export interface BandwidthRecord {
  readonly url: string;
  readonly ok: boolean;
  readonly code: BandwidthCode;
  readonly detail: string;
  /** The median; null where there is no figure. */
  readonly bandwidthMbps: number | null;
  readonly confidence: 'high' | 'low';
  /** Bytes, of every direction, warm-up included. */
  readonly bytesTransferred: number;
  /** Milliseconds in which they moved. */
  readonly transferTime: number;
  readonly download: DirectionRecord | null;
  /** Null without an upload URL. */
  readonly upload: DirectionRecord | null;
  /** Milliseconds the whole of it took. */
  readonly milliseconds: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** A STUN or TURN server: its URL, or what RTCPeerConnection takes. TURN needs a user name and a credential; no record repeats them. */
export type IceServerInput =
  | string
  | {
      readonly urls: string | readonly string[];
      readonly username?: string | undefined;
      readonly credential?: string | undefined;
    };

/** An address at which this browser could be reached. Addresses are personal data: show them only to who asked. */
export interface IceCandidateRecord {
  readonly type: 'host' | 'srflx' | 'prflx' | 'relay';
  readonly protocol: 'udp' | 'tcp';
  /** An IP address, or a name ending in `.local` that hides one. */
  readonly address: string;
  readonly port: number;
  /** `mdns`: hidden behind a name. */
  readonly family: 'ipv4' | 'ipv6' | 'mdns';
  /** What it was mapped from; null where there is none, or the browser hides it. */
  readonly related: { readonly address: string; readonly port: number } | null;
  /** The URL of the server that told it; null for host candidates, and where browsers do not say. */
  readonly server: string | null;
}

/**
 * - `ok`: it told a public address (STUN), or relays (TURN)
 * - `no-answer`: nothing came back before the deadline, or the browser gave up waiting
 * - `unresolved`: its name could not be looked up
 * - `unauthorized`: user name or credential were refused
 * - `refused`: it answered with an error
 * - `no-candidate`: gathering ended without an address and without an error. Where addresses are not hidden, this is what a server
 *   looks like that told an address which the machine itself has
 * - `invalid-server`: the browser does not take this server
 * - `no-connection`: it was not asked, since the browser made no connection: it has made too many for this page, until memory is collected
 * - `unsupported`: there is no WebRTC here
 */
export type IceServerCode =
  | 'ok'
  | 'no-answer'
  | 'unresolved'
  | 'unauthorized'
  | 'refused'
  | 'no-candidate'
  | 'invalid-server'
  | 'no-connection'
  | 'unsupported';

/** The verdict on one server, tried by itself. */
export interface IceServerRecord {
  readonly url: string;
  readonly kind: 'stun' | 'turn';
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly ok: boolean;
  readonly code: IceServerCode;
  readonly detail: string;
  /** For STUN: the address the server saw. For TURN: the address it relays from. Personal data. */
  readonly publicAddress: string | null;
  readonly publicPort: number | null;
  /** Milliseconds until it answered; null where it did not. */
  readonly milliseconds: number | null;
  /** What the browser reported: 401, 701 and others; null where it reported nothing. */
  readonly errorCode: number | null;
}

/**
 * Whether one socket has the same public address towards every server.
 * - `endpoint-independent`: yes (a "cone" NAT): direct connections usually work
 * - `endpoint-dependent`: no ("symmetric"): direct connections often fail, and a TURN server is needed
 * - `none`: the public address is the machine's own
 * - `unknown`: no two different servers answered over one family of addresses, or the browser hides too much
 */
export type NatMapping = 'endpoint-independent' | 'endpoint-dependent' | 'none' | 'unknown';

/**
 * - `ok`: at least one server did what it is for
 * - `no-answer`: none did
 * - `no-candidates`: the browser found no address at all
 * - `no-servers`: none was named; host candidates only
 * - `no-connection`: none did, and not all were asked, since the browser made too few connections
 * - `unsupported`: there is no WebRTC here (workers, Node, WebKitGTK)
 */
export type IceCode = 'ok' | 'no-answer' | 'no-candidates' | 'no-servers' | 'no-connection' | 'unsupported';

export interface IceRecord {
  readonly ok: boolean;
  readonly code: IceCode;
  readonly detail: string;
  readonly candidates: readonly IceCandidateRecord[];
  /** One for each URL, in the order given. */
  readonly servers: readonly IceServerRecord[];
  readonly mapping: NatMapping;
  /** Distinct addresses that STUN servers saw. Personal data. */
  readonly publicAddresses: readonly string[];
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  /** Local addresses are hidden behind names, as they are by default. */
  readonly mdns: boolean;
  /** False where the deadline ended it. */
  readonly complete: boolean;
  /** Milliseconds the whole of it took. */
  readonly milliseconds: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}
