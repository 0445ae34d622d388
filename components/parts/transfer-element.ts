/** What is read of a transfer: the members of `<progress>`, the counts. The subclass has the transfer itself. */
import { ProgressElement } from './progress-element.js';
import { readElement } from './sources/value-source.js';
import type { Transfer, TransferState } from './transfer.js';
import { shareOf } from './transfer-words.js';

/** `Own` are the events that it fires. */
export abstract class TransferElement<Own> extends ProgressElement<Own> {
  /** So that a `<label>` can name it, as a `<progress>`; it submits nothing. */
  static readonly formAssociated = true;
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'value', 'max'];
  }

  /** Under this name axe-core finds role and name of the element. */
  protected readonly internals = this.attachInternals();
  protected abstract readonly transfer: Transfer;

  /** `value` or `max` is another. */
  protected abstract valued(): void;

  /** As on `<progress>`: 0 without one, at most `max`. Without the attribute the bar is indeterminate. */
  get value(): number {
    return readElement(this).value ?? 0;
  }
  /** @throws TypeError when it is no finite number, as on `<progress>` */
  set value(value: number) {
    this.setAttribute('value', String(finite(value)));
  }
  get max(): number {
    return readElement(this).max;
  }
  /** @throws TypeError when it is no finite number; one that is not positive counts as 1 */
  set max(max: number) {
    this.setAttribute('max', String(finite(max)));
  }
  /** 0 to 1; -1 while that is unknown, as on `<progress>`. */
  get position(): number {
    const { state, count } = this.transfer;
    return shareOf({ state, ...count }) ?? -1;
  }
  get labels(): NodeList {
    return this.internals.labels;
  }

  get state(): TransferState {
    return this.transfer.state;
  }
  /** Why it failed; null unless it did. */
  get error(): Error | null {
    return this.transfer.error;
  }
  /** Bytes (or what else is counted) done, as it is at this moment. */
  get loaded(): number {
    return this.transfer.count.loaded;
  }
  /** In all; 0 while unknown, and when more was done than there was to do. */
  get total(): number {
    return this.transfer.count.total;
  }
  get lengthComputable(): boolean {
    return this.total > 0;
  }
  /** Per second, on average over the last seconds; null until it can be trusted, 0 while paused or stalled. */
  get rate(): number | null {
    return this.transfer.rate;
  }
  /** Seconds until the end; null while that cannot be told. Stands while paused. */
  get remaining(): number | null {
    return this.transfer.remaining;
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after);
    if (name === 'value' || name === 'max') this.valued();
  }
}

/** As the platform takes a number: also as text. */
function finite(value: unknown): number {
  const number = Number(value);
  if (!Number.isFinite(number)) throw new TypeError(`A finite number was expected, not ${String(value)}.`);
  return number;
}
