/** Says in a sentence what went wrong, from the code of an error; never from its text, which may hold anything. */
import type { PhraseName, Say } from './strings.js';
import { english } from './english.js';
import type { Refusal } from './limits.js';
import { formatBytes } from './format.js';

/** Names of the platform's own errors, where they mean what a code of ours means. */
const platformNames: Readonly<Record<string, PhraseName>> = {
  NotFoundError: 'failed-changed',
  NotReadableError: 'failed-changed',
  QuotaExceededError: 'failed-space',
  TimeoutError: 'failed-timeout',
};

export interface FailureContext {
  /** The secret was a key and not a passphrase. */
  readonly withKey?: boolean;
  readonly action?: string;
}

export function failureSentence(error: Error, say: Say, { withKey = false, action = '' }: FailureContext = {}): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'cannot-open' && withKey) return say('failed-cannot-open-key');
  // what it means may depend on what was tried
  const special = `failed-${code}-${action}`;
  if (isPhrase(special)) return say(special);
  // the words of an `invalid` are written by us, for people, and name the argument
  if (code === 'invalid') return say('failed-invalid', { detail: error.message });
  const name = `failed-${code}`;
  if (isPhrase(name)) return say(name);
  return say(platformNames[error.name] ?? 'failed-other');
}

export function refusalSentence(refusal: Refusal, say: Say, locale: string): string {
  switch (refusal.code) {
    case 'too-large':
      return say('refused-too-large', {
        size: formatBytes(refusal.size, locale),
        limit: formatBytes(refusal.limit, locale),
      });
    case 'too-many':
      return say('refused-too-many', { count: refusal.limit });
    default:
      return say(`refused-${refusal.code}`);
  }
}

function isPhrase(name: string): name is PhraseName {
  return Object.hasOwn(english, name);
}
