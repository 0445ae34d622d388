/** <file-hasher>: digests of files, compared with what they should be. */
import { nothing, type PropertyDeclarations } from 'lit';
import { WorkerBridge } from '../src/bridge/worker-bridge.js';
import { OperationError } from '../src/errors.js';
import { formatChecksums, parseChecksums } from './parts/checksum-list.js';
import { CopyButtons } from './parts/copy-buttons.js';
import { define } from './parts/define.js';
import { renderCompare, renderDigests } from './parts/digest-view.js';
import { mayBeList, readLists } from './parts/dropped-lists.js';
import { failureSentence } from './parts/failure.js';
import type { BatchState } from './parts/file-batch.js';
import { FileElement, type FileElementEventMap, type FileWorkOptions } from './parts/file-element.js';
import type { FileItem as Item } from './parts/file-item.js';
import { formatBytes } from './parts/format.js';
import {
  algorithmList,
  checksumFileName,
  takeAlgorithms,
  type Digests,
  type HashAlgorithm,
} from './parts/hash-algorithms.js';
import { hasherStyles } from './parts/hasher-styles.js';
import type { ItemWords } from './parts/item-list.js';
import type { Refusal, Taken } from './parts/limits.js';
import { localeOf, registerStrings, type Phrase, type PhraseName, type Strings } from './parts/strings.js';
import { indexChecksums, judge, neededFor, type ChecksumIndex, type Verdict } from './parts/verdict.js';
import { summarize, verdictWords, type Outcome } from './parts/verdict-words.js';

export { registerStrings };
export type { BatchState, Digests, HashAlgorithm, Phrase, PhraseName, Refusal, Strings, Verdict };

export type HashItem = Item<Digests, 'hash'>;
export type FileHasherEventMap = FileElementEventMap;

const byDefault: readonly HashAlgorithm[] = ['SHA-256'];

const textOf = (given: unknown): string => (typeof given === 'string' ? given : '');

/**
 * Computes digests of files, in workers and without freezing the page, and compares them with a digest, or with a checksum file that is
 * pasted or dropped. Starts when somebody has chosen files. What it computed is saved as checksum files that `sha256sum -c` and its kind
 * accept, and submitted as such with a form.
 *
 * @customElement file-hasher
 *
 * @csspart digests - The digests of a file
 * @csspart digest - One of them; beside it a `copy-button`, a `button` too
 * @csspart item-wrong - A file that is not what was expected
 * @csspart compare - The field to compare with, and how that went
 * @csspart compare-input - The field
 * @csspart summary - How many match, and what is wrong
 * @csspart missing - The files that are listed and not there
 *
 * @cssState matching - Every file was compared, and is what was expected
 * @cssState differing - A file is not what was expected, or is missing
 */
export class FileHasher extends FileElement<Digests, 'hash'> {
  static override readonly styles = [...FileElement.styles, hasherStyles];
  static override readonly properties: PropertyDeclarations = {
    algorithms: { reflect: true, useDefault: true, converter: algorithmList(...byDefault) },
    expected: { type: String },
    manual: { type: Boolean, reflect: true, useDefault: true },
  };

  /** What is computed, as a list: `SHA-256` (default), `SHA-512`, `SHA-384`, `SHA-1`, `MD5`, `BLAKE3`, `XXH3`, `CRC-32`; all in one read. */
  declare algorithms: readonly HashAlgorithm[];
  /**
   * What the files should have: a digest, or the text of a checksum file. What somebody pastes or drops stands here too. A digest by an
   * algorithm that is not in `algorithms` is computed all the same.
   */
  declare expected: string;
  /** Waits for the button, or `start()`, in place of starting when files were chosen. */
  declare manual: boolean;

  readonly #copy = new CopyButtons(this, (sentence) => this.speak(sentence));
  #checksums: { readonly text: string; readonly list: ChecksumIndex } = { text: '', list: indexChecksums([]) };
  /** What somebody is in the middle of typing, or came with files that are not taken in: what it needs is computed after that. */
  #unsettled: string | null = null;
  /** What was needed to compare, and cannot be computed here: XXH3 where WebAssembly is forbidden. */
  readonly #unsupported = new Set<HashAlgorithm>();
  /** What the digests that an item lacked were asked for last: not twice, since a listener of `beforestart` may not want it. */
  readonly #asked = new WeakMap<HashItem, string>();
  /** The last outcome, and what it was compared with: the same words of another digest are news. */
  #told = { summary: '', expected: '' };

