/** What `<connectivity-check>` shows: the verdict, a row for each check, and what can be done with the report. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { renderDetails } from './check-details.js';
import type { CheckResult, Verdict } from './check-types.js';
import { adviceOf, figuresOf } from './check-words.js';
import { formatBytes, formatMilliseconds } from './format.js';
import { drawCourse, sparkHeight, sparkWidth } from './sparkline.js';
import type { Say } from './strings.js';

export interface CheckView {
  readonly results: readonly CheckResult[];
  readonly verdict: Verdict;
  readonly isRunning: boolean;
  /** One line under the label. */
  readonly status: string;
  readonly label: string;
  /** 0 to 1, of the running check; null while unknown. */
  readonly share: number | null;
  readonly hasReport: boolean;
  /** What became of copying or saving; empty where there is nothing to say. */
  readonly notice: string;
  readonly isCopied: boolean;
  readonly bandwidth: boolean;
  readonly mostBytes: number;
  readonly showsAddresses: boolean;
  readonly say: Say;
  readonly locale: string;
  readonly toggle: () => void;
  readonly choose: (measures: boolean) => void;
  readonly toggleAddresses: () => void;
  readonly copy: () => void;
  readonly save: (format: 'text' | 'json') => void;
}

export function renderCheck(view: CheckView): TemplateResult {
  const { results, verdict, isRunning, status, label, say, locale } = view;
  return html`
    <div part="base" class="base ${isRunning ? 'busy' : ''} ${verdict}">
      <div part="header" class="header">
        <span part="verdict" class="badge"
          ><svg viewBox="0 0 24 24" aria-hidden="true">${isRunning ? turning : verdictSigns[verdict]}</svg></span
        >
        <div class="about">
          <p part="label" class="label" dir="auto">
            <slot name="label"><bdi>${label}</bdi></slot>
          </p>
          <p part="status" class="status"><bdi>${status}</bdi></p>
        </div>
        ${results.length === 0 ? nothing : renderButton(view)}
      </div>
      <ul part="list" aria-label=${say('check-list')} ?hidden=${results.length === 0}>
        ${repeat(
          results,
          ({ check }) => check,
          (result) => renderRow(result, view),
        )}
      </ul>
      ${renderReport(view)}
      <slot></slot>
    </div>
  `;

  function renderRow(result: CheckResult, { share }: CheckView): TemplateResult {
    const name = say(`check-${result.check}`);
    const state = say(`check-status-${result.status}`);
    const figures = figuresOf(result, say, locale);
    const isOffered = result.check === 'bandwidth' && !isRunning;
    const advice =
      result.status === 'passed' || (isOffered && result.code === 'not-chosen') ? '' : adviceOf(result, say);
    const line = figures || (advice === '' && !isOffered ? state : '');
    return html`
      <li part="check check-${result.status}" class=${result.status}>
        <span class="mark"
          ><svg viewBox="0 0 24 24" role="img" aria-label=${state}>
            ${signs[result.status] ?? checkSigns[result.check]}
          </svg></span
        >
        <div class="about">
          <p part="check-name" class="name">${name}</p>
          ${line === '' ? nothing : html`<p part="check-figures" class="figures"><bdi>${line}</bdi></p>`}
        </div>
        ${renderCourse(result)}
        <span part="check-duration" class="duration"
          ><bdi
            >${result.milliseconds === null ? nothing : formatMilliseconds(whole(result.milliseconds), locale)}</bdi
          ></span
        >
        ${advice === '' ? nothing : html`<p part="advice" class="advice"><bdi>${advice}</bdi></p>`}
        ${isOffered ? renderChoice(view) : nothing}
        ${
          result.status === 'running'
            ? html`<progress
                part="check-progress"
                max="1"
                value=${share ?? nothing}
                aria-label=${say('check-progress', { name })}
              ></progress>`
            : nothing
        }
        ${renderDetails(result, view)}
      </li>
    `;
  }
}

