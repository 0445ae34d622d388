/** What an element that works on files shows around its list: the place to drop on, the total, and the buttons that act on all. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { BatchState } from './file-batch.js';
import type { FileItem } from './file-item.js';
import { formatBytes } from './format.js';
import { renderMoving, renderProgress, type Moving } from './moving-view.js';
import type { Writing } from './saving.js';
import type { Say } from './strings.js';

type Shown = readonly Pick<FileItem, 'state'>[];

export interface View {
  readonly say: Say;
  readonly locale: string;
  readonly batch: Moving & {
    readonly items: Shown;
    /** Those of the run that goes on. */
    readonly running: Shown;
    readonly state: BatchState;
    /** How many results there are. */
    readonly finished: number;
  };
  readonly disabled: boolean;
}

export interface ZoneOptions {
  readonly dragging: boolean;
  readonly closed: boolean;
  readonly multiple: boolean;
  readonly directory: boolean;
  readonly maxSize: number;
  readonly maxFiles: number;
  readonly inputs: TemplateResult;
  readonly choose: (kind: 'files' | 'folder') => void;
}

export function renderZone({ say, locale, batch }: View, options: ZoneOptions): TemplateResult {
  const { dragging, closed, multiple, directory, maxSize, maxFiles } = options;
  const limits = [
    maxSize > 0 ? say('limit-size', { size: formatBytes(maxSize, locale) }) : [],
    maxFiles > 0 && multiple ? say('limit-count', { count: maxFiles }) : [],
  ].flat();
  return html`
    <div part="drop-zone" class="zone ${batch.items.length === 0 ? 'large' : ''} ${dragging ? 'over' : ''}">
      ${arrow}
      <span id="prompt" part="prompt"
        ><slot>${say(dragging ? 'drop-now' : multiple ? 'drop-files' : 'drop-file')}</slot></span
      >
      <span class="choices">
        <button
          type="button"
          part="button choose-button"
          class="choose"
          aria-describedby="prompt limits"
          ?disabled=${closed}
          @click=${() => options.choose('files')}
        >
          ${say(multiple ? 'choose-files' : 'choose-file')}
        </button>
        ${
          directory
            ? html`<button
                type="button"
                part="button folder-button"
                class="choose"
                ?disabled=${closed}
                @click=${() => options.choose('folder')}
              >
                ${say('choose-folder')}
              </button>`
            : nothing
        }
      </span>
      <span id="limits" part="limits" class="hint" ?hidden=${limits.length === 0}
        ><bdi>${limits.join(' · ')}</bdi></span
      >
      ${options.inputs}
    </div>
  `;
}

/** For one file its own bar is the total. */
export function renderTotal({ say, locale, batch }: View): TemplateResult | typeof nothing {
  if (batch.state !== 'running' || batch.running.length < 2) return nothing;
  const done = batch.running.filter(({ state }) => state === 'done').length;
  const count = batch.running.length;
  return renderSum({ done, count }, batch, { say, locale }, { part: 'total', label: say('total-label') });
}

/** How far the files are that are written into a folder. */
export function renderWriting(
  writing: Writing | null,
  { say, locale }: Pick<View, 'say' | 'locale'>,
): TemplateResult | typeof nothing {
  if (writing === null) return nothing;
  const moving = { ...writing, rate: null, remaining: null };
  return renderSum(writing, moving, { say, locale }, { part: 'saving', label: say('saving-label') });
}

function renderSum(
  files: { readonly done: number; readonly count: number },
  moving: Moving,
  { say, locale }: Pick<View, 'say' | 'locale'>,
  { part, label }: { readonly part: string; readonly label: string },
): TemplateResult {
  const { done, count } = files;
  return html`
    <div part=${part} class="total">
      <p class="hint">
        <bdi>${say('total-files', { done, count })}</bdi><bdi>${renderMoving(moving, { say, locale })}</bdi>
      </p>
      ${renderProgress(moving, { say, locale }, label, `${part}-progress`)}
    </div>
  `;
}

export interface BarActions {
  /** On the button that starts; empty where nothing is to be started. */
  readonly start: string;
  /** On the button that saves. */
  readonly saveLabel: string;
  readonly cancel: () => void;
  readonly save: () => void;
  readonly reset: () => void;
}

/** One strong button at a time: the next step. Start and try again submit the form, so that Enter in a field does too. */
export function renderBar(
  { say, batch, disabled }: View,
  { start, saveLabel, ...actions }: BarActions,
): TemplateResult | typeof nothing {
  if (batch.items.length === 0) return nothing;
  if (batch.state === 'running') {
    return html`<div part="actions" class="bar">
      <button type="button" part="button cancel-button" @click=${actions.cancel}>${say('cancel')}</button>
    </div>`;
  }
  const results = batch.finished;
  return html`
    <div part="actions" class="bar">
      ${start ? html`<button type="submit" part="button start-button" class="primary" ?disabled=${disabled}>${start}</button>` : nothing}
      ${
        results > 0
          ? html`<button type="button" part="button save-button" class=${start ? '' : 'primary'} @click=${actions.save}>
              ${saveLabel}
            </button>`
          : nothing
      }
      <button type="button" part="button reset-button" class="quiet" ?disabled=${disabled} @click=${actions.reset}>
        ${say('reset')}
      </button>
    </div>
  `;
}

const arrow = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  ${svg`<path d="M12 4v11M7.5 10.5 12 15l4.5-4.5M4.5 16.5v3h15v-3" />`}
</svg>`;
