/** Shows a list of files: what each is, how far it is, what became of it, and what can be done about it. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { failureSentence, refusalSentence } from './failure.js';
import type { FileItem, ItemState } from './file-item.js';
import { formatBytes, formatDuration, formatShare, formatSpeed } from './format.js';
import type { Say } from './passphrase-fields.js';

export interface ListContext {
  readonly say: Say;
  readonly locale: string;
  /** The secret was a key and not a passphrase: an error speaks of the one that was used. */
  readonly withKey: boolean;
  readonly disabled: boolean;
  /** The only file: the buttons for all of them do, so its row needs none to cancel and try again. */
  readonly alone: boolean;
  readonly remove: (item: FileItem) => void;
  readonly retry: (item: FileItem) => void;
  readonly save: (item: FileItem) => void;
}

/** Anything that moves: an item, or all of them together. */
export interface Moving {
  readonly loaded: number;
  readonly total: number;
  readonly rate: number | null;
  readonly remaining: number | null;
}

export function renderList(items: readonly FileItem[], context: ListContext): TemplateResult {
  return html`
    <ul part="list" aria-label=${context.say('files-list')}>
      ${repeat(
        items,
        (item) => item,
        (item) => renderItem(item, context),
      )}
    </ul>
  `;
}

function renderItem(item: FileItem, context: ListContext): TemplateResult {
  const remove = (event: KeyboardEvent) => {
    // the key that says "delete" on a Mac is Backspace
    if ((event.key !== 'Delete' && event.key !== 'Backspace') || context.disabled) return;
    event.preventDefault();
    context.remove(item);
  };
  return html`
    <li part="item item-${item.state}" class=${item.state} @keydown=${remove}>
      <span class="mark">${mark(item)}</span>
      <div class="about">
        ${renderName(item.path || item.name)}
        <p part="item-status" class="status"><bdi>${status(item, context)}</bdi></p>
      </div>
      <div class="actions">${actions(item, context)}</div>
      <div class="end">${ending(item, context)}</div>
      ${item.state === 'running' ? renderProgress(item, context, context.say('progress-label', { name: item.name }), 'item-progress') : nothing}
    </li>
  `;
}

/** Long names lose their middle, so that the ending stays to be seen. */
function renderName(path: string): TemplateResult {
  const letters = Array.from(path);
  const tail = letters.slice(Math.max(0, letters.length - 10));
  const stem = letters.slice(0, letters.length - tail.length).join('');
  return html`<p part="item-name" class="name" dir="auto" title=${path}>
    <span class="stem">${stem}</span><span>${tail.join('')}</span>
  </p>`;
}

/** A bar, named, that says in words how far it is; while nothing is known it says nothing. */
export function renderProgress(
  moving: Moving,
  { say, locale }: Pick<ListContext, 'say' | 'locale'>,
  label: string,
  part: string,
): TemplateResult {
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
export function renderMoving(
  { loaded, total, rate, remaining }: Moving,
  { say, locale }: Pick<ListContext, 'say' | 'locale'>,
): string {
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

function status(item: FileItem, context: ListContext): string {
  const { say, locale } = context;
  const size = formatBytes(item.size, locale);
  switch (item.state) {
    case 'ready':
      return item.action === '' ? size : `${size} · ${say(`to-${item.action}`)}`;
    case 'waiting':
      return `${size} · ${say('waiting')}`;
    case 'running':
      return renderMoving(item, context);
    case 'done':
      return `${say(item.action === 'decrypt' ? 'decrypted' : 'encrypted', { name: item.finished?.name ?? '' })} · ${formatBytes(item.finished?.size ?? 0, locale)}`;
    case 'aborted':
      return say('aborted');
    case 'failed':
      return item.error ? failureSentence(item.error, say, { withKey: context.withKey, action: item.action }) : '';
    case 'refused':
      return item.refusal ? refusalSentence(item.refusal, say, locale) : '';
  }
}

/** Beside the file: what can be done with it. When it is the only one, the buttons for all do the same. */
function actions(item: FileItem, { say, disabled, alone, retry, save }: ListContext): unknown {
  const { name, state, finished } = item;
  if (alone) return nothing;
  if (state === 'failed' || state === 'aborted') {
    return html`<button
      type="button"
      part="button retry-button"
      class="small"
      ?disabled=${disabled}
      aria-label=${say('retry-item', { name })}
      @click=${() => retry(item)}
    >
      ${say('retry')}
    </button>`;
  }
  return finished
    ? html`<button
        type="button"
        part="button save-button"
        class="small"
        aria-label=${say('save-item', { name: finished.name })}
        @click=${() => save(item)}
      >
        ${say('save')}
      </button>`
    : nothing;
}

/** At the end of the row: cancel while it is worked on, else take it out of the list. */
function ending(item: FileItem, { say, disabled, alone, remove }: ListContext): unknown {
  const { name, state } = item;
  if (state === 'running' || state === 'waiting') {
    if (alone) return nothing;
    return html`<button
      type="button"
      part="button cancel-button"
      class="small quiet"
      aria-label=${say('cancel-item', { name })}
      @click=${() => item.abort()}
    >
      ${say('cancel')}
    </button>`;
  }
  return html`<button
    type="button"
    part="button remove-button"
    class="icon quiet"
    ?disabled=${disabled}
    title=${say('remove')}
    aria-label=${say('remove-item', { name })}
    @click=${() => remove(item)}
  >
    ${cross}
  </button>`;
}

const cross = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 7l10 10M17 7L7 17" /></svg>`;

/** A sign for each state, always beside words that say the same. */
function mark({ state, action }: FileItem): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true">
    ${signs[state] ?? (action === 'decrypt' ? closed : page)}
  </svg>`;
}

const page = svg`<path d="M7 3.5h6.5L18 8v12.5H7zM13 3.5V8.5h5" />`;
const closed = svg`<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3" />`;
const warning = svg`<path d="M12 4.5 21 20H3zM12 10.5v4M12 17.2v.1" />`;
const signs: Partial<Record<ItemState, unknown>> = {
  done: svg`<path d="M4.5 12.5l5 5L19.5 7" />`,
  failed: warning,
  refused: warning,
  aborted: svg`<circle cx="12" cy="12" r="8.5" /><path d="M8.5 12h7" />`,
};
