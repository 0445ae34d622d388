/** The bandwidth test: round trips while the line is idle, then down, then up, with round trips while it is full. */
import type { OperationContext } from '../../operation.js';
import { runCourse, type CourseSettings, type Lane } from './course.js';
import { pause, startDeadline, type Deadline } from './deadline.js';
import { downloadLane } from './download.js';
import { watchPolicy } from './late-news.js';
import { isTimeout, ping, samplesOf, type Ping, type PingRequest } from './ping.js';
import type { BandwidthCode, BandwidthRecord, DirectionRecord, LoadedLatency } from './records.js';
import { here, refusalOf } from './refusal.js';
import { median } from './statistics.js';
import { summarize } from './throughput.js';
import { watchTimings, type Timings } from './timing.js';
import { randomBlob, uploadLane } from './upload.js';
import { shortestUpload } from './upload-size.js';

export interface BandwidthSettings {
  readonly url: string;
  readonly address: URL;
  readonly uploadAddress: URL | null;
  /** Asked by HEAD. */
  readonly latencyAddress: URL;
  /** Bytes each direction may move. */
  readonly payloadSize: number;
  /** Milliseconds each direction may take. */
  readonly duration: number;
  readonly streams: number | 'auto';
  /** Milliseconds for the whole of it. */
  readonly timeout: number;
}

const IDLE_PINGS = 5;
const PING_TIMEOUT = 1500;
/** Milliseconds before the deadline at which a direction ends: how its bytes travelled is to be found out by then, too. */
const LAST = 200;
/** Uploads at once: while one is acknowledged, others fill the line, though two or three may wait at the same time. */
const UPLOADS = 4;
/** Milliseconds between two round trips under load. */
const PING_INTERVAL = 200;

export async function testBandwidth(settings: BandwidthSettings, context: OperationContext): Promise<BandwidthRecord> {
  const started = performance.now();
  const startedAt = Date.now();
  const deadline = startDeadline(settings.timeout, context.signal);
  const timings = watchTimings();
  try {
    const { address, uploadAddress } = settings;
    const pinger: PingRequest = { url: settings.latencyAddress, method: 'HEAD', mode: 'cors', timeout: PING_TIMEOUT };
    const idle = await idlePings(pinger, timings, deadline);
    const test = { settings, deadline, timings, context, idle, pinger };
    const download = await direct(test, 'download', address, settings.streams, (lane) =>
      downloadLane(address, timings, lane),
    );
    let upload: DirectionRecord | null = null;
    if (uploadAddress) {
      const data = randomBlob();
      const lanes = settings.streams === 'auto' ? UPLOADS : settings.streams;
      const shortest = shortestUpload(lanes, median(idle.map(({ wall }) => wall)) ?? 0);
      const send = (lane: Lane) => uploadLane(uploadAddress, data, shortest, lane);
      upload = await direct(test, 'upload', uploadAddress, lanes, send);
    }
    return {
      url: settings.url,
      ok: download.ok && upload?.ok !== false,
      code: download.ok && upload ? upload.code : download.code,
      detail: download.ok && upload ? upload.detail : download.detail,
      bandwidthMbps: download.mbps,
      confidence: download.confidence,
      bytesTransferred: download.bytes + (upload?.bytes ?? 0),
      transferTime: download.milliseconds + (upload?.milliseconds ?? 0),
      download,
      upload,
      startedAt,
      milliseconds: performance.now() - started,
    };
  } finally {
    timings.stop();
    deadline.clear();
  }
}

interface Test {
  readonly settings: BandwidthSettings;
  readonly deadline: Deadline;
  readonly timings: Timings;
  readonly context: OperationContext;
  readonly idle: readonly Ping[];
  readonly pinger: PingRequest;
}