  constructor() {
    super();
    this.algorithms = byDefault;
    this.expected = '';
    this.manual = false;
  }

  /** Registers the class, under its own name or another; does nothing where that name is taken. */
  static define(tag = 'file-hasher', registry: CustomElementRegistry | undefined = globalThis.customElements): void {
    define(tag, this, registry);
  }

  readonly type = 'file-hasher';

  /** Whether a file is what was expected; null while that is not known, and when nothing is expected. */
  verdictOf(item: HashItem): Verdict | null {
    const digests = item.result;
    return digests && !this.#list.isEmpty ? judge(this.#list.of(item), digests) : null;
  }
  /** Names in the checksum list that no file has. */
  get missingNames(): readonly string[] {
    return this.#list.missing(this.items);
  }

  protected override startsAtOnce(): boolean {
    return !this.manual;
  }
  protected override plan(): 'hash' {
    return 'hash';
  }
  protected override async work(file: File, item: HashItem, options: FileWorkOptions): Promise<Digests> {
    const needed = this.#neededFor(item);
    const hash = (data: Blob, algorithms: readonly HashAlgorithm[]) =>
      WorkerBridge.file.hashFile(data, [...new Set(algorithms)], options);
    try {
      return await hash(file, [...this.algorithms, ...needed]);
    } catch (error) {
      if (!isUnsupported(error) || needed.length === 0) throw error;
      // which of them it was is asked of no bytes: what was expected must not cost what was asked for
      for (const algorithm of needed) {
        await hash(new Blob(), [algorithm]).catch((reason: unknown) => {
          if (!isUnsupported(reason)) throw reason;
          this.#unsupported.add(algorithm);
        });
      }
      return hash(file, [...this.algorithms, ...this.#neededFor(item)]);
    }
  }
  /** To compare it, as far as that can be computed here. */
  #neededFor(item: HashItem): readonly HashAlgorithm[] {
    return neededFor(this.#list.of(item)).filter((algorithm) => !this.#unsupported.has(algorithm));
  }

  /** A checksum file among what was dropped is what the others are compared with. */
  protected override sift(taken: readonly Taken[]): Promise<readonly Taken[]> | null {
    if (!taken.some(mayBeList)) return null;
    const rest = this.#keepLists(taken);
    // a microtask more, and the rest is taken in: an element for one file takes none while it runs
    void rest.then(() => queueMicrotask(() => this.#settle()));
    return rest;
  }
  async #keepLists(taken: readonly Taken[]): Promise<readonly Taken[]> {
    const { lists, rest } = await readLists(taken);
    if (lists) {
      this.#unsettled = lists.text;
      this.#checksums = { text: lists.text, list: indexChecksums(lists.checksums) };
      this.expected = lists.text;
    }
    return rest;
  }

  #settle(): void {
    this.#unsettled = null;
    this.requestUpdate();
  }

  get #list(): ChecksumIndex {
    const text = this.expected;
    if (text !== this.#checksums.text) this.#checksums = { text, list: indexChecksums(parseChecksums(text)) };
    return this.#checksums.list;
  }

  /** Each time, and not only when `expected` is another: that may have been while a file was read. */
  protected override willUpdate(): void {
    // frameworks set null for none, and people a name for a list
    this.algorithms = takeAlgorithms(this.algorithms, byDefault);
    this.expected = textOf(this.expected);
    // a disabled element starts nothing: it would give up the digests it has, and get no others
    if (this.expected !== this.#unsettled && !this.matches(':disabled')) this.#hashWhatLacks();
  }
  /** What was pasted may be by an algorithm that nobody had asked for. */
  #hashWhatLacks(): void {
    const lacking = this.items.filter((item) => {
      const digests = item.result;
      if (!digests || this.#asked.get(item) === this.expected || this.verdictOf(item)?.word === 'match') return false;
      return this.#neededFor(item).some((algorithm) => digests[algorithm] === undefined);
    });
    for (const item of lacking) this.#asked.set(item, this.expected);
    if (lacking.length > 0) this.again(lacking);
  }

  protected override updated(): void {
    super.updated();
    const { summary, isWrong, isRight } = this.#outcome();
    this.setState('differing', isWrong);
    this.setState('matching', isRight && this.state === 'done');
    if (this.state === 'running') return;
    const { expected } = this;
    const isOther = expected !== this.#told.expected && expected !== this.#unsettled;
    const isNews = isOther || summary !== this.#told.summary;
    this.#told = { summary, expected };
    if (isNews && summary !== '') this.speak(summary);
  }
  /** What comes of another run is told, though it be the same. */
  protected override itemsSet(items: readonly HashItem[]): void {
    if (items.length > 0) this.#told = { summary: '', expected: '' };
  }

  /** How the comparison went, as far as it is known. */
  #outcome(): Outcome & { readonly missing: readonly string[] } {
    const nothingToSay = this.#list.isEmpty || this.items.length === 0;
    const missing = nothingToSay || this.state === 'running' ? [] : this.missingNames;
    const verdicts = this.items.flatMap((item) => this.verdictOf(item) ?? []);
    return { ...summarize(verdicts, missing.length, this.say), missing };
  }

  protected override readonly itemWords: ItemWords<HashItem> = {
    ready: () => '',
    done: (item) => {
      const verdict = this.verdictOf(item);
      const size = formatBytes(item.size, localeOf(this));
      return verdict ? `${verdictWords(verdict, this.say)} · ${size}` : size;
    },
    failed: (error, { action }) => failureSentence(error, this.say, { action }),
    outcome: (item) => outcomes[this.verdictOf(item)?.word ?? 'match'],
    detail: (item) => this.#digests(item),
  };

  /** Those that were asked for, and those that were computed to compare, where they matched. */
  #digests(item: HashItem): unknown {
    const digests = item.result ?? {};
    const verdict = this.verdictOf(item);
    const matching = verdict?.word === 'match' ? verdict.by : [];
    const algorithms = [...new Set([...this.algorithms, ...matching])].filter((name) => digests[name] !== undefined);
    return renderDigests(digests, { say: this.say, name: item.name, algorithms, matching, copy: this.#copy });
  }

  protected override renderFields(_: boolean, disabled: boolean): unknown {
    if (this.items.length === 0 && this.expected === '') return nothing;
    return renderCompare(this.say, {
      ...this.#outcome(),
      isWaiting: this.items.length === 0,
      expected: this.expected,
      disabled,
      isNone: this.expected.trim() !== '' && this.#list.isEmpty,
      typed: (text, isSettled) => {
        this.#unsettled = text;
        this.expected = text;
        if (isSettled) this.#settle();
      },
    });
  }

  protected override startWords(ready: readonly HashItem[]): string {
    return this.say('hash', { count: ready.length });
  }
  protected override get unstarted(): PhraseName {
    return 'not-hashed';
  }
  protected override saveWords(): string {
    return this.say('save-checksums', { count: this.algorithms.length });
  }
  /** A checksum file for each algorithm. */
  protected override filesToSave(items: readonly HashItem[]): readonly File[] {
    return this.algorithms.flatMap((algorithm) => {
      const files = items.flatMap(({ path, name, result }) => {
        const digest = result?.[algorithm];
        return digest === undefined ? [] : { name: path || name, digest };
      });
      if (files.length === 0) return [];
      const name = checksumFileName(
        algorithm,
        items.map((item) => item.name),
      );
      return new File([formatChecksums(algorithm, files)], name, { type: 'text/plain' });
    });
  }

  protected override forget(): void {
    this.expected = this.getAttribute('expected') ?? '';
  }
}

function isUnsupported(error: unknown): boolean {
  return error instanceof OperationError && error.code === 'unsupported';
}

/** What a row is to look like: only a match is good news. */
const outcomes = { match: undefined, differs: 'wrong', unlisted: 'open', incomparable: 'open' } as const;

declare global {
  interface HTMLElementTagNameMap {
    'file-hasher': FileHasher;
  }
}
