/** From what was seen of a URL to its verdict, case by case. */
import { expect } from '@open-wc/testing';
import type { Expectation } from '../../../src/operations/network/records.js';
import { verdictOf, type Answer, type Asked, type Sighting } from '../../../src/operations/network/verdict.js';

const own = 'service.test';

/** An answer of the service, with the header X-Service and a text. */
const answer = (status: number, host = own, text: string | null = 'pong\n'): Sighting => {
  const header: Answer['header'] = (name) => (name === 'X-Service' ? 'tallow' : null);
  return { kind: 'answer', answer: { status, host, header, text } };
};
const failed = (online: boolean, veiled = false): Sighting => ({ kind: 'failed', online, veiled });
const header = { name: 'X-Service', value: 'tallow' };

const cases: readonly (readonly [string, Sighting, string, expect?: Expectation | undefined, readable?: true])[] = [
  ['an address on http:', { kind: 'refused', why: 'mixed-content' }, 'blocked mixed-content'],
  ['a port of another protocol', { kind: 'refused', why: 'blocked-port' }, 'blocked blocked-port'],
  ['a policy', { kind: 'refused', why: 'policy' }, 'blocked policy'],
  ['a turn that never came', { kind: 'not-asked' }, 'timeout not-asked'],
  ['silence', { kind: 'no-answer' }, 'timeout no-answer'],
  ['an answer without an end', { kind: 'stalled', status: 200 }, 'timeout stalled'],
  ['an answer that broke', { kind: 'cut-off', status: 200 }, 'unreachable cut-off'],
  ['what cannot be read', { kind: 'unreadable' }, 'opaque no-cors'],
  ['what cannot be read, and should be', { kind: 'unreadable' }, 'intercepted unreadable', undefined, true],
  ['nothing, on line', failed(true), 'unreachable failed'],
  ['nothing, where answers may be hidden', failed(true, true), 'unreachable failed'],
  ['nothing, off line', failed(false), 'unreachable offline'],
  ['200', answer(200), 'reachable ok'],
  ['399', answer(399), 'reachable ok'],
  ['400', answer(400), 'reachable http-error'],
  ['500', answer(500), 'reachable http-error'],
  ['511', answer(511), 'intercepted login-required'],
  ['another host', answer(200, 'login.test'), 'intercepted redirected'],
  ['another host with an error', answer(500, 'login.test'), 'intercepted redirected'],
  ['the status', answer(204), 'reachable ok', { status: 204 }],
  ['an error that is expected', answer(404), 'reachable ok', { status: 404 }],
  ['511 that is expected', answer(511), 'reachable ok', { status: 511 }],
  ['another status', answer(200), 'intercepted unexpected-status', { status: 204 }],
  ['511 in its place', answer(511), 'intercepted login-required', { status: 204 }],
  ['the status of another host', answer(200, 'login.test'), 'intercepted redirected', { status: 200 }],
  ['the text of another host', answer(200, 'www.test'), 'reachable ok', { text: 'pong' }],
  ['the header of another host', answer(200, 'www.test'), 'reachable ok', { header }],
  ['another header', answer(200), 'intercepted unexpected-header', { header: { ...header, value: 'other' } }],
  ['no such header', answer(200), 'intercepted unexpected-header', { header: { name: 'X-Other', value: '' } }],
  ['the text, but for space around it', answer(200), 'reachable ok', { text: ' pong' }],
  ['another text', answer(200), 'intercepted unexpected-text', { text: 'pon' }],
  ['a part of the text', answer(200), 'reachable ok', { contains: 'on' }],
  ['no such part', answer(200), 'intercepted unexpected-text', { contains: 'login' }],
  ['no text where one is expected', answer(200, own, null), 'intercepted unexpected-text', { text: 'pong' }],
  ['the text with an error', answer(500), 'reachable ok', { text: 'pong' }],
];

describe('the verdict', () => {
  for (const [what, sighting, wanted, expected, readable = false] of cases) {
    const where = expected ? ` where ${JSON.stringify(expected)} is expected` : '';
    it(`is ${wanted} of ${what}${where}`, () => {
      const asked: Asked = { host: own, readable, expect: expected };
      const { status, code, detail } = verdictOf(sighting, asked);
      expect(`${status} ${code}`).to.equal(wanted);
      expect(detail).to.match(/\.$/);
    });
  }
});
