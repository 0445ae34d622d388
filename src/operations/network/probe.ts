/** Asks one URL whether it is there: a readable GET with its body, and if that fails, one that tells an answer from none. */
import { readText } from './body.js';
import { untilAborted, type Deadline } from './deadline.js';
import { watchEmbedder, watchPolicy } from './late-news.js';
import type { ConnectivityRecord, Expectation } from './records.js';
import { here, isVeiled, refusalOf } from './refusal.js';
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
  const seen = await look(target, deadline);
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

async function look(target: Probe, deadline: Deadline): Promise<Seen> {
  const { address } = target;
  const refusal = refusalOf(address, here());
  if (refusal) return without({ kind: 'refused', why: refusal });
  return (await unlessFailed(ask(address, deadline), deadline)) ?? lookAgain(address, deadline);
}

/** After a request that failed: because it may not be read, or because of that one moment? */
async function lookAgain(address: URL, deadline: Deadline): Promise<Seen> {
  const blind = await askBlindly(address, deadline);
  if (blind.sighting.kind !== 'unreadable') return blind;
  const again = await unlessFailed(ask(address, deadline), deadline);
  return again && again.sighting.kind !== 'no-answer' ? again : blind;
}

const without = (sighting: Sighting): Seen => ({ sighting, responseTime: null });

/** Null where there were no headers to read. Rejects with the caller's own abort alone. */
async function unlessFailed(asking: Promise<Seen>, deadline: Deadline): Promise<Seen | null> {
  try {
    return await asking;
  } catch (error) {
    if (deadline.signal.aborted && !deadline.expired) throw error;
    return deadline.expired ? without({ kind: 'no-answer' }) : null;
  }
}

const common: RequestInit = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' };

/** Rejects where there were no headers to read. */
async function ask(address: URL, deadline: Deadline, own: RequestInit = {}): Promise<Seen> {
  const { signal } = deadline;
  const started = performance.now();
  const response = await untilAborted(fetch(address, { ...common, ...own, signal }), signal);
  const responseTime = performance.now() - started;
  const { status, type } = response;
  if (type === 'opaque' || type === 'opaqueredirect') {
    void response.body?.cancel().catch(() => undefined);
    return without({ kind: 'unreadable' });
  }
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
 * even where a Cross-Origin-Embedder-Policy hides the rest; all else can be read there.
 */
async function askBlindly(address: URL, deadline: Deadline): Promise<Seen> {
  const { signal } = deadline;
  const embedder = watchEmbedder();
  const policy = watchPolicy();
  try {
    const blind: RequestInit = isOwn(address) ? { redirect: 'manual' } : { mode: 'no-cors' };
    const seen = await unlessFailed(ask(address, deadline, blind), deadline);
    if (seen) return seen;
    const [isHidden, isRefused] = await Promise.all([embedder.hid(address, signal), policy.refused(address, signal)]);
    if (isRefused) return without({ kind: 'refused', why: 'policy' });
    return without(isHidden ? { kind: 'unreadable' } : { kind: 'failed', online: isOnline(), veiled: isVeiled() });
  } finally {
    embedder.stop();
    policy.stop();
  }
}

const isOwn = (address: URL): boolean => typeof location !== 'undefined' && address.origin === location.origin;

/** A hint that words a failure, and never a reason not to try: it is wrong both ways. Node has a navigator without it. */
const isOnline = (): boolean => typeof navigator === 'undefined' || !('onLine' in navigator) || navigator.onLine;
