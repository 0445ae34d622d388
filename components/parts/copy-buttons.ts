/** Buttons that copy a text, and say for a while that they did; where the browser refuses, the text is marked for the keyboard. */
import { html, svg, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Say } from './strings.js';

export interface CopyOptions {
  readonly say: Say;
  /** What is copied, in words: the accessible name. */
  readonly label: string;
}

/** Milliseconds for which a button says that it copied. */
const lasting = 2000;

export class CopyButtons implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #speak: (sentence: string) => void;
  #copied: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, speak: (sentence: string) => void) {
    this.#host = host;
    this.#speak = speak;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#copied = null;
  }

  /** A button for the text, which stands before it in the same parent. */
  render(text: string, { say, label }: CopyOptions): TemplateResult {
    const copied = this.#copied === text;
    return html`<button
      type="button"
      part="button copy-button"
      class="icon quiet ${copied ? 'copied' : ''}"
      title=${say(copied ? 'copied' : 'copy')}
      aria-label=${label}
      @click=${(event: Event) => void this.#copy(text, event.currentTarget, say)}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">${copied ? tick : sheets}</svg>
    </button>`;
  }

  async #copy(text: string, button: EventTarget | null, say: Say): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // no clipboard on this page, or not allowed: the person can copy what is marked
      if (button instanceof Element && button.previousElementSibling) mark(button.previousElementSibling);
      this.#speak(say('copy-refused'));
      return;
    }
    this.#speak(say('copied'));
    this.#copied = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#copied = null;
      this.#host.requestUpdate();
    }, lasting);
    this.#host.requestUpdate();
  }
}

function mark(element: Element): void {
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  const selection = element.ownerDocument.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

const sheets = svg`<path d="M9 8.5h10.5V20H9zM5 15.5H4.5V4H15v.5" />`;
const tick = svg`<path d="M4.5 12.5l5 5L19.5 7" />`;
