/** The members that make an element a form control, over ElementInternals; a subclass says what is wrong, if anything. */
import { LitElement } from 'lit';
import { ProgressElement } from './progress-element.js';

/** What keeps a form from being submitted: nothing when no flag is set. The browser's bubble points at `anchor`. */
export interface Problem {
  readonly flags: ValidityStateFlags;
  readonly message: string;
  readonly anchor?: HTMLElement | null | undefined;
}

/** `Own` are the events that it fires. */
export abstract class FormControl<Own> extends ProgressElement<Own> {
  static readonly formAssociated = true;
  static override readonly shadowRootOptions: ShadowRootInit = {
    ...LitElement.shadowRootOptions,
    delegatesFocus: true,
  };

  /** Under this name axe-core finds role and name of the element. */
  protected readonly internals = this.attachInternals();
  #customMessage = '';

  /** What is wrong just now, custom messages aside. */
  protected abstract findProblem(): Problem;

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }
  get labels(): NodeList {
    return this.internals.labels;
  }
  get validity(): ValidityState {
    this.validate();
    return this.internals.validity;
  }
  get validationMessage(): string {
    this.validate();
    return this.internals.validationMessage;
  }
  get willValidate(): boolean {
    return this.internals.willValidate;
  }
  checkValidity(): boolean {
    this.validate();
    return this.internals.checkValidity();
  }
  reportValidity(): boolean {
    this.validate();
    return this.internals.reportValidity();
  }
  setCustomValidity(message: string): void {
    this.#customMessage = message;
    this.validate();
  }

  /** Tells the browser what is wrong; to be called whenever that may have changed. */
  protected validate(): void {
    const { flags, message, anchor } = this.findProblem();
    const inside = anchor && this.shadowRoot?.contains(anchor) ? anchor : undefined;
    if (this.#customMessage === '') this.internals.setValidity(flags, message, inside);
    else this.internals.setValidity({ ...flags, customError: true }, this.#customMessage, inside);
  }

  /** Puts `name` among the element's `:state()`s, or takes it out. */
  protected setState(name: string, on: boolean): void {
    if (on) this.internals.states.add(name);
    else this.internals.states.delete(name);
  }
}
