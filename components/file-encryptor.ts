/**
 * <file-encryptor>: seals and opens files in the page, as a form control. Longer than its siblings because the members of
 * an input, of a FileReader and of a form control all have to be on the one class; what they do is in parts/.
 */
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { OperationError } from '../src/errors.js';
import { WorkerBridge } from '../src/bridge/worker-bridge.js';
import { announce, prepareAnnouncer } from './parts/announcer.js';
import { count, oneOf } from './parts/attributes.js';
import { define } from './parts/define.js';
import type { EventMapOf, Listener, ProgressEventMap } from './parts/events.js';
import { refusalSentence } from './parts/failure.js';
import { FileBatch, type BatchState, type Work } from './parts/file-batch.js';
import { fileEncryptorStyles } from './parts/file-encryptor-styles.js';
import { renderBar, renderTotal, renderZone, type View } from './parts/file-encryptor-view.js';
import { asTaken } from './parts/dropped.js';
import { FormControl, type Problem } from './parts/form-control.js';
import { FileIntake } from './parts/file-intake.js';
import type { FileItem } from './parts/file-item.js';
import { keepPlace, notePlace, type Place } from './parts/focus.js';
import { renderList } from './parts/item-list.js';
import { parseKdf } from './parts/kdf.js';
import { applyLimits, type Refusal, type Taken } from './parts/limits.js';
import { PassphraseFields, type Say } from './parts/passphrase-fields.js';
import { findPool } from './parts/pool-lookup.js';
import { whenGone } from './parts/removal.js';
import { download, saveFile } from './parts/save.js';
import { isSealed } from './parts/sealed.js';
import { localeOf, phrase, registerStrings, type Phrase, type PhraseName, type Strings } from './parts/strings.js';
import { speakProgress } from './parts/spoken-progress.js';
import { controls, tokens } from './parts/styles.js';
import { version } from './parts/version.js';

export { registerStrings };
export type { BatchState, FileItem, Phrase, PhraseName, Refusal, Strings };

/** Bytes below which a file is one short task. */
const small = 16 * 1024 * 1024;

export type FileEncryptorEventMap = EventMapOf<ProgressEventMap & { beforestart: Event; cancel: Event }>;

/**
 * Seals files with a passphrase or a key, and opens them again, in workers and without freezing the page. Files come by
 * drop, picker, paste or script; sealed ones are saved, or submitted with a form.
 *
 * @customElement file-encryptor
 *
 * @slot - The prompt in the drop area, in place of "Drop a file here, or".
 *
 * @fires {Event} input - Somebody chose files, as on `<input type=file>`
 * @fires {Event} change - Somebody chose files, as on `<input type=file>`
 * @fires {Event} cancel - The file dialog was closed without a choice
 * @fires {Event} beforestart - Work is about to start; cancelable
 * @fires {ProgressEvent} loadstart - Work starts; bytes of plaintext, as in all progress events
 * @fires {ProgressEvent} progress - At most every 50 ms; the last one equals the end
 * @fires {ProgressEvent} load - Every file is done
 * @fires {ProgressEvent} abort - Work was cancelled
 * @fires {ProgressEvent} error - A file failed; see `error`
 * @fires {ProgressEvent} timeout - A file took too long
 * @fires {ProgressEvent} loadend - After each of load, abort, error and timeout
 * @fires {Event} statechange - `state` is another
 *
 * @csspart drop-zone - Where files are dropped
 * @csspart prompt - The words in it
 * @csspart limits - What it says about size and number
 * @csspart button - Every button; beside it `choose-button`, `folder-button`, `start-button`, `cancel-button`, `retry-button`, `save-button`, `remove-button`, `reset-button`, `show-button`
 * @csspart list - The list of files
 * @csspart item - A file; beside it `item-ready`, `item-waiting`, `item-running`, `item-done`, `item-failed`, `item-aborted`, `item-refused`
 * @csspart item-name - Its name
 * @csspart item-status - What is said about it
 * @csspart item-progress - Its progress bar
 * @csspart passphrase - The fields for the passphrase
 * @csspart passphrase-input - The first of them
 * @csspart confirm-input - The second
 * @csspart message - What is said about the passphrase
 * @csspart total - Progress of all files
 * @csspart total-progress - Its bar
 * @csspart actions - The buttons that act on all files
 * @csspart notice - What is said when saving failed
 *
 * @cssprop --tallow-accent - Colour of the main button, bars and focus
 * @cssprop --tallow-on-accent - Text on it
 * @cssprop --tallow-text - Text; CanvasText by default
 * @cssprop --tallow-surface - Background of fields and buttons; Canvas by default
 * @cssprop --tallow-danger - Failures
 * @cssprop --tallow-good - What is done
 * @cssprop --tallow-radius - Corners
 * @cssprop --tallow-gap - Space between the parts
 * @cssprop --tallow-list-height - Height from which the list scrolls
 *
 * @cssState empty - No file
 * @cssState ready - Files wait to be started
 * @cssState running - Work goes on
 * @cssState done - Every file is done
 * @cssState failed - A file failed
 * @cssState aborted - Work was cancelled
 * @cssState busy - As running
 * @cssState dragover - Files hang over the element
 * @cssState off - Disabled, by itself or by a fieldset
 */
