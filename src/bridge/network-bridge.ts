/** WorkerBridge.network: is it there, how far, how much, and how to be reached; what its methods take, and the operations they ask for. */
import type { iceOperations as IceOperations } from '../operations/ice.js';
import type {
  BandwidthRecord,
  ConnectivityRecord,
  ConnectivityTarget,
  Expectation,
  IceRecord,
  IceServerInput,
  LatencyRecord,
} from '../operations/network/records.js';
import { createPageWorker } from '../pool/page-worker.js';
import { createWorkerPool, type WorkerPool } from '../pool/pool.js';
import { createBridge, type Bridge, type BridgeCallOptions } from './bridge.js';
import { channels } from './channels.js';
import { absolute, checkCount, checkMilliseconds, takeList, targetOf } from './network-input.js';
import { checkTimeout, createTimedCalls } from './timed-call.js';

export interface NetworkOptions extends Omit<BridgeCallOptions, 'transfer'> {
  /**
   * Milliseconds for the whole call, the start of a worker and the wait for its turn included; 0 or Infinity for none. What is known by
   * then is the answer. The default is stated by each call, and counts from its turn.
   */
  readonly timeout?: number | undefined;
}

export interface ConnectivityOptions extends NetworkOptions {
  /** What those URLs have to answer that say nothing of their own. */
  readonly expect?: Expectation | undefined;
  /** How many are asked at once: 6. */
  readonly atOnce?: number | undefined;
}

export interface LatencyOptions extends NetworkOptions {
  /** Milliseconds between two samples: 100. */
  readonly interval?: number | undefined;
  /** Milliseconds after which a sample is lost: 2000. */
  readonly sampleTimeout?: number | undefined;
}

export interface BandwidthOptions extends NetworkOptions {
  /** Takes POST and answers 2xx; without it there is no upload test. */
  readonly uploadUrl?: string | URL | undefined;
  /** Asked by HEAD for the latency under load; the download's URL by default. */
  readonly latencyUrl?: string | URL | undefined;
  /** Milliseconds each direction may take: 5000. It ends sooner once the rate is steady. */
  readonly duration?: number | undefined;
  /** Requests at once, 1 to 4; by default four for an upload, for a download one, and more where one brings over 50 Mbit/s. */
  readonly streams?: number | 'auto' | undefined;
}

/**
 * What `WorkerBridge.network` offers. Nothing is asked but the URLs that are given, without cookies and without a referrer, and
 * nothing is sent anywhere. Whatever servers do, the answer is a record with a code; calls reject for arguments that make
 * no sense (OperationError `invalid`), an abort, and trouble with the worker (IPCError). docs/network.md says what each code proves.
 */
export interface NetworkBridge {
  /**
   * Asks each URL, and tells the service from a captive portal, silence, or nothing. Relative URLs are the page's.
   * @param timeout milliseconds for each URL, from when its turn comes: 5000. `options.timeout` is for all; by default as long as
   *   they may take by turns, and 5 s
   * @returns a record for each, in their order; progress in URLs
   */
  testConnectivity(
    urls: readonly (string | URL | ConnectivityTarget)[],
    timeout?: number,
    options?: ConnectivityOptions,
  ): Promise<readonly ConnectivityRecord[]>;
  /**
   * Round trips over one connection, one after the other. Only one latency check or bandwidth test runs at a time: they would disturb
   * each other. `options.timeout`: 5 s, and 0.6 s for each sample, by default.
   * @param samples 1 to 1000; 10 by default, beside a warm-up
   * @returns progress in samples
   */
  latencyCheck(url: string | URL, samples?: number, options?: LatencyOptions): Promise<LatencyRecord>;
  /**
   * How much goes through, down, and up where there is an upload URL. Ends when the rate is steady, when the time is up, or at
   * `payloadSize`. Never started by itself: it costs the user that data. `options.timeout`: twice the durations and 5 s by default.
   * @param payloadSize bytes each direction may move: 10,000,000. Over 50 Mbit/s that is over before the rate is steady; 50,000,000
   *   do for 200 Mbit/s
   * @returns progress in bytes of `payloadSize`, for each direction; `status` names it
   */
  bandwidthTest(url: string | URL, payloadSize?: number, options?: BandwidthOptions): Promise<BandwidthRecord>;
  /**
   * What STUN and TURN servers tell: addresses at which this browser can be reached, how the NAT maps, and which server works. There
   * is no WebRTC in workers, so this runs on the page wherever it is called from, and `pool` does not matter. `options.timeout`: 4000,
   * because a silent server holds browsers for up to 40 s.
   * @returns progress in servers; code `unsupported` where there is no WebRTC
   */
  resolveIce(stunServers: readonly IceServerInput[], options?: NetworkOptions): Promise<IceRecord>;
  /**
   * Loads the code now, and starts nothing: a call that finds the page off line can then be made on the page, where else it would reject
   * with `unavailable`, as there is nothing to start a worker from.
   * @throws TypeError when the code cannot be loaded
   */
  preload(): Promise<void>;
  readonly getStats: Bridge<'network'>['getStats'];
  /** Ends this bridge's workers: what runs, or waits for its turn, rejects with `terminated`. The next call starts new ones. */
  readonly destroy: () => void;
}

