/** What `<transfer-progress>` shows: label and words, the course of the rate, buttons, and the bar. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { drawCourse, sparkHeight, sparkWidth, type Course } from './sparkline.js';
import { isEnded } from './sources/source.js';
import type { Say } from './strings.js';
import { filledOf, statusWords, valueWords, type Shown } from './transfer-words.js';

export interface TransferView {
  readonly shown: Shown;
  /** 0 to 1; null while unknown. Newer than the words. */
  readonly share: number | null;
  readonly course: Course;
  readonly label: string;
  /** There is a label, be it in the slot. */
  readonly isLabelled: boolean;
  readonly isNested: boolean;
  /** What screen readers call the bar. */
  readonly name: string;
  /** The bar is an element of its own to screen readers, since there are buttons or other bars beside it. */
  readonly isCompound: boolean;
  readonly say: Say;
  readonly locale: string;
  readonly canCancel: boolean;
  readonly canPause: boolean;
  readonly canResume: boolean;
  /** What is in a slot has changed. */
  readonly slotted: () => void;
}

export function renderTransfer(view: TransferView): TemplateResult {
  const { shown, label, isLabelled, isNested, isCompound, slotted, say, locale } = view;
  return html`
    <div part="base" class="base ${shown.state} ${isNested ? 'nested' : ''}" tabindex=${isCompound ? '-1' : nothing}>
      <div part="header" class="header">
        ${renderMark(shown)}
        <div class="about">
          <p part="label" class="label ${isLabelled ? 'named' : ''}" dir="auto">
            <slot name="label" @slotchange=${slotted}>${label}</slot>
          </p>
          <p part="status" class="status"><bdi>${statusWords(shown, say, locale)}</bdi></p>
        </div>
        ${renderCourse(view)} ${renderActions(view)}
      </div>
      ${renderBar(view)}
      <slot @slotchange=${slotted}></slot>
    </div>
  `;
}

/** The element itself is the progress bar; where it has more to offer, this one is. */
function renderBar({ shown, share, name, isCompound, say, locale }: TransferView): TemplateResult {
  const value = filledOf(shown.state, share);
  const words = isCompound ? (valueWords(shown, say, locale) ?? nothing) : nothing;
  return html`<progress
    part="bar"
    aria-hidden=${isCompound ? nothing : 'true'}
    aria-label=${isCompound ? name : nothing}
    aria-valuetext=${words}
    max="1"
    value=${value ?? nothing}
  ></progress>`;
}

function renderCourse({ shown: { state, unit }, course }: TransferView): TemplateResult | typeof nothing {
  const drawn = unit === 'byte' && !isEnded(state) && state !== 'idle' ? drawCourse(course) : null;
  if (!drawn) return nothing;
  return html`<svg
    part="sparkline"
    class="sparkline"
    viewBox="0 0 ${sparkWidth} ${sparkHeight}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${svg`<path class="area" d=${drawn.area} /><path class="line" d=${drawn.line} />`}
  </svg>`;
}

/** Absent where they cannot act. A button of the page's own, in their slots, does the same: the clicks are heard at the root. */
function renderActions({
  name,
  isLabelled,
  say,
  canCancel,
  canPause,
  canResume,
}: TransferView): TemplateResult | typeof nothing {
  if (!canCancel && !canPause && !canResume) return nothing;
  const button = (what: 'cancel' | 'pause' | 'resume') =>
    html`<slot name=${what}
      ><button
        type="button"
        part="button ${what}-button"
        class="small quiet"
        aria-label=${isLabelled ? say(`${what}-item`, { name }) : nothing}
      >
        ${say(what)}
      </button></slot
    >`;
  return html`<div part="actions" class="actions">
    ${canPause ? button('pause') : nothing} ${canResume ? button('resume') : nothing}
    ${canCancel ? button('cancel') : nothing}
  </div>`;
}

/** A sign for how it ended, beside words that say the same. */
function renderMark({ state }: Shown): TemplateResult | typeof nothing {
  const sign = signs[state];
  return sign ? html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">${sign}</svg>` : nothing;
}

const warning = svg`<path d="M12 4.5 21 20H3zM12 10.5v4M12 17.2v.1" />`;
const signs: Readonly<Partial<Record<Shown['state'], unknown>>> = {
  complete: svg`<path d="M4.5 12.5l5 5L19.5 7" />`,
  failed: warning,
  aborted: svg`<circle cx="12" cy="12" r="8.5" /><path d="M8.5 12h7" />`,
};
