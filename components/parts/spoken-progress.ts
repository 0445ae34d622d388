/** Tells screen readers how work goes: start, each quarter, and how it ended; every word once. */
import { announce, quarterMarks } from './announcer.js';
import { failureSentence } from './failure.js';
import type { FileItem } from './file-item.js';
import { formatShare } from './format.js';
import type { Say } from './passphrase-fields.js';

export interface Spoken extends HTMLElement {
  readonly announce: 'polite' | 'off';
  readonly items: readonly FileItem[];
  readonly state: string;
  readonly error: Error | null;
}

/** Listens to the progress events of `element`; call it once, in the constructor, so that no listener comes before. */
export function speakProgress(element: Spoken, say: Say, locale: () => string, withKey: () => boolean): void {
  let marks = quarterMarks();
  const speak = (text: string) => {
    if (element.announce !== 'off' && element.isConnected) announce(element, text);
  };
  element.addEventListener('loadstart', () => {
    marks = quarterMarks();
    speak(say('said-start', { count: element.items.filter(({ state }) => state === 'waiting').length }));
  });
  element.addEventListener('progress', ({ loaded, total }) => {
    const mark = total > 0 ? marks(loaded / total) : undefined;
    if (mark !== undefined) speak(formatShare(mark / 100, locale()));
  });
  element.addEventListener('load', () => speak(say('said-done', summary(element, 'done'))));
  element.addEventListener('abort', () => speak(say('said-aborted')));
  const failed = () => {
    const item = element.items.find(({ state }) => state === 'failed');
    const reason = item?.error ? failureSentence(item.error, say, { withKey: withKey(), action: item.action }) : '';
    speak(say('said-failed', { ...summary(element, 'failed'), reason }));
  };
  element.addEventListener('error', failed);
  element.addEventListener('timeout', failed);
}

function summary({ items }: Spoken, state: string): { count: number; name: string } {
  const chosen = items.filter((item) => item.state === state);
  return { count: chosen.length, name: chosen[0]?.finished?.name ?? chosen[0]?.name ?? '' };
}