async function direct(
  { settings, deadline, timings, context, idle, pinger }: Test,
  name: 'download' | 'upload',
  address: URL,
  streams: number | 'auto',
  lane: (lane: Lane) => Promise<void>,
): Promise<DirectionRecord> {
  const { payloadSize: cap } = settings;
  const duration = Math.min(settings.duration, Math.max(0, deadline.left() - LAST));
  if (refusalOf(address, here())) return failed('blocked');
  const policy = watchPolicy();
  const course: CourseSettings = {
    cap,
    duration,
    streams,
    lag: name === 'upload' ? 3000 : 1000,
    progress: (bytes) => context.progress(bytes, cap, name),
  };
  const quiet = new AbortController();
  const loaded =
    idle.length > 0 ? loadedPings(pinger, timings, AbortSignal.any([quiet.signal, deadline.signal])) : null;
  try {
    const {
      meter,
      code: seen,
      noted,
      streams: used,
      endedBy,
      horizon,
    } = await runCourse(course, lane, deadline.signal);
    if (context.signal.aborted) throw context.signal.reason;
    quiet.abort();
    const isRefused = seen === 'unreachable' && (await policy.refused(address, deadline.signal));
    const code = isRefused ? 'blocked' : seen;
    if (code !== 'ok') return { ...failed(code), bytes: meter.bytes, streams: used, endedBy };
    return {
      ok: true,
      code,
      detail: details.ok,
      ...summarize(meter, horizon, noted),
      bytes: meter.bytes,
      milliseconds: meter.milliseconds,
      streams: used,
      endedBy,
      latency: loaded && loadedLatency(idle, await loaded),
    };
  } finally {
    quiet.abort();
    policy.stop();
  }
}

/** The first opens the connection and is left out. Where it fails there is no latency to tell, and no other reason to stop. */
async function idlePings(request: PingRequest, timings: Timings, deadline: Deadline): Promise<Ping[]> {
  const pings: Ping[] = [];
  try {
    if (refusalOf(request.url, here())) return pings;
    for (let count = 0; count <= IDLE_PINGS; count++) {
      const one = await ping(request, timings, deadline.signal);
      if (count > 0) pings.push(one);
    }
  } catch (error) {
    if (deadline.signal.aborted && !deadline.expired) throw error;
  }
  return pings;
}

/** A round trip that was given up: at least so long. To leave it out would make a queue look shorter the longer it is. */
const late: Ping = { wall: PING_TIMEOUT, timed: null, opened: false, protocol: '' };

/** The first is left out: it opens a connection beside those that are full. */
async function loadedPings(request: PingRequest, timings: Timings, signal: AbortSignal): Promise<Ping[]> {
  const pings: Ping[] = [];
  for (let count = 0; !signal.aborted; count++) {
    const one = await ping(request, timings, signal).catch((error: unknown) =>
      !signal.aborted && isTimeout(error) ? late : null,
    );
    if (one && count > 0) pings.push(one);
    await pause(PING_INTERVAL, signal);
  }
  return pings;
}

/** One clock for both, or they could not be compared. */
function loadedLatency(before: readonly Ping[], during: readonly Ping[]): LoadedLatency {
  const { source } = samplesOf([...before, ...during]);
  const read = ({ wall, timed }: Ping) => (source === 'resource-timing' && timed !== null ? timed : wall);
  const samples = during.map(read);
  const idle = median(before.map(read));
  const loaded = median(samples);
  const increase = idle === null || loaded === null ? null : Math.max(0, loaded - idle);
  return { idle, loaded, increase, samples, source };
}

const failed = (code: BandwidthCode): DirectionRecord => ({
  ok: false,
  code,
  detail: details[code],
  mbps: null,
  mean: null,
  p10: null,
  p90: null,
  windows: [],
  confidence: 'low',
  reasons: [],
  bytes: 0,
  warmUpBytes: 0,
  milliseconds: 0,
  streams: 0,
  endedBy: 'failure',
  latency: null,
});

const details: Readonly<Record<BandwidthCode, string>> = {
  ok: 'There is a figure; `confidence` and `reasons` say how far to trust it.',
  compressed: 'The answer was compressed on the way: its bytes say nothing about the line. Serve it with no encoding.',
  cached: 'The answer came out of a cache and not over the line.',
  'http-error': 'The server answered with a status that is not 2xx, or redirected an upload.',
  'no-body': 'The answer was empty.',
  timeout: 'Nothing could be counted before the time was up.',
  unreachable: 'No connection, one that broke, or an answer without CORS headers.',
  blocked: 'The browser does not allow this request (mixed content, port or policy).',
};
