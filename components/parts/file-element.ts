/**
 * What elements that work on files have in common: files come in, are listed, worked on in a run, saved, and submitted with a
 * form. Longer than its siblings because the members of an input, of a FileReader and of a form control all have to be on
 * the one class; what they do is in the other parts. A child says what the work is, and what is special about its view.
 */
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { OperationError } from '../../src/errors.js';
import { followSignal, type CallSignal } from '../../src/operation.js';
import { announce, prepareAnnouncer } from './announcer.js';
import { count, oneOf } from './attributes.js';
import { abortReason } from './batch-run.js';
import { takeFiles } from './dropped.js';
import type { EventMapOf, ProgressEventMap } from './events.js';
import { refusalSentence } from './failure.js';
import { FileBatch, type BatchState, type WorkOptions } from './file-batch.js';
import { FileIntake } from './file-intake.js';
import type { FileItem } from './file-item.js';
import { fileStyles } from './file-styles.js';
import { renderBar, renderTotal, renderWriting, renderZone, type View } from './file-view.js';
import { keepPlace, notePlace, type Place } from './focus.js';
import { FormControl, type Problem } from './form-control.js';
import { renderList, type ItemWords } from './item-list.js';
import { applyLimits, type Taken } from './limits.js';
import { followPool, type Pool } from './pool-lookup.js';
import { Preparations } from './preparation.js';
import { whenGone } from './removal.js';
import { Saving } from './saving.js';
import { speakProgress } from './spoken-progress.js';
import { localeOf, phrase, type PhraseName, type Say, type Strings } from './strings.js';
import { controls, tokens } from './styles.js';
import { version } from './version.js';

/** Bytes below which a file is one short task. */
const small = 16 * 1024 * 1024;

interface FileEvents extends ProgressEventMap {
  beforestart: Event;
  cancel: Event;
}
export type FileElementEventMap = EventMapOf<FileEvents>;

/** What the work on one file is given: to be handed on to a bridge as it is. */
export interface FileWorkOptions extends WorkOptions {
  readonly priority: number;
  /** The pool of the nearest `<worker-pool>`, or the one named by the attribute; without one the bridge has its own. */
  readonly pool: () => Pool | undefined;
}