export class FileEncryptor extends FormControl {
  static readonly version: string = version;
  static override readonly styles = [tokens, controls, fileEncryptorStyles];
  static override readonly properties: PropertyDeclarations = {
    name: { type: String, reflect: true, useDefault: true },
    mode: { reflect: true, useDefault: true, converter: oneOf('auto', 'encrypt', 'decrypt') },
    multiple: { type: Boolean, reflect: true, useDefault: true },
    directory: { type: Boolean, reflect: true, useDefault: true },
    required: { type: Boolean, reflect: true, useDefault: true },
    disabled: { type: Boolean, reflect: true, useDefault: true },
    accept: { type: String, reflect: true, useDefault: true },
    maxSize: { attribute: 'max-size', reflect: true, useDefault: true, converter: count() },
    maxFiles: { attribute: 'max-files', reflect: true, useDefault: true, converter: count() },
    kdf: { type: String, reflect: true, useDefault: true },
    pool: { type: String, reflect: true, useDefault: true },
    announce: { reflect: true, useDefault: true, converter: oneOf('polite', 'off') },
    strings: { attribute: false },
  };

  /** Name of the sealed files in the form; without one nothing is submitted. */
  declare name: string;
  /** `auto` (default) opens what is a sealed file and seals everything else; `encrypt` and `decrypt` do only that. */
  declare mode: 'auto' | 'encrypt' | 'decrypt';
  /** Takes more than one file. */
  declare multiple: boolean;
  /** Takes folders too, with all that is in them; implies `multiple`. */
  declare directory: boolean;
  /** The form cannot be submitted without a file. */
  declare required: boolean;
  declare disabled: boolean;
  /** Kinds of file that are taken, as on `<input type=file>`; also asked of what is dropped. */
  declare accept: string;
  /** Bytes a file may have; 0 (default) for no limit. */
  declare maxSize: number;
  /** Files in all; 0 (default) for no limit. */
  declare maxFiles: number;
  /** How a passphrase is stretched: `pbkdf2`, `pbkdf2 1000000`, `argon2id`, `argon2id 65536 3 1`. */
  declare kdf: string;
  /** Id of a `<worker-pool>`; without one the nearest around it is used, else a pool shared by the page. */
  declare pool: string;
  /** `off` says nothing to screen readers by itself. */
  declare announce: 'polite' | 'off';
  /** Words of this element alone, in place of those of its language. */
  declare strings: Partial<Strings>;