/** Milliseconds a worker may take to start, in what calls have by default: a slow device is no slow network. */
const START_TIME = 5000;
const ICE_TIME = 4000;

/** The pool of the one operation that has no worker. */
type PagePool = WorkerPool<{ ice: typeof IceOperations }>;

/** A bridge with a pool of its own, which starts no worker before it is first used. */
export function createNetworkBridge(
  // its tasks wait for the network, and hardly use their thread
  bridge: Bridge<'network'> = createBridge({ channel: 'network', size: 1, concurrency: 16 }),
): NetworkBridge {
  const calls = createTimedCalls();
  let page: PagePool | undefined;

  return {
    async testConnectivity(urls, timeout = 5000, options = {}) {
      const { expect, atOnce = 6 } = options;
      checkCount('atOnce', atOnce, 50);
      const each = checkTimeout(timeout, 5000);
      const given = takeList(urls, 'testConnectivity takes a list of URLs.').map((url) => targetOf(url, expect));
      const targets = given.map(({ url, ...rest }) => ({ url: absolute(url), ...rest }));
      const whole = START_TIME + each * Math.max(1, Math.ceil(given.length / atOnce));
      const records = await calls.run(options, whole, (until, call) =>
        bridge.run('check-connectivity', { targets, timeout: each, atOnce, until }, call),
      );
      return records.map((record, index) => ({ ...record, url: String(given[index]?.url ?? record.url) }));
    },
    async latencyCheck(url, samples = 10, options = {}) {
      const { interval = 100, sampleTimeout = 2000 } = options;
      checkCount('samples', samples, 1000);
      checkMilliseconds('interval', interval, 0);
      checkMilliseconds('sampleTimeout', sampleTimeout, 1);
      const whole = START_TIME + samples * (interval + 500);
      const input = { url: absolute(url), samples, interval, sampleTimeout };
      const ask = (until: number, call: BridgeCallOptions) => bridge.run('latency-check', { ...input, until }, call);
      return { ...(await calls.run(options, whole, ask, true)), url: String(url) };
    },
    async bandwidthTest(url, payloadSize = 10_000_000, options = {}) {
      const { uploadUrl, latencyUrl, duration = 5000, streams = 'auto' } = options;
      checkCount('payloadSize', payloadSize, 2 ** 40);
      checkMilliseconds('duration', duration, 1);
      if (streams !== 'auto') checkCount('streams', streams, 4);
      const input = {
        url: absolute(url),
        uploadUrl: uploadUrl === undefined ? undefined : absolute(uploadUrl),
        latencyUrl: latencyUrl === undefined ? undefined : absolute(latencyUrl),
        ...{ payloadSize, duration, streams },
      };
      const ask = (until: number, call: BridgeCallOptions) => bridge.run('bandwidth-test', { ...input, until }, call);
      return { ...(await calls.run(options, START_TIME + 2 * duration, ask, true)), url: String(url) };
    },
    async resolveIce(stunServers, options = {}) {
      const servers = takeList(stunServers, 'resolveIce takes a list of STUN and TURN servers.');
      const pool = (page ??= createPagePool());
      return calls.run(options, ICE_TIME, (until, { signal, onProgress, priority }) =>
        pool.execute({
          channel: 'ice',
          type: 'resolve-ice',
          payload: { servers, until },
          ...{ signal, onProgress, priority },
        }),
      );
    },
    async preload() {
      await Promise.all([channels.network.operations(), iceOperations()]);
    },
    getStats: bridge.getStats,
    destroy() {
      calls.end();
      bridge.destroy();
      page?.terminate();
      page = undefined;
    },
  };
}

const iceOperations = async () => (await import('../operations/ice.js')).iceOperations;

function createPagePool(): PagePool {
  const load = async () => ({ ice: await iceOperations() });
  return createWorkerPool([{ name: 'page', start: () => createPageWorker(load) }], 1, { concurrency: 16 });
}
