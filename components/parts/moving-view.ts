/** Shows how far something is: a bar, and the same in words. */
import { html, type TemplateResult } from 'lit';
import { formatBytes, formatDuration, formatShare, formatSpeed } from './format.js';
import type { Say } from './strings.js';

/** Anything that moves: an item, or all of them together. */
export interface Moving {
  readonly loaded: number;
  readonly total: number;
  readonly rate: number | null;
  readonly remaining: number | null;
}

/** In whose words and numbers. */
interface Language {
  readonly say: Say;
  readonly locale: string;
}

/** A bar, named, that says in words how far it is; while nothing is known it says nothing. */
export function renderProgress(moving: Moving, { say, locale }: Language, label: string, part: string): TemplateResult {
  const { loaded, total, remaining } = moving;
  if (loaded === 0 || total === 0) return html`<progress part=${part} aria-label=${label}></progress>`;
  const share = formatShare(loaded / total, locale);
  const left = remaining === null ? '' : `, ${say('time-left', { time: formatDuration(remaining, locale) })}`;
  return html`<progress
    part=${part}
    aria-label=${label}
    aria-valuetext="${share}${left}"
    .max=${total}
    .value=${loaded}
  ></progress>`;
}

/** "42% · 3 MB of 7 MB · 80 MB/s · 5 seconds left"; what is not known is left out. */
export function renderMoving({ loaded, total, rate, remaining }: Moving, { say, locale }: Language): string {
  if (loaded === 0 || total === 0) return say('preparing');
  const words = [
    formatShare(loaded / total, locale),
    say('progress-of', { loaded: formatBytes(loaded, locale), total: formatBytes(total, locale) }),
  ];
  if (rate !== null && remaining !== null)
    words.push(formatSpeed(rate, locale), say('time-left', { time: formatDuration(remaining, locale, 'short') }));
  // lines break between the words, not inside "80 MB/s"
  return words.map((word) => word.replaceAll(' ', '\u00a0')).join(' · ');
}