  readonly #batch: FileBatch;
  readonly #intake: FileIntake;
  readonly #fields = new PassphraseFields(this, () => this.#changed());
  readonly #sealed = new WeakMap<FileItem, Promise<boolean>>();
  #given: string | BufferSource | CryptoKey | null = null;
  /** Of the files in work, each its own: what is set or typed later is for files that are started later. */
  readonly #secrets = new WeakMap<FileItem, string | BufferSource | CryptoKey>();
  #notice = '';
  #off = false;
  #place: Place | null = null;

  constructor() {
    super();
    this.name = '';
    this.mode = 'auto';
    this.multiple = false;
    this.directory = false;
    this.required = false;
    this.disabled = false;
    this.accept = '';
    this.maxSize = 0;
    this.maxFiles = 0;
    this.kdf = 'pbkdf2';
    this.pool = '';
    this.announce = 'polite';
    this.strings = {};
    this.#batch = new FileBatch({
      target: this,
      work: this.#work,
      changed: () => this.#changed(),
      moved: () => this.requestUpdate(),
      left: (item) => void this.#secrets.delete(item),
      discard: (result) => void WorkerBridge.crypto.discard(result).catch(() => undefined),
      retry: (item) => this.retry(item),
    });
    this.#intake = new FileIntake(this, {
      open: () => !this.#off && (this.#plural || this.state !== 'running'),
      folders: () => this.directory,
      take: (taken) => this.#take(taken),
    });
    this.addEventListener('command', this.#command);
    speakProgress(
      this,
      this.#say,
      () => localeOf(this),
      () => this.#withKey,
    );
  }

  /** Registers the class, under its own name or another; does nothing where that name is taken. */
  static define(tag = 'file-encryptor', registry: CustomElementRegistry | undefined = globalThis.customElements): void {
    define(tag, this, registry);
  }

  /** The files that are worked on. Setting them replaces all, and fires nothing, as on an input. */
  get files(): readonly File[] {
    return this.items.flatMap((item) => (item.file && item.state !== 'refused' ? item.file : []));
  }
  set files(files: Iterable<File> | null) {
    this.#batch.clear();
    this.#add([...(files ?? [])].map(asTaken));
  }
  /** Every file in the list, those that were refused too, with its state, progress, error and result. */
  get items(): readonly FileItem[] {
    return this.#batch.items;
  }
  /** The finished files, in the order of the list. */
  get results(): readonly File[] {
    return this.#batch.results;
  }
  get state(): BatchState {
    return this.#batch.state;
  }
  /** Why the last run failed; null unless it did. */
  get error(): Error | null {
    return this.#batch.error;
  }
  /** Bytes of plaintext done. */
  get loaded(): number {
    return this.#batch.loaded;
  }
  /** Bytes of plaintext in all. */
  get total(): number {
    return this.#batch.total;
  }

  /** The passphrase, in place of the fields. Can only be set: reading gives null. An empty one brings the fields back. */
  get passphrase(): null {
    return null;
  }
  set passphrase(passphrase: string | null) {
    this.#give(passphrase === '' ? null : passphrase);
  }
  /** 32 bytes, or a CryptoKey of them for HMAC with SHA-512, in place of a passphrase. Can only be set. */
  get key(): null {
    return null;
  }
  set key(key: BufferSource | CryptoKey | null) {
    // as it is now: its owner may wipe it
    this.#give(key === null || key instanceof CryptoKey ? key : copyOf(key));
  }

  /**
   * Seals or opens every file that is not done. Resolves with `results`, at once when all are done; rejects with what failed,
   * with the signal's reason, or with an `invalid` OperationError when there is no file or no passphrase. The signal cancels
   * the files that this call has started, `abort()` all.
   */
  async start({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<readonly File[]> {
    return resultsOf(await this.#start(this.items, signal));
  }
  /** Cancels all work at once; nothing happens when there is none. */
  abort(reason?: unknown): void {
    this.#batch.abort(reason);
  }
  /** Tries again what failed or was cancelled: one item, or all of them. */
  async retry(item?: FileItem): Promise<readonly File[]> {
    return resultsOf(await this.#retry(item));
  }
  /** Cancels, forgets files and secret. */
  reset(): void {
    this.#batch.clear();
    this.#forget();
  }
  /** Saves one result, or all: false when the person closed the dialog. To be called in a click. */
  async save(item?: FileItem): Promise<boolean> {
    const results = item ? [item.result].flatMap((file) => file ?? []) : this.results;
    const [only, another] = results;
    if (!only) throw new DOMException('There is no result to save.', 'InvalidStateError');
    if (!another) return saveFile(only);
    // one click opens one dialog: several files go to the folder for downloads
    for (const file of results) download(file);
    return true;
  }
  /** Opens the file dialog; in a click or key press only. */
  showPicker(): void {
    if (!this.#off) this.#intake.showPicker();
  }

  readonly type = 'file-encryptor';
  /** Always empty; setting it to '' forgets the files, as on an input. */
  get value(): string {
    return '';
  }
  set value(value: string) {
    if (value !== '') throw new DOMException('Files cannot be set by name.', 'InvalidStateError');
    this.#batch.clear();
  }
  override addEventListener<Type extends keyof FileEncryptorEventMap>(
    type: Type,
    listener: Listener<this, FileEncryptorEventMap, Type>,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.internals.role = 'group';
    if (this.announce !== 'off') prepareAnnouncer(this);
    this.#changed();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    whenGone(this, () => {
      this.abort(new DOMException('The element was removed from the page.', 'AbortError'));
      this.#forget();
    });
  }
  /** Moved by `moveBefore`: nothing stops. */
  connectedMoveCallback(): void {
    this.requestUpdate();
  }
  formResetCallback(): void {
    this.reset();
  }
  formDisabledCallback(disabled: boolean): void {
    this.#off = disabled;
    this.requestUpdate();
  }
  /** Files and secrets are never restored. */
  formStateRestoreCallback(): void {
    this.#changed();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#place = notePlace(this.renderRoot);
    if (changed.has('mode')) this.#classify(this.items);
  }

  protected override render(): TemplateResult {
    const say = this.#say;
    const locale = localeOf(this);
    const disabled = this.#off;
    const view: View = { say, locale, batch: this.#batch, disabled };
    const { items, state } = this;
    const pending = items.some((item) => item.state !== 'done' && item.state !== 'refused');
    return html`
      <form novalidate @submit=${this.#submitted}>
        ${renderZone(view, {
          dragging: this.#intake.dragging,
          closed: disabled || (!this.#plural && state === 'running'),
          multiple: this.#plural,
          directory: this.directory,
          maxSize: this.maxSize,
          maxFiles: this.maxFiles,
          inputs: this.#intake.render(this.accept, this.#plural),
          choose: (kind) => this.#intake.showPicker(kind),
        })}
        ${
          items.length > 0
            ? renderList(items, {
                say,
                locale,
                disabled,
                withKey: this.#withKey,
                alone: items.length === 1,
                retry: (item) => this.#try(this.#retry(item)),
                remove: (item) => item.remove(),
                save: (item) => this.#try(this.save(item), 'failed-save'),
              })
            : nothing
        }
        ${
          pending && this.#given === null
            ? this.#fields.render(say, { confirm: this.#sealing, disabled, hidden: state === 'running' })
            : nothing
        }
        ${renderTotal(view)}
        ${renderBar(view, {
          cancel: () => this.abort(),
          save: () => this.#try(this.save(), 'failed-save'),
          reset: () => this.reset(),
        })}
        <p part="notice" class="problem" role="alert" ?hidden=${this.#notice === ''}>${this.#notice}</p>
      </form>
    `;
  }

  protected override updated(): void {
    this.setState('dragover', this.#intake.dragging);
    this.setState('off', this.#off);
    this.validate();
    keepPlace(this.renderRoot, this.#place, ['.bar button', '.choose']);
  }

  get #plural(): boolean {
    return this.multiple || this.directory;
  }
  get #withKey(): boolean {
    return this.#given !== null && typeof this.#given !== 'string';
  }
  /** Something will be sealed, so a passphrase that was mistyped would be lost. */
  get #sealing(): boolean {
    return this.items.some(({ state, action }) => state !== 'done' && state !== 'refused' && action === 'encrypt');
  }

  readonly #say: Say = (name, gaps) => phrase(name, gaps, localeOf(this), this.strings);

  #take(taken: readonly Taken[]): void {
    if (this.#plural) for (const item of this.items) if (item.state === 'refused') item.remove();
    if (!this.#plural) this.#batch.clear();
    this.#notice = '';
    this.#add(taken);
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  #add(taken: readonly Taken[]): void {
    const maxFiles = this.#plural ? this.maxFiles : 1;
    const limits = { accept: this.accept, maxSize: this.maxSize, maxFiles };
    const added = this.#batch.add(applyLimits(taken, limits, this.files.length));
    this.#classify(added);
    const [refused, ...others] = added.filter(({ refusal }) => refusal);
    if (!refused?.refusal) return;
    const reason = refusalSentence(refused.refusal, this.#say, localeOf(this));
    const text = this.#say('said-refused', { count: others.length + 1, name: refused.name, reason });
    if (this.announce !== 'off' && this.isConnected) announce(this, text);
  }

  /** Shows what will be done with files as soon as that is known; all at once, since a folder may hold thousands. */
  #classify(items: readonly FileItem[]): void {
    const open = items.filter(({ state }) => state !== 'done' && state !== 'refused' && state !== 'running');
    for (const item of open) item.action = this.mode === 'auto' ? '' : this.mode;
    void Promise.all(open.map((item) => this.#decide(item))).then(() => this.#changed());
  }
  /** The mode as it is when this is asked: work and fields go by it, whatever has been rendered. */
  async #decide(item: FileItem): Promise<void> {
    const sealed = this.#sealed.get(item) ?? (item.file ? isSealed(item.file) : Promise.resolve(false));
    this.#sealed.set(item, sealed);
    const found = (await sealed) ? 'decrypt' : 'encrypt';
    item.action = this.mode === 'auto' ? found : this.mode;
  }

  readonly #work: Work = async (item, { signal, onProgress }) => {
    const secret = this.#secrets.get(item) ?? '';
    await this.#decide(item);
    signal.throwIfAborted();
    if (!item.file) throw new OperationError('changed', 'There is no file to read.');
    // a small file need not wait for the ranges of the large one that runs beside it
    const priority = item.size < small ? 1 : 0;
    const options = { signal, onProgress, priority, pool: findPool(this, this.pool) };
    if (item.action === 'decrypt') return WorkerBridge.crypto.openFile(item.file, secret, options);
    return WorkerBridge.crypto.sealFile(item.file, secret, { ...options, kdf: parseKdf(this.kdf) });
  };

  async #start(items = this.items, signal?: AbortSignal): Promise<readonly FileItem[]> {
    signal?.throwIfAborted();
    if (this.#off) throw new DOMException('The element is disabled.', 'InvalidStateError');
    if (this.files.length === 0) throw new OperationError('invalid', this.#say('value-missing'));
    // when there is nothing to start, somebody waits for the run that goes on: nothing is asked of them
    const isIdle = () => this.#batch.startable(items).length === 0;
    const problem = this.#given !== null || isIdle() ? null : await this.#passphraseProblem();
    signal?.throwIfAborted();
    if (problem) throw new OperationError('invalid', this.#say(problem));
    if (!isIdle() && !this.dispatchEvent(new Event('beforestart', { cancelable: true }))) {
      throw new DOMException('A listener of beforestart prevented the start.', 'AbortError');
    }
    signal?.throwIfAborted();
    const secret = this.#given ?? this.#fields.value;
    for (const item of this.#batch.startable(items)) this.#secrets.set(item, secret);
    this.#notice = '';
    return this.#batch.start(items, signal);
  }

  #retry(item?: FileItem): Promise<readonly FileItem[]> {
    return this.#start(item ? [item] : this.items.filter(({ state }) => state === 'failed' || state === 'aborted'));
  }

  readonly #submitted = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    this.#try(this.#start());
  };

  /** Whether a second field is asked for depends on what the files turn out to be: wait for that, and for the field. */
  async #passphraseProblem(): Promise<PhraseName | null> {
    if (this.#given !== null) return null;
    for (const item of this.items) if (item.state !== 'done') await this.#decide(item);
    this.requestUpdate();
    await this.updateComplete;
    return this.#fields.problem;
  }

  /** For the buttons: what failed is shown by the state, at the fields, or by `notice`. */
  #try(work: Promise<unknown>, notice?: PhraseName): void {
    work.catch((error: unknown) => {
      if (notice) {
        const full = error instanceof Error && error.name === 'QuotaExceededError';
        this.#notice = this.#say(full ? 'failed-space' : notice);
        this.requestUpdate();
      } else if (this.state !== 'running' && this.#given === null && this.files.length > 0 && this.#fields.problem) {
        this.#fields.complain();
      }
    });
  }

  readonly #command = (event: Event): void => {
    const command = 'command' in event ? event.command : '';
    if (command === '--start') this.#try(this.#start());
    else if (command === '--abort') this.abort();
    else if (command === '--retry') this.#try(this.#retry());
    else if (command === '--reset') this.reset();
    else if (command === '--save') this.#try(this.save(), 'failed-save');
    else if (command === '--show-picker') this.showPicker();
  };

  #give(secret: string | BufferSource | CryptoKey | null): void {
    this.#given = secret;
    this.#fields.clear();
    this.#changed();
  }
  #forget(): void {
    this.#notice = '';
    this.#give(null);
  }

  #changed(): void {
    const { state } = this;
    for (const word of ['empty', 'ready', 'running', 'done', 'failed', 'aborted']) this.setState(word, word === state);
    this.setState('busy', state === 'running');
    this.#submitResults();
    this.validate();
    this.requestUpdate();
  }

  /** Only what was sealed is ever submitted: neither the files that were chosen, nor what was opened. */
  #submitResults(): void {
    const sealed = this.items.filter(({ action, finished }) => action === 'encrypt' && finished);
    const ready = this.name !== '' && this.state === 'done' && sealed.length > 0;
    const data = new FormData();
    // `result`, not `finished`: a submission may read these after the list is empty
    if (ready) for (const file of resultsOf(sealed)) data.append(this.name, file, file.name);
    this.internals.setFormValue(ready ? data : null);
  }

  protected override findProblem(): Problem {
    const say = this.#say;
    const find = (selector: string) => this.shadowRoot?.querySelector<HTMLElement>(selector);
    const anchor = find('.bar button') ?? find('.choose');
    const wrong = (name: PhraseName, at = anchor): Problem => ({
      flags: { customError: true },
      message: say(name),
      anchor: at,
    });
    if (this.state === 'running') return wrong('busy');
    if (this.files.length === 0 && this.required) return { ...wrong('value-missing'), flags: { valueMissing: true } };
    if (this.files.length === 0 || this.state === 'done') return { flags: {}, message: '' };
    const passphrase = this.#given === null ? this.#fields.problem : null;
    if (passphrase) return wrong(passphrase, this.#fields.anchor);
    if (this.state === 'ready') return wrong(this.#sealing ? 'not-started' : 'not-opened');
    return wrong('not-finished');
  }
}

function copyOf(key: BufferSource): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    ArrayBuffer.isView(key) ? key.buffer.slice(key.byteOffset, key.byteOffset + key.byteLength) : key.slice(0),
  );
}

/** Hands the results out: from now on they are the page's. */
function resultsOf(items: readonly FileItem[]): readonly File[] {
  return items.flatMap((item) => item.result ?? []);
}

declare global {
  interface HTMLElementTagNameMap {
    'file-encryptor': FileEncryptor;
  }
}
