/** Asks one URL whether it is there: a readable GET with its body, and if that fails, one that tells an answer from none. */
import { readText } from './body.js';
import { untilAborted, type Deadline } from './deadline.js';
import type { ConnectivityRecord, Expectation } from './records.js';
import { here, isVeiled, refusalOf, watchEmbedder, watchPolicy } from './refusal.js';
import { isEmpty, verdictOf, type Sighting } from './verdict.js';

/** Bytes of a body that are read at most. */
const LIMIT = 64 * 2 ** 10;

export interface Probe {
  /** As it was given. */
  readonly url: string;
  readonly address: URL;
  readonly expect: Expectation | undefined;
}

interface Seen {
  readonly sighting: Sighting;
  readonly responseTime: number | null;
}

/** Never rejects but with the caller's own abort. */
export async function probe(target: Probe, deadline: Deadline): Promise<ConnectivityRecord> {
  const started = performance.now();
  const startedAt = Date.now();
  const seen = await look(target, deadline, started);
  return record(target, seen, { startedAt, milliseconds: performance.now() - started });
}

/** For URLs whose turn never came. */
export const notAsked = (target: Probe): ConnectivityRecord =>
  record(target, { sighting: { kind: 'not-asked' }, responseTime: null }, { startedAt: Date.now(), milliseconds: 0 });

function record(
  { url, address, expect }: Probe,
  { sighting, responseTime }: Seen,
  times: { startedAt: number; milliseconds: number },
): ConnectivityRecord {
  const readable = !isEmpty(expect) || isOwn(address);
  const verdict = verdictOf(sighting, { host: address.host, readable, expect });
  const httpStatus =
    sighting.kind === 'answer' ? sighting.answer.status : 'status' in sighting ? sighting.status : undefined;
  return {
    url,
    ...verdict,
    reachable: verdict.status === 'reachable',
    ...(httpStatus !== undefined && { httpStatus }),
    responseTime,
    ...times,
  };
}

async function look({ address, expect }: Probe, deadline: Deadline, started: number): Promise<Seen> {
  const refusal = refusalOf(address, here());
  if (refusal) return { sighting: { kind: 'refused', why: refusal }, responseTime: null };
  const policy = watchPolicy();
  try {
    return await ask(address, expect, deadline, started);
  } catch (error) {
    if (deadline.signal.aborted && !deadline.expired) throw error;
    if (deadline.expired) return { sighting: { kind: 'no-answer' }, responseTime: null };
    if (policy.refused(address)) return { sighting: { kind: 'refused', why: 'policy' }, responseTime: null };
    return { sighting: await askBlindly(address, deadline), responseTime: null };
  } finally {
    policy.stop();
  }
}

const common: RequestInit = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' };

/** Rejects where there were no headers to read. */
async function ask(address: URL, expect: Expectation | undefined, deadline: Deadline, started: number): Promise<Seen> {
  const { signal } = deadline;
  const response = await untilAborted(fetch(address, { ...common, signal }), signal);
  const responseTime = performance.now() - started;
  const { status } = response;
  try {
    const text = await readText(response, signal, LIMIT);
    const answer = {
      status,
      host: new URL(response.url || address).host,
      header: (name: string) => response.headers.get(name),
      text,
    };
    return { sighting: { kind: 'answer', answer }, responseTime };
  } catch (error) {
    if (signal.aborted && !deadline.expired) throw error;
    return { sighting: { kind: deadline.expired ? 'stalled' : 'cut-off', status }, responseTime };
  }
}

/**
 * What may not be read has still answered. On the page's own origin that is a redirect to another one, which `manual` shows
 * even where a Cross-Origin-Embedder-Policy hides the rest.
 */
async function askBlindly(address: URL, deadline: Deadline): Promise<Sighting> {
  const { signal } = deadline;
  const blind: RequestInit = isOwn(address) ? { redirect: 'manual' } : { mode: 'no-cors' };
  const embedder = watchEmbedder();
  try {
    const response = await untilAborted(fetch(address, { ...common, ...blind, signal }), signal);
    void response.body?.cancel().catch(() => undefined);
    return { kind: 'unreadable' };
  } catch (error) {
    if (signal.aborted && !deadline.expired) throw error;
    if (deadline.expired) return { kind: 'no-answer' };
    if (await untilAborted(embedder.hid(address), signal).catch(() => false)) return { kind: 'unreadable' };
    return { kind: 'failed', online: isOnline(), veiled: isVeiled() };
  } finally {
    embedder.stop();
  }
}

const isOwn = (address: URL): boolean => typeof location !== 'undefined' && address.origin === location.origin;

/** A hint that words a failure, and never a reason not to try: it is wrong both ways. Node has a navigator without it. */
const isOnline = (): boolean => typeof navigator === 'undefined' || !('onLine' in navigator) || navigator.onLine;
