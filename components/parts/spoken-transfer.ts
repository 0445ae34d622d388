/** Tells screen readers how a transfer goes: begun, each quarter, and how it ended; every word once. */
import { announce, quarterMarks } from './announcer.js';
import { failureSentence } from './failure.js';
import { formatShare } from './format.js';
import type { Say } from './strings.js';
import type { TransferState } from './transfer.js';

export interface Speaker {
  readonly element: HTMLElement;
  readonly say: Say;
  readonly locale: () => string;
  /** What it is called; may be empty. */
  readonly name: () => string;
  /** Nobody else speaks of it, and it was not told to be silent. */
  readonly mayRemark: () => boolean;
}

export class SpokenTransfer {
  readonly #speaker: Speaker;
  #marks = quarterMarks();

  constructor(speaker: Speaker) {
    this.#speaker = speaker;
  }

  /** `share` is where it stands: the marks before that are not told. */
  start(share: number | null, isSilent: boolean): void {
    this.#marks = quarterMarks();
    if (share !== null) this.#marks(share);
    if (!isSilent) this.#remark(this.#speaker.say('transfer-started'));
  }
  move(share: number): void {
    const mark = this.#marks(share);
    if (mark !== undefined) this.#remark(formatShare(mark / 100, this.#speaker.locale()));
  }
  end(state: TransferState, error: Error | null): void {
    const { say } = this.#speaker;
    if (state === 'complete' || state === 'aborted') this.#remark(say(`transfer-${state}`));
    if (state === 'failed') this.#remark(error ? failureSentence(error, say) : say('failed-other'));
  }

  /** With its name, since several may go on at once. */
  #remark(what: string): void {
    const { element, say, name, mayRemark } = this.#speaker;
    if (!element.isConnected || !mayRemark()) return;
    announce(element, name() === '' ? what : say('said-transfer', { name: name(), what }));
  }
}
