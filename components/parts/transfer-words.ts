/** Says in words how a transfer goes, for the eye and for screen readers; what is not known is left out. */
import { failureSentence } from './failure.js';
import { formatBytes, formatDuration, formatNumber, formatShare, formatSpeed } from './format.js';
import { isEnded, type Unit } from './sources/source.js';
import type { Say } from './strings.js';
import type { TransferState } from './transfer.js';

/** What is shown: not renewed as often as it changes, since nobody can read that. */
export interface Shown {
  readonly state: TransferState;
  readonly unit: Unit;
  readonly loaded: number;
  /** 0 while unknown. */
  readonly total: number;
  readonly rate: number | null;
  readonly remaining: number | null;
  readonly error: Error | null;
}

/** What is shown, and since when; milliseconds. */
export interface Display extends Shown {
  readonly countedAt: number;
  readonly forecastAt: number;
}

/** Milliseconds for which counts stay, and for which rate and time left do. */
const countsStay = 200;
const forecastStays = 1000;

/** The next thing to show: `before` itself while it is too early for another. */
export function renew(before: Display | null, live: Shown, now: number): Display {
  const isOther =
    before?.state !== live.state ||
    before.unit !== live.unit ||
    before.error !== live.error ||
    (before.total === 0) !== (live.total === 0);
  if (!before || isOther) return { ...live, countedAt: now, forecastAt: now };
  if (now - before.countedAt < countsStay) return before;
  const isKept = now - before.forecastAt < forecastStays && (before.remaining === null) === (live.remaining === null);
  const { rate, remaining, forecastAt } = isKept ? before : { ...live, forecastAt: now };
  return { ...live, rate, remaining, countedAt: now, forecastAt };
}

/** 0 to 1; null while unknown. What is complete is all, even where nobody knew how much that is. */
export function shareOf({ state, loaded, total }: Pick<Shown, 'state' | 'loaded' | 'total'>): number | null {
  if (state === 'complete') return 1;
  return total > 0 ? Math.min(1, loaded / total) : null;
}

/** "42% · 3 MB of 7 MB · 80 MB/s · 5 sec left". */
export function statusWords(shown: Shown, say: Say, locale: string): string {
  const { state, error } = shown;
  const count = countWords(shown, say, locale);
  const share = shareOf(shown);
  const percent = share === null ? [] : [formatShare(share, locale)];
  switch (state) {
    case 'idle':
      return say('transfer-idle');
    case 'failed':
      return error ? failureSentence(error, say) : say('failed-other');
    case 'aborted':
    case 'complete':
      return joined([say(`transfer-${state}`), ...count]);
    case 'stalled':
    case 'paused':
      return joined([say(`transfer-${state}`), ...percent, ...count, ...leftWords(shown, say, locale)]);
    case 'active':
      if (share === null && count.length === 0) return say('preparing');
      return joined([...percent, ...count, ...rateWords(shown, locale), ...leftWords(shown, say, locale)]);
  }
}

/** How much of the bar is filled; null where it runs: a bar of unknown length runs, and one that does not run has a length. */
export function filledOf(state: TransferState, share: number | null): number | null {
  return share ?? (state === 'idle' || state === 'paused' || isEnded(state) ? 0 : null);
}

/** "42%, 5 seconds left", to be said in place of a number; null where nothing is known but that it goes on. */
export function valueWords(shown: Shown, say: Say, locale: string): string | null {
  const share = shareOf(shown);
  const { state, remaining } = shown;
  if (state === 'idle') return null;
  // how far it is is not known, and yet that it goes on no more
  if (share === null) return state === 'active' ? null : say(`transfer-${state}`);
  const percent = formatShare(share, locale);
  if (state !== 'active') return `${percent}, ${say(`transfer-${state}`)}`;
  return remaining === null ? percent : `${percent}, ${say('time-left', { time: formatDuration(remaining, locale) })}`;
}

function countWords({ state, unit, loaded, total }: Shown, say: Say, locale: string): string[] {
  if (unit === 'none' || (loaded === 0 && total === 0)) return [];
  const format = unit === 'byte' ? formatBytes : formatNumber;
  if (total === 0 || state === 'complete') return [format(loaded, locale)];
  return [say('progress-of', { loaded: format(loaded, locale), total: format(total, locale) })];
}

function rateWords({ unit, rate }: Shown, locale: string): string[] {
  return unit === 'byte' && rate !== null && rate > 0 ? [formatSpeed(rate, locale)] : [];
}

function leftWords({ remaining }: Shown, say: Say, locale: string): string[] {
  return remaining === null ? [] : [say('time-left', { time: formatDuration(remaining, locale, 'short') })];
}

/** Lines break between the words, not inside "80 MB/s". */
function joined(words: readonly string[]): string {
  return words.map((word) => word.replaceAll(' ', '\u00a0')).join(' · ');
}
