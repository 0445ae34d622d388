/** Says, and shows, how much smaller or larger a file became. */
import { html, svg, type TemplateResult } from 'lit';
import { formatNumber, formatShare } from './format.js';
import type { Say } from './strings.js';

/** "69% smaller", "3.2 times as large"; nothing for an empty file. */
export function ratioWords(after: number, before: number, say: Say, locale: string): string {
  if (before === 0) return '';
  if (after < before * 0.995) return say('smaller-by', { share: formatShare(1 - after / before, locale) });
  const times = after / before;
  return times < 1.05
    ? say('not-smaller')
    : say('larger-times', { times: formatNumber(Number(times.toPrecision(2)), locale) });
}

/** A bar of the file as it was, filled as far as it is now. The words beside it say the same. */
export function renderRatio(after: number, before: number): TemplateResult {
  const share = before === 0 ? 1 : Math.min(1, after / before);
  // attributes, which no policy on styles forbids
  return html`<svg part="ratio" class="ratio" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect class="before" width="100" height="1" /><rect class="after" width=${share * 100} height="1" />`}
  </svg>`;
}
