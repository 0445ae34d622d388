/** What a transfer is to screen readers and to style sheets: role, name, value, and `:state()`. */
import type { Say } from './strings.js';
import type { TransferState } from './transfer.js';
import { filledOf, shareOf, valueWords, type Shown } from './transfer-words.js';

const states: readonly TransferState[] = ['idle', 'active', 'paused', 'stalled', 'complete', 'failed', 'aborted'];

export interface Semantics {
  readonly shown: Shown;
  /** There is more to it than a bar, which to screen readers can hold nothing else. */
  readonly isCompound: boolean;
  /** May be empty. */
  readonly name: string;
  readonly say: Say;
  readonly locale: string;
}

export function tellReaders(internals: ElementInternals, semantics: Semantics): void {
  const { shown, isCompound, name, say, locale } = semantics;
  const share = shareOf(shown);
  const isBar = !isCompound;
  setState(internals, 'unknown', share === null && shown.state === 'active');
  const filled = isBar && shown.state !== 'idle' ? filledOf(shown.state, share) : null;
  internals.role = isBar ? 'progressbar' : 'group';
  internals.ariaLabel = name || say('transfer-label');
  internals.ariaValueMin = isBar ? '0' : null;
  internals.ariaValueMax = isBar ? '100' : null;
  internals.ariaValueNow = filled === null ? null : String(Math.floor(filled * 100));
  internals.ariaValueText = isBar ? valueWords(shown, say, locale) : null;
}

export function tellStyles(internals: ElementInternals, state: TransferState): void {
  for (const word of states) setState(internals, word, word === state);
}

function setState({ states: words }: ElementInternals, word: string, isOn: boolean): void {
  if (isOn) words.add(word);
  else words.delete(word);
}
