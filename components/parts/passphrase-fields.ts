/** Asks for a passphrase: show and hide, once more when something is to be sealed, and a word when it will not do. */
import { html, nothing, svg, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { PhraseName, Say } from './strings.js';

export type { Say };

/**
 * Events that tell what is typed, and leave a shadow root: their target looks like any element then, and not like a field for a
 * passphrase. Those of keys are not among them: shortcuts of the page need them.
 */
const telling = [
  'beforeinput',
  'input',
  'textInput',
  'paste',
  'compositionstart',
  'compositionupdate',
  'compositionend',
];

/** The typed text is nowhere but in the fields themselves: `value` reads it there, for the files that a start sets to work. */
export class PassphraseFields implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #changed: () => void;
  #shown = false;
  /** Problems are shown once somebody has left the fields or tried to start, not while typing. */
  #judged = false;
  #listening = new AbortController();

  constructor(host: ReactiveControllerHost & HTMLElement, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const options = { capture: true, signal: this.#listening.signal };
    // on the window: whoever listens in the capturing phase is told before the field is
    for (const type of telling) this.#host.ownerDocument.defaultView?.addEventListener(type, this.#typed, options);
  }
  hostDisconnected(): void {
    this.#listening.abort();
    this.#shown = false;
  }

  // asked for each time: a lit ref is emptied when the host leaves the page, which is just when the fields must be cleared
  get #first(): HTMLInputElement | null {
    return this.#find('#passphrase');
  }
  get #again(): HTMLInputElement | null {
    return this.#find('#again');
  }
  #find(selector: string): HTMLInputElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLInputElement>(selector) ?? null;
  }

  get value(): string {
    return this.#first?.value ?? '';
  }

  /** What is wrong with what was typed; null when nothing is. */
  get problem(): Extract<PhraseName, 'passphrase-missing' | 'passphrase-differs'> | null {
    if (this.value === '') return 'passphrase-missing';
    const again = this.#again;
    return again && again.value !== this.value ? 'passphrase-differs' : null;
  }

  /** The field that has to be changed. */
  get anchor(): HTMLElement | undefined {
    return (this.problem === 'passphrase-differs' ? this.#again : this.#first) ?? undefined;
  }

  /** Shows what is wrong and goes there. */
  complain(): void {
    this.#judged = true;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.anchor?.focus());
  }

  clear(): void {
    for (const input of [this.#first, this.#again]) if (input) input.value = '';
    this.#shown = false;
    this.#judged = false;
    this.#host.requestUpdate();
  }

  render(
    say: Say,
    { confirm, disabled, hidden }: { confirm: boolean; disabled: boolean; hidden: boolean },
  ): TemplateResult {
    const problem = this.#judged ? this.problem : null;
    const wrong = (name: PhraseName) => (problem === name ? 'true' : 'false');
    const type = this.#shown ? 'text' : 'password';
    // inside of a closed shadow root the window is not told which field it is; here one is
    return html`
      <div
        class="secret"
        part="passphrase"
        ?hidden=${hidden}
        @beforeinput=${this.#typed}
        @input=${this.#typed}
        @change=${this.#left}
      >
        <div class="field">
          <label for="passphrase">${say('passphrase')}</label>
          <div class="joined">
            <input
              id="passphrase"
              part="passphrase-input"
              type=${type}
              autocomplete=${confirm ? 'new-password' : 'current-password'}
              autocapitalize="off"
              spellcheck="false"
              aria-invalid=${wrong('passphrase-missing')}
              aria-describedby="passphrase-message"
              ?disabled=${disabled}
            />
            <button
              type="button"
              part="button show-button"
              class="quiet"
              aria-label=${say('show-passphrase')}
              aria-pressed=${this.#shown ? 'true' : 'false'}
              ?disabled=${disabled}
              @click=${this.#toggle}
            >
              ${eye(this.#shown)}
            </button>
          </div>
        </div>
        ${
          confirm
            ? html`<div class="field">
                <label for="again">${say('passphrase-again')}</label>
                <input
                  id="again"
                  part="confirm-input"
                  type=${type}
                  autocomplete="new-password"
                  autocapitalize="off"
                  spellcheck="false"
                  aria-invalid=${wrong('passphrase-differs')}
                  aria-describedby="passphrase-message"
                  ?disabled=${disabled}
                />
              </div>`
            : nothing
        }
        <p id="passphrase-message" part="message" class=${problem ? 'problem' : 'hint'} ?hidden=${!problem && !confirm}>
          <bdi>${problem ? say(problem) : confirm ? say('passphrase-warning') : nothing}</bdi>
        </p>
      </div>
    `;
  }

  readonly #typed = (event: Event): void => {
    const [field] = event.composedPath();
    if (field === undefined || (field !== this.#first && field !== this.#again)) return;
    event.stopImmediatePropagation();
    if (event.type === 'input') this.#changed();
  };

  readonly #left = (): void => {
    // leaving the first field says nothing yet about the second
    this.#judged = this.#again ? this.#again.value !== '' : this.#judged;
    this.#changed();
  };

  readonly #toggle = (): void => {
    this.#shown = !this.#shown;
    this.#host.requestUpdate();
  };
}

/** What a press will do: show, or hide again. */
function eye(open: boolean): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
    <circle cx="12" cy="12" r="3" />
    ${open ? svg`<path d="M4 4l16 16" />` : nothing}
  </svg>`;
}
