/** From what was seen of one URL to its verdict: the table behind testConnectivity. */
import type { ConnectivityCode, ConnectivityStatus, Expectation } from './records.js';
import type { Refusal } from './refusal.js';

/** The head of an answer that could be read, with as much of its body as was asked for. */
export interface Answer {
  readonly status: number;
  /** Host and port that answered in the end. */
  readonly host: string;
  readonly header: (name: string) => string | null;
  /** Null where the body did not end well. */
  readonly text: string | null;
}

/**
 * What happened, in the order of the attempt:
 * - `refused`: the browser did not ask
 * - `answer`: headers, and the body's end
 * - `no-answer`, `stalled`, `cut-off`: the deadline before the headers, after them, or a broken body
 * - `unreadable`: fetch failed, and a request that may not be read was answered
 * - `failed`: both failed. `online`: what the browser believes. `veiled`: it may hide an answer here without saying so
 */
export type Sighting =
  | { readonly kind: 'refused'; readonly why: Refusal }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'stalled' | 'cut-off'; readonly status: number }
  | { readonly kind: 'no-answer' | 'not-asked' | 'unreadable' }
  | { readonly kind: 'failed'; readonly online: boolean; readonly veiled: boolean };

export interface Verdict {
  readonly status: ConnectivityStatus;
  readonly code: ConnectivityCode;
  readonly detail: string;
}

export interface Asked {
  readonly host: string;
  /** It stands on the page's own origin, or something readable is expected: then an answer that cannot be read is another's. */
  readonly readable: boolean;
  readonly expect: Expectation | undefined;
}

export function verdictOf(sighting: Sighting, asked: Asked): Verdict {
  switch (sighting.kind) {
    case 'refused':
      return verdict('blocked', sighting.why, refusals[sighting.why]);
    case 'not-asked':
      return verdict('timeout', 'not-asked', 'The time was up before its turn came.');
    case 'no-answer':
      return verdict('timeout', 'no-answer', 'Nothing answered before the deadline.');
    case 'stalled':
      return verdict('timeout', 'stalled', 'The answer began, and did not end before the deadline.');
    case 'cut-off':
      return verdict('unreachable', 'cut-off', 'The connection broke in the middle of the answer.');
    case 'unreadable':
      return asked.readable
        ? verdict('intercepted', 'unreadable', 'Something answered, and not the service: its answers can be read.')
        : verdict('opaque', 'no-cors', 'Something answered, and without CORS headers it cannot be told who it was.');
    case 'failed':
      if (!sighting.online) {
        return verdict('unreachable', 'offline', 'No connection, and the browser says that it is offline.');
      }
      return verdict('unreachable', 'failed', sighting.veiled ? failures.veiled : failures.plain);
    case 'answer':
      return answerVerdict(sighting.answer, asked);
  }
}

function answerVerdict({ status, host, header, text }: Answer, { host: wanted, expect }: Asked): Verdict {
  if (expect?.status !== undefined && expect.status !== status) {
    const code = status === 511 ? 'login-required' : 'unexpected-status';
    return verdict('intercepted', code, `It answered ${status}, and ${expect.status} was expected.`);
  }
  if (status === 511 && expect?.status === undefined) {
    return verdict('intercepted', 'login-required', 'The network wants a login first (HTTP 511).');
  }
  if (expect?.header && header(expect.header.name) !== expect.header.value) {
    return verdict('intercepted', 'unexpected-header', `The header ${expect.header.name} is not as expected.`);
  }
  const body = text ?? '';
  if (
    (expect?.text !== undefined && body.trim() !== expect.text.trim()) ||
    (expect?.contains !== undefined && !body.includes(expect.contains))
  ) {
    return verdict('intercepted', 'unexpected-text', 'The text of the answer is not as expected.');
  }
  // login pages answer 200, too: a status tells nobody's answer from another's
  const isKnown = [expect?.header, expect?.text, expect?.contains].some((piece) => piece !== undefined);
  if (!isKnown && host !== wanted) {
    const why = `${host} answered instead. If that is meant, ask it, or expect a header or a text.`;
    return verdict('intercepted', 'redirected', why);
  }
  if (isEmpty(expect) && status >= 400) return verdict('reachable', 'http-error', `The server answered ${status}.`);
  return verdict('reachable', 'ok', 'It answered as expected.');
}

export function isEmpty(expect: Expectation | undefined): boolean {
  return (
    expect === undefined ||
    (expect.status === undefined &&
      expect.header === undefined &&
      expect.text === undefined &&
      expect.contains === undefined)
  );
}

const failures = {
  plain: 'No connection: the name, the port, the certificate or the network.',
  veiled:
    'No connection, or an answer without CORS headers, which the Cross-Origin-Embedder-Policy of this page hides.',
} as const;

const refusals: Readonly<Record<Refusal, string>> = {
  'mixed-content': 'A page on https: may not ask an address on http:.',
  'blocked-port': 'Browsers ask nothing of this port.',
  policy: 'The Content Security Policy (connect-src) does not allow it.',
};

const verdict = (status: ConnectivityStatus, code: ConnectivityCode, detail: string): Verdict => ({
  status,
  code,
  detail,
});
