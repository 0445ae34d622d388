/** What the calls of WorkerBridge.network take, checked at the door: targets, URLs, counts and milliseconds. */
import { OperationError } from '../errors.js';
import type { ConnectivityTarget, Expectation } from '../operations/network/records.js';

export function targetOf(
  target: string | URL | ConnectivityTarget,
  otherwise: Expectation | undefined,
): { url: string | URL; expect: Expectation | undefined } {
  if (isUrl(target)) return { url: target, expect: takeExpectation(otherwise) };
  const given: unknown = target;
  if (typeof given !== 'object' || given === null)
    throw new OperationError('invalid', 'A target is a URL, or {url, expect}.');
  return { url: target.url, expect: takeExpectation(target.expect ?? otherwise) };
}

/** Only what can be compared with an answer: the probe has no other way to refuse it than to fail. */
function takeExpectation(expect: Expectation | undefined): Expectation | undefined {
  const given: unknown = expect ?? {};
  const isObject = typeof given === 'object' && given !== null;
  const { status, header, text, contains }: Partial<Record<keyof Expectation, unknown>> = isObject ? given : {};
  const isRight =
    isObject &&
    (status === undefined || Number.isInteger(status)) &&
    (header === undefined || isHeader(header)) &&
    [text, contains].every((piece) => piece === undefined || typeof piece === 'string');
  if (isRight) return expect ?? undefined;
  const parts = 'a status that is a whole number, a header {name, value}, a text, or a text that it contains';
  throw new OperationError('invalid', `What can be expected of an answer is ${parts}.`);
}

function isHeader(header: unknown): boolean {
  if (typeof header !== 'object' || header === null || !('name' in header) || !('value' in header)) return false;
  const { name, value } = header;
  // RFC 9110, 5.1: another name cannot even be looked for
  return typeof value === 'string' && typeof name === 'string' && /^[-!#$%&'*+.^_`|~\da-z]+$/i.test(name);
}

/** Those of another frame, too. */
function isUrl(value: unknown): value is string | URL {
  return typeof value === 'string' || Object.prototype.toString.call(value) === '[object URL]';
}

/** Relative to the page, as `fetch` has it. Errors repeat nothing that may hold a password. */
export function absolute(url: string | URL): string {
  if (!isUrl(url)) throw new OperationError('invalid', 'A URL is a string or a URL.');
  const base = baseUrl();
  const parsed = URL.canParse(url, base) ? new URL(url, base) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    const given = String(url);
    const named = given.includes('@') ? '.' : `: ${given}`;
    throw new OperationError('invalid', `This is not a URL for http or https${named}`);
  }
  if (parsed.username === '' && parsed.password === '') return parsed.href;
  throw new OperationError('invalid', 'Browsers do not ask URLs with a user name or a password in them.');
}

/** Without the user name and the password with which the page may have been opened. None in Node. */
function baseUrl(): string | undefined {
  if (typeof document === 'undefined' && typeof location === 'undefined') return undefined;
  const base = new URL(typeof document === 'undefined' ? location.href : document.baseURI);
  base.username = '';
  base.password = '';
  return base.href;
}

export function takeList<Item>(list: readonly Item[], otherwise: string): readonly Item[] {
  const given: unknown = list;
  if (Array.isArray(given)) return list.slice();
  throw new OperationError('invalid', otherwise);
}

export function checkCount(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new OperationError('invalid', `${name} is a whole number from 1 to ${most}.`);
}

export function checkMilliseconds(name: string, value: number, least: number): void {
  if (Number.isFinite(value) && value >= least) return;
  throw new OperationError('invalid', `${name} is a number of milliseconds, ${least} or more.`);
}