/** One button, so that the keyboard stays where it is. */
function renderButton({ isRunning, hasReport, say, toggle }: CheckView): TemplateResult {
  const words = isRunning ? say('cancel') : say(hasReport ? 'check-again' : 'check-start');
  return html`<button
    type="button"
    part="button ${isRunning ? 'cancel-button' : 'start-button'}"
    class=${isRunning || hasReport ? 'start' : 'start primary'}
    @click=${toggle}
  >
    ${words}
  </button>`;
}

/** The data is told before anything is measured, and nothing is measured before this is ticked. */
function renderChoice({ bandwidth, mostBytes, say, locale, choose }: CheckView): TemplateResult {
  const chosen = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) choose(event.target.checked);
  };
  // an inner `input` event would be heard outside, as if it were the element's
  const keep = (event: Event): void => event.stopPropagation();
  return html`<label part="choice" class="choice"
    ><input type="checkbox" part="choice-input" .checked=${bandwidth} @input=${keep} @change=${chosen} />
    <span>${say('measure-bandwidth', { size: formatBytes(mostBytes, locale) })}</span></label
  >`;
}

function renderCourse(result: CheckResult): TemplateResult | typeof nothing {
  const samples = result.check === 'latency' ? (result.record?.samples ?? []) : [];
  const drawn = drawCourse({ points: samples, at: 0 }, samples.length);
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

function renderReport(view: CheckView): TemplateResult | typeof nothing {
  const { hasReport, isRunning, isCopied, notice, say, copy, save } = view;
  if (!hasReport || isRunning) return nothing;
  const button = (name: string, words: string, act: () => void) =>
    html`<button type="button" part="button ${name}" class="small quiet" @click=${act}>${words}</button>`;
  return html`
    <div part="actions" class="actions">
      ${button('copy-button', say(isCopied ? 'copied-report' : 'copy-report'), copy)}
      ${button('save-button', say('save-report-text'), () => save('text'))}
      ${button('save-button', say('save-report-json'), () => save('json'))}
    </div>
    ${notice === '' ? nothing : html`<p part="notice" class="problem">${notice}</p>`}
  `;
}

/** A duration is no measurement of the network: no fractions. */
const whole = (milliseconds: number): number => (milliseconds < 1000 ? Math.round(milliseconds) : milliseconds);

const tick = svg`<path d="M4.5 12.5l5 5L19.5 7" />`;
const warning = svg`<path d="M12 4.5 21 20H3zM12 10.5v4M12 17.2v.1" />`;
const cross = svg`<path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />`;
const turning = svg`<path class="track" d="M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 0 1 0-17" /><path class="turning" d="M12 3.5a8.5 8.5 0 0 1 8.5 8.5" />`;
const verdictSigns: Readonly<Record<Verdict, unknown>> = {
  unknown: svg`<path d="M3.5 9.5a12 12 0 0 1 17 0M6.5 13a7.8 7.8 0 0 1 11 0M9.4 16.2a3.7 3.7 0 0 1 5.2 0M12 19v.1" />`,
  online: tick,
  limited: warning,
  offline: cross,
};
const signs: Readonly<Partial<Record<CheckResult['status'], unknown>>> = {
  passed: tick,
  warning,
  failed: cross,
  skipped: svg`<circle cx="12" cy="12" r="8.5" /><path d="M8.5 12h7" />`,
};
const checkSigns: Readonly<Record<CheckResult['check'], unknown>> = {
  connectivity: svg`<circle cx="12" cy="12" r="8.5" /><path d="M3.5 12h17M12 3.5c5.4 5.2 5.4 11.8 0 17c-5.4-5.2-5.4-11.8 0-17" />`,
  latency: svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 7v5l3.2 2" />`,
  ice: svg`<circle cx="5.5" cy="12" r="2" /><circle cx="18.5" cy="12" r="2" /><path d="M7.5 12h9" />`,
  bandwidth: svg`<path d="M8 4.5v14.5M4.5 15.5 8 19l3.5-3.5M16 19.5V5M12.5 8.5 16 5l3.5 3.5" />`,
};
