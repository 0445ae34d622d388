/** Shows a list of files: what each is, how far it is, what became of it, and what can be done about it. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { refusalSentence } from './failure.js';
import type { FileItem, ItemState } from './file-item.js';
import { formatBytes, shownName } from './format.js';
import { renderMoving, renderProgress } from './moving-view.js';
import type { Say } from './strings.js';

/** What only the element knows to say of an item. */
export interface ItemWords<Item> {
  /** What will be done to it; empty while that is being found out, or goes without saying. */
  ready(item: Item): string;
  /** What became of it. */
  done(item: Item): string;
  failed(error: Error, item: Item): string;
  /** What is done is not good news: `wrong` is shown as what failed is, `open` has not been decided. */
  outcome?(item: Item): 'wrong' | 'open' | undefined;
  /** The sign beside it until something has become of it: a sheet of paper, unless it says another. */
  sign?(item: Item): unknown;
  /** More than a line of what became of it, below the row. */
  detail?(item: Item): unknown;
}

export interface ListContext<Item extends FileItem> extends ListActions<Item> {
  readonly say: Say;
  readonly locale: string;
  readonly words: ItemWords<Item>;
  readonly disabled: boolean;
  /** The only file: the buttons for all of them do, so its row needs none to cancel and try again. */
  readonly alone: boolean;
}
export interface ListActions<Item> {
  readonly remove: (item: Item) => void;
  readonly retry: (item: Item) => void;
  readonly save: (item: Item) => void;
}

export function renderList<Item extends FileItem>(items: readonly Item[], context: ListContext<Item>): TemplateResult {
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

function renderItem<Item extends FileItem>(item: Item, context: ListContext<Item>): TemplateResult {
  const remove = (event: KeyboardEvent) => {
    // the key that says "delete" on a Mac is Backspace
    if ((event.key !== 'Delete' && event.key !== 'Backspace') || context.disabled) return;
    event.preventDefault();
    context.remove(item);
  };
  const outcome = outcomeOf(item, context) ?? '';
  return html`
    <li
      part="item item-${item.state} ${outcome && `item-${outcome}`}"
      class="${item.state} ${outcome}"
      @keydown=${remove}
    >
      <span class="mark">${mark(item, context)}</span>
      <div class="about">
        ${renderName(shownName(item.path || item.name))}
        <p part="item-status" class="status"><bdi>${status(item, context)}</bdi></p>
      </div>
      <div class="actions">${actions(item, context)}</div>
      <div class="end">${ending(item, context)}</div>
      ${item.state === 'running' ? renderProgress(item, context, context.say('progress-label', { name: item.name }), 'item-progress') : nothing}
      ${item.state === 'done' ? (context.words.detail?.(item) ?? nothing) : nothing}
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

function status<Item extends FileItem>(item: Item, context: ListContext<Item>): string {
  const { say, locale, words } = context;
  const size = formatBytes(item.size, locale);
  switch (item.state) {
    case 'ready':
      return joined(size, words.ready(item));
    case 'waiting':
      return `${size} · ${say('waiting')}`;
    case 'running':
      return renderMoving(item, context);
    case 'done':
      return joined(words.done(item), item.finished ? formatBytes(item.finished.size, locale) : '');
    case 'aborted':
      return say('aborted');
    case 'failed':
      return item.error ? words.failed(item.error, item) : '';
    case 'refused':
      return item.refusal ? refusalSentence(item.refusal, say, locale) : '';
  }
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

/** Beside the file: what can be done with it. When it is the only one, the buttons for all do the same. */
function actions<Item extends FileItem>(item: Item, { say, disabled, alone, retry, save }: ListContext<Item>): unknown {
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
function ending<Item extends FileItem>(item: Item, { say, disabled, alone, remove }: ListContext<Item>): unknown {
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
function mark<Item extends FileItem>(item: Item, context: ListContext<Item>): TemplateResult {
  const outcome = outcomeOf(item, context);
  const sign = outcome ? outcomes[outcome] : (signs[item.state] ?? context.words.sign?.(item) ?? page);
  return html`<svg viewBox="0 0 24 24" aria-hidden="true">${sign}</svg>`;
}

function outcomeOf<Item extends FileItem>(item: Item, { words }: ListContext<Item>): 'wrong' | 'open' | undefined {
  return item.state === 'done' ? words.outcome?.(item) : undefined;
}

const page = svg`<path d="M7 3.5h6.5L18 8v12.5H7zM13 3.5V8.5h5" />`;
const warning = svg`<path d="M12 4.5 21 20H3zM12 10.5v4M12 17.2v.1" />`;
const dash = svg`<circle cx="12" cy="12" r="8.5" /><path d="M8.5 12h7" />`;
const outcomes = { wrong: warning, open: dash };
const signs: Partial<Record<ItemState, unknown>> = {
  done: svg`<path d="M4.5 12.5l5 5L19.5 7" />`,
  failed: warning,
  refused: warning,
  aborted: dash,
};