/**
 * `Result` is what the work makes of a file, `Action` the words for what may be done to one.
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
 * @csspart button - Every button; beside it `choose-button`, `folder-button`, `start-button`, `cancel-button`, `retry-button`, `save-button`, `remove-button`, `reset-button`
 * @csspart list - The list of files
 * @csspart item - A file; beside it `item-ready`, `item-waiting`, `item-running`, `item-done`, `item-failed`, `item-aborted`, `item-refused`
 * @csspart item-name - Its name
 * @csspart item-status - What is said about it
 * @csspart item-progress - Its progress bar
 * @csspart total - Progress of all files
 * @csspart total-progress - Its bar
 * @csspart saving - Progress of saving into a folder
 * @csspart saving-progress - Its bar
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
export abstract class FileElement<
  Result extends object = File,
  Action extends string = string,
> extends FormControl<FileEvents> {
  static readonly version: string = version;
  static override styles = [tokens, controls, fileStyles];
  static override readonly properties: PropertyDeclarations = {
    name: { type: String, reflect: true, useDefault: true },
    multiple: { type: Boolean, reflect: true, useDefault: true },
    directory: { type: Boolean, reflect: true, useDefault: true },
    required: { type: Boolean, reflect: true, useDefault: true },
    disabled: { type: Boolean, reflect: true, useDefault: true },
    accept: { type: String, reflect: true, useDefault: true },
    maxSize: { attribute: 'max-size', reflect: true, useDefault: true, converter: count() },
    maxFiles: { attribute: 'max-files', reflect: true, useDefault: true, converter: count() },
    pool: { type: String, reflect: true, useDefault: true },
    announce: { reflect: true, useDefault: true, converter: oneOf('polite', 'off') },
    strings: { attribute: false },
  };

  /** Name of the results in the form; without one nothing is submitted. */
  declare name: string;
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
  /** Id of a `<worker-pool>`; without one the nearest around it is used, else a pool shared by the page. */
  declare pool: string;
  /** `off` says nothing to screen readers by itself. */
  declare announce: 'polite' | 'off';
  /** Words of this element alone, in place of those of its language. */
  declare strings: Partial<Strings>;

  readonly #batch: FileBatch<Result, Action>;
  readonly #intake: FileIntake;
  readonly #preparations = new Preparations();
  readonly #saving = new Saving({
    moved: () => this.requestUpdate(),
    written: (count) => this.speak(this.say('said-saved', { count })),
  });
  #notice = '';
  #off = false;
  #place: Place | null = null;

  constructor() {
    super();
    this.name = '';
    this.multiple = false;
    this.directory = false;
    this.required = false;
    this.disabled = false;
    this.accept = '';
    this.maxSize = 0;
    this.maxFiles = 0;
    this.pool = '';
    this.announce = 'polite';
    this.strings = {};
    this.#batch = new FileBatch<Result, Action>({
      target: this,
      work: (item, options) => this.#work(item, options),
      changed: () => this.changed(),
      moved: () => this.requestUpdate(),
      left: (item) => this.itemLeft?.(item),
      discard: (result) => this.discard?.(result),
      retry: (item) => this.retry(item),
    });
    this.#intake = new FileIntake(this, {
      open: () => this.#isOpen,
      folders: () => this.directory,
      take: (taken) => this.#take(taken),
    });
    this.addEventListener('command', this.#command);
    speakProgress(
      this,
      this.say,
      () => localeOf(this),
      () => this.goesByKey?.() ?? false,
    );
  }

  /** Does the work on one file. */
  protected abstract work(file: File, item: FileItem<Result, Action>, options: FileWorkOptions): Promise<Result>;
  /** What is to be done to a file; asked when it comes in, by `classify`, and once more when its work starts. */
  protected abstract plan(item: FileItem<Result, Action>): Action | Promise<Action>;
  protected abstract readonly itemWords: ItemWords<FileItem<Result, Action>>;
  /** On the button that starts these. */
  protected abstract startWords(ready: readonly FileItem<Result, Action>[]): string;
  /** What a form is told while files wait to be started. */
  protected abstract readonly unstarted: PhraseName;

  /** What else has to be filled in before work can start; null when nothing is missing. */
  protected missing?(): PhraseName | null | Promise<PhraseName | null>;
  /** The same for the form, with the place to point at. */
  protected fieldProblem?(): { readonly name: PhraseName; readonly anchor: HTMLElement | undefined } | null;
  /** Shows what is missing to somebody who pressed a button. */
  protected complain?(): void;
  /** Fields of its own, between the list and the buttons; `pending`: there are files that are not done. */
  protected renderFields?(pending: boolean, disabled: boolean): unknown;
  /** These are set to work now: what was filled in until here is for them. */
  protected itemsSet?(items: readonly FileItem<Result, Action>[]): void;
  /** The item has left the run: what was kept for its work is not needed any more. */
  protected itemLeft?(item: FileItem<Result, Action>): void;
  /** Nobody can reach the result any more: the disk it may stand on is to be given back. */
  protected discard?(result: Result): void;
  /** The element was reset, or is gone. */
  protected forget?(): void;
  /** What `save` saves of these, and a form submits, in place of those results that are files. */
  protected filesToSave?(items: readonly FileItem<Result, Action>[]): readonly File[];
  /** On the button that saves all; without it there is a file to save for each result. */
  protected saveWords?(finished: number): string;
  /** Work starts as soon as somebody has chosen files: there is nothing to fill in first. */
  protected startsAtOnce?(): boolean;
  /** Keeps what it has another use for, and resolves with the rest; null when all are files to work on. */
  protected sift?(taken: readonly Taken[]): Promise<readonly Taken[]> | null;
  /** Whether what came of it is submitted with a form; without it all are. */
  protected submits?(item: FileItem<Result, Action>): boolean;
  /** The work goes by a key: failures speak of that, and not of a passphrase. */
  protected goesByKey?(): boolean;

  /** The files that are worked on. Setting them replaces all, and fires nothing, as on an input. */
  get files(): readonly File[] {
    return this.items.flatMap((item) => (item.file && item.state !== 'refused' ? item.file : []));
  }
  set files(files: Iterable<File> | null) {
    const taken = takeFiles(files);
    this.#clear();
    this.#add(this.#judge(taken, 0));
  }
  /** Every file in the list, those that were refused too, with its state, progress, error and result. */
  get items(): readonly FileItem<Result, Action>[] {
    return this.#batch.items;
  }
  /** What came of the finished files, in the order of the list. */
  get results(): readonly Result[] {
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

  /**
   * Works on every file that is not done. Resolves with `results`, at once when all are done; rejects with what failed, with
   * the signal's reason, or with an `invalid` OperationError when there is no file or something has to be filled in first.
   * The signal, or SharedCancellation, cancels the files that this call has started, `abort()` all.
   */
  async start({ signal }: { signal?: CallSignal | undefined } = {}): Promise<readonly Result[]> {
    const given = followSignal(signal);
    try {
      return resultsOf(await this.#start(this.items, given.signal));
    } finally {
      given.release();
    }
  }
  /** Cancels all work at once, also what is about to start; nothing happens when there is none. */
  abort(reason: unknown = abortReason()): void {
    this.#preparations.abort(reason);
    this.#batch.abort(reason);
  }
  /** Tries again what failed or was cancelled: one item, or all of them. */
  async retry(item?: FileItem<Result, Action>): Promise<readonly Result[]> {
    return resultsOf(await this.#retry(item));
  }
  /** Cancels, and forgets the files and what was filled in. */
  reset(): void {
    this.#clear();
    this.#forget();
  }
  /** Saves one result, or all, where the person chooses, or else as downloads: false when the dialog was closed. To be called in a click. */
  async save(item?: FileItem<Result, Action>): Promise<boolean> {
    const items = item ? [item] : this.items;
    return this.#saving.save(items, this.filesToSave?.(items));
  }
  /** Opens the file dialog; in a click or key press only. */
  showPicker(): void {
    if (!this.#off) this.#intake.showPicker();
  }

  /** Always empty; setting it to '' forgets the files, as on an input. */
  get value(): string {
    return '';
  }
  set value(value: string) {
    if (value !== '') throw new DOMException('Files cannot be set by name.', 'InvalidStateError');
    this.#clear();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.internals.role = 'group';
    if (this.announce !== 'off') prepareAnnouncer(this);
    this.changed();
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
  /** Files, and what was filled in, are never restored. */
  formStateRestoreCallback(): void {
    this.changed();
  }

  protected override update(changed: PropertyValues): void {
    this.#place = notePlace(this.renderRoot);
    super.update(changed);
  }

  protected override render(): TemplateResult {
    const { say, items, state } = this;
    const locale = localeOf(this);
    const disabled = this.#off;
    const view: View = { say, locale, batch: this.#batch, disabled };
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
                words: this.itemWords,
                alone: items.length === 1,
                retry: (item) => this.#try(this.#retry(item)),
                remove: (item) => item.remove(),
                save: (item) => this.#try(this.save(item), 'failed-save'),
              })
            : nothing
        }
        ${this.renderFields?.(pending, disabled) ?? nothing} ${renderTotal(view)}
        ${renderBar(view, {
          start: this.#startWords(),
          saveLabel: this.saveWords?.(this.#batch.finished) ?? say('save-all', { count: this.#batch.finished }),
          cancel: () => this.abort(),
          save: () => this.#try(this.save(), 'failed-save'),
          reset: () => this.reset(),
        })}
        ${renderWriting(this.#saving.writing, view)}
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

  /** Says a phrase in the element's own words. */
  protected readonly say: Say = (name, gaps) => phrase(name, gaps, localeOf(this), this.strings);

  /** Finds out anew, and shows, what will be done with files; all at once, since a folder may hold thousands. */
  protected classify(items = this.items): void {
    const open = items.filter(({ state }) => state !== 'done' && state !== 'refused' && state !== 'running');
    const decided = open.map((item) => {
      const plan = this.plan(item);
      item.action = typeof plan === 'string' ? plan : '';
      return this.decide(item);
    });
    void Promise.all(decided).then(() => this.changed());
  }
  /** Resolves when `item.action` is what will be done, as things stand. */
  protected async decide(item: FileItem<Result, Action>): Promise<void> {
    item.action = await this.plan(item);
  }

  /** Says a sentence to screen readers, unless they are to be left alone. */
  protected speak(sentence: string): void {
    if (this.announce !== 'off' && this.isConnected) announce(this, sentence);
  }

  /** Does the work on finished files once more: what came of them is not what is wanted any more. They keep it where `beforestart` is prevented. */
  protected again(items: readonly FileItem<Result, Action>[]): void {
    this.#try(this.#start(items, undefined, true));
  }

  /** To be called when anything changed that the view, the form or the states go by. */
  protected changed(): void {
    const { state } = this;
    for (const word of ['empty', 'ready', 'running', 'done', 'failed', 'aborted']) this.setState(word, word === state);
    this.setState('busy', state === 'running');
    this.#submitResults();
    this.validate();
    this.requestUpdate();
  }

  protected override findProblem(): Problem {
    const find = (selector: string) => this.shadowRoot?.querySelector<HTMLElement>(selector);
    const anchor = find('.bar button') ?? find('.choose');
    const wrong = (name: PhraseName, at = anchor): Problem => ({
      flags: { customError: true },
      message: this.say(name),
      anchor: at,
    });
    if (this.state === 'running') return wrong('busy');
    if (this.files.length === 0 && this.required) return { ...wrong('value-missing'), flags: { valueMissing: true } };
    if (this.files.length === 0 || this.state === 'done') return { flags: {}, message: '' };
    const field = this.fieldProblem?.();
    if (field) return wrong(field.name, field.anchor);
    return wrong(this.state === 'ready' ? this.unstarted : 'not-finished');
  }

  /** Whether files are taken now. */
  get #isOpen(): boolean {
    return !this.#off && (this.#plural || this.state !== 'running');
  }
  get #plural(): boolean {
    return this.multiple || this.directory;
  }

  #startWords(): string {
    const ready = this.items.filter(({ state }) => state === 'ready');
    if (ready.length > 0) return this.startWords(ready);
    return this.state === 'failed' || this.state === 'aborted' ? this.say('retry') : '';
  }

  #take(taken: readonly Taken[]): void {
    const rest = this.sift?.(taken);
    // while a list was read, the element may have been removed, disabled or started
    if (rest) void rest.then((files) => this.isConnected && this.#isOpen && this.#takeIn(files));
    else this.#takeIn(taken);
  }
  #takeIn(taken: readonly Taken[]): void {
    const judged = this.#judge(taken, this.#plural ? this.files.length : 0);
    // one file takes the place of the last one, which may not be saved yet; what is refused does not
    if (!this.#plural && judged.some(({ refusal }) => !refusal)) this.#clear();
    for (const item of this.items) if (item.state === 'refused') item.remove();
    this.#notice = '';
    const added = this.#add(judged);
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    this.dispatchEvent(new Event('change', { bubbles: true }));
    if (this.startsAtOnce?.() && this.#batch.startable(added).length > 0) this.#try(this.#start(added));
  }

  #judge(taken: readonly Taken[], present: number): readonly Taken[] {
    const maxFiles = this.#plural ? this.maxFiles : 1;
    return applyLimits(taken, { accept: this.accept, maxSize: this.maxSize, maxFiles }, present);
  }

  #add(judged: readonly Taken[]): readonly FileItem<Result, Action>[] {
    const added = this.#batch.add(judged);
    this.classify(added);
    const [refused, ...others] = added.filter(({ refusal }) => refusal);
    if (!refused?.refusal) return added;
    const reason = refusalSentence(refused.refusal, this.say, localeOf(this));
    this.speak(this.say('said-refused', { count: others.length + 1, name: refused.name, reason }));
    return added;
  }

  async #work(item: FileItem<Result, Action>, { signal, onProgress }: WorkOptions): Promise<Result> {
    await this.decide(item);
    signal.throwIfAborted();
    if (!item.file) throw new OperationError('changed', 'There is no file to read.');
    // a small file need not wait for the ranges of the large one that runs beside it
    const priority = item.size < small ? 1 : 0;
    return this.work(item.file, item, { signal, onProgress, priority, pool: followPool(this, this.pool) });
  }

  /** `renews`: also those that are finished. */
  async #start(items = this.items, signal?: AbortSignal, renews = false): Promise<readonly FileItem<Result, Action>[]> {
    const preparation = this.#preparations.begin(signal);
    const toStart = () => (renews ? items : this.#batch.startable(items));
    try {
      if (this.#off) throw new DOMException('The element is disabled.', 'InvalidStateError');
      if (this.files.length === 0) throw new OperationError('invalid', this.say('value-missing'));
      const own = toStart();
      // when there is nothing to start, somebody waits for the run that goes on: nothing is asked of them
      const asked = own.length === 0 ? null : this.missing?.();
      const problem = asked instanceof Promise ? await preparation.until(asked) : asked;
      // as of a run whose files were all removed
      if (own.length > 0 && !own.some((item) => this.items.includes(item))) throw abortReason();
      if (problem) throw new OperationError('invalid', this.say(problem));
      if (toStart().length > 0 && !this.dispatchEvent(new Event('beforestart', { cancelable: true }))) {
        throw new DOMException('A listener of beforestart prevented the start.', 'AbortError');
      }
      preparation.throwIfAborted();
    } finally {
      preparation.end();
    }
    if (renews) this.#batch.renew(items);
    this.itemsSet?.(this.#batch.startable(items));
    this.#notice = '';
    return this.#batch.start(items, signal);
  }

  #retry(item?: FileItem<Result, Action>): Promise<readonly FileItem<Result, Action>[]> {
    return this.#start(item ? [item] : this.items.filter(({ state }) => state === 'failed' || state === 'aborted'));
  }

  readonly #submitted = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    this.#try(this.#start());
  };

  /** For the buttons: what failed is shown by the state, at the fields, or by `notice`. */
  #try(work: Promise<unknown>, notice?: PhraseName): void {
    work.catch((error: unknown) => {
      if (notice) {
        const full = error instanceof Error && error.name === 'QuotaExceededError';
        this.#notice = this.say(full ? 'failed-space' : notice);
        this.requestUpdate();
        return;
      }
      const isLacking = error instanceof OperationError && error.code === 'invalid';
      if (isLacking && this.state !== 'running' && this.files.length > 0) this.complain?.();
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

  #clear(): void {
    this.#preparations.abort(abortReason());
    this.#batch.clear();
  }
  #forget(): void {
    this.#notice = '';
    this.forget?.();
    this.changed();
  }

  /** Neither the files that were chosen, nor anything before all is done. */
  #submitResults(): void {
    const items = this.items.filter((item) => item.state === 'done' && this.submits?.(item) !== false);
    const files = this.name !== '' && this.state === 'done' ? (this.filesToSave?.(items) ?? lendFiles(items)) : [];
    const data = new FormData();
    for (const file of files) data.append(this.name, file, file.name);
    this.internals.setFormValue(files.length > 0 ? data : null);
  }
}

/** Hands the results out: from now on they are the page's. */
function resultsOf<Result extends object>(items: readonly FileItem<Result>[]): readonly Result[] {
  return items.flatMap((item) => item.lend() ?? []);
}

/** By `result`, not `finished`: a form may be sent after the list is empty. */
function lendFiles(items: readonly FileItem[]): readonly File[] {
  return items.flatMap(({ result }) => (result instanceof File ? result : []));
}
