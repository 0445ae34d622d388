/** What <file-hasher> shows of its own: the digests of a file, the field to compare with, and how the comparison went. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CopyButtons } from './copy-buttons.js';
import { shownName } from './format.js';
import type { Digests, HashAlgorithm } from './hash-algorithms.js';
import type { Say } from './strings.js';

export interface DigestContext {
  readonly say: Say;
  readonly name: string;
  readonly algorithms: readonly HashAlgorithm[];
  /** Those that are what was expected. */
  readonly matching: readonly HashAlgorithm[];
  readonly copy: CopyButtons;
}

export function renderDigests(
  digests: Digests,
  { say, name, algorithms, matching, copy }: DigestContext,
): TemplateResult {
  return html`<dl part="digests" class="digests">
    ${algorithms.map((algorithm) => {
      const digest = digests[algorithm] ?? '';
      return html`<div>
        <dt>${algorithm}</dt>
        <dd dir="ltr" class=${matching.includes(algorithm) ? 'same' : ''}>
          <code part="digest">${digest}</code
          >${copy.render(digest, { say, label: say('copy-digest', { algorithm, name }) })}
        </dd>
      </div>`;
    })}
  </dl>`;
}

export interface CompareOptions {
  readonly expected: string;
  readonly disabled: boolean;
  /** The text is no checksum. */
  readonly isNone: boolean;
  /** How many match, differ … in words; empty while there is nothing to say. */
  readonly summary: string;
  /** Bad news among it, or nothing but good news. */
  readonly isWrong: boolean;
  readonly isRight: boolean;
  readonly missing: readonly string[];
  /** There is no file yet. */
  readonly isWaiting: boolean;
  /** `isSettled`: pasted, dropped or left, and not in the middle of typing. */
  readonly typed: (text: string, isSettled: boolean) => void;
}

/** Names that are listed; of more it is said how many. */
const mostNames = 20;

export function renderCompare(say: Say, options: CompareOptions): TemplateResult {
  const { expected, disabled, isNone, isWaiting, isWrong, missing } = options;
  const said = isNone ? say('compare-none') : isWaiting ? say('compare-ready') : options.summary;
  const typed = (event: Event) => {
    event.stopPropagation();
    const isSettled = !(event instanceof InputEvent) || event.inputType.startsWith('insertFrom');
    if (event.target instanceof HTMLTextAreaElement) options.typed(event.target.value, isSettled);
  };
  const mood = isNone || isWrong ? 'problem' : options.isRight ? 'good' : 'hint';
  return html`<div class="compare" part="compare">
    <label for="expected">${say('compare-with')}</label>
    <textarea
      id="expected"
      part="compare-input"
      rows="1"
      dir="ltr"
      spellcheck="false"
      autocapitalize="off"
      autocomplete="off"
      placeholder=${say('compare-hint')}
      aria-describedby="compared"
      aria-invalid=${isNone ? 'true' : 'false'}
      ?disabled=${disabled}
      .value=${expected}
      @input=${typed}
      @change=${typed}
    ></textarea>
    <div id="compared" part="summary" class=${mood} ?hidden=${said === ''}>
      <p><bdi>${said}</bdi></p>
      ${
        missing.length > 0
          ? html`<ul part="missing" class="missing" aria-label=${say('missing-list')}>
              ${missing.slice(0, mostNames).map((name) => html`<li><bdi>${shownName(name)}</bdi></li>`)}
              ${missing.length > mostNames ? html`<li>${say('and-more', { count: missing.length - mostNames })}</li>` : nothing}
            </ul>`
          : nothing
      }
    </div>
  </div>`;
}
