/** <file-encryptor>: seals and opens files in the page, as a form control. */
import { nothing, svg, type PropertyDeclarations, type PropertyValues } from 'lit';
import { secretNow, type Secret } from '../src/bridge/check.js';
import { isSealed } from '../src/bridge/is-sealed.js';
import { WorkerBridge } from '../src/bridge/worker-bridge.js';
import { oneOf } from './parts/attributes.js';
import { define } from './parts/define.js';
import { failureSentence } from './parts/failure.js';
import type { BatchState } from './parts/file-batch.js';
import { FileElement, type FileElementEventMap, type FileWorkOptions } from './parts/file-element.js';
import type { FileItem as Item } from './parts/file-item.js';
import type { ItemWords } from './parts/item-list.js';
import { parseKdf } from './parts/kdf.js';
import type { Refusal } from './parts/limits.js';
import { PassphraseFields } from './parts/passphrase-fields.js';
import { passphraseStyles } from './parts/passphrase-styles.js';
import { registerStrings, type Phrase, type PhraseName, type Strings } from './parts/strings.js';

export { registerStrings };
export type { BatchState, Phrase, PhraseName, Refusal, Strings };

type Action = 'encrypt' | 'decrypt';
export type FileItem = Item<File, Action>;
export type FileEncryptorEventMap = FileElementEventMap;

/**
 * Seals files with a passphrase or a key, and opens them again, in workers and without freezing the page. Files come by
 * drop, picker, paste or script; sealed ones are saved, or submitted with a form.
 *
 * @customElement file-encryptor
 *
 * @csspart passphrase - The fields for the passphrase
 * @csspart passphrase-input - The first of them
 * @csspart confirm-input - The second
 * @csspart show-button - Shows what was typed; a `button` too
 * @csspart message - What is said about the passphrase
 */
export class FileEncryptor extends FileElement<File, Action> {
  static override readonly styles = [...FileElement.styles, passphraseStyles];
  static override readonly properties: PropertyDeclarations = {
    mode: { reflect: true, useDefault: true, converter: oneOf('auto', 'encrypt', 'decrypt') },
    kdf: { type: String, reflect: true, useDefault: true },
  };

  /** `auto` (default) opens what is a sealed file and seals everything else; `encrypt` and `decrypt` do only that. */
  declare mode: 'auto' | Action;
  /** How a passphrase is stretched: `pbkdf2`, `pbkdf2 1000000`, `argon2id`, `argon2id 65536 3 1`. */
  declare kdf: string;

  readonly #fields = new PassphraseFields(this, () => this.changed());
  readonly #sealed = new WeakMap<FileItem, Promise<boolean>>();
  #given: Secret | null = null;
  /** Of the files in work, each its own: what is set or typed later is for files that are started later. */
  readonly #secrets = new WeakMap<FileItem, Secret>();

  constructor() {
    super();
    this.mode = 'auto';
    this.kdf = 'pbkdf2';
  }

  /** Registers the class, under its own name or another; does nothing where that name is taken. */
  static define(tag = 'file-encryptor', registry: CustomElementRegistry | undefined = globalThis.customElements): void {
    define(tag, this, registry);
  }

  readonly type = 'file-encryptor';

  /** The passphrase, in place of the fields. Can only be set: reading gives null. An empty one brings the fields back. */
  get passphrase(): null {
    return null;
  }
  set passphrase(passphrase: string | null) {
    // undefined too: scripts are not always checked
    this.#give(passphrase === '' ? null : (passphrase ?? null));
  }
  /** 32 bytes, or a CryptoKey of them for HMAC with SHA-512, in place of a passphrase. Can only be set. */
  get key(): null {
    return null;
  }
  set key(key: BufferSource | CryptoKey | null) {
    // as for a passphrase; and as it is now, since its owner may wipe it
    this.#give(key == null ? null : secretNow(key));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('mode')) this.classify();
  }

  protected override work(file: File, item: FileItem, options: FileWorkOptions): Promise<File> {
    const secret = this.#secrets.get(item) ?? '';
    if (item.action === 'decrypt') return WorkerBridge.crypto.openFile(file, secret, options);
    return WorkerBridge.crypto.sealFile(file, secret, { ...options, kdf: parseKdf(this.kdf) });
  }

  protected override discard(result: File): void {
    WorkerBridge.crypto.discard(result).catch(() => undefined);
  }

  protected override plan(item: FileItem): Action | Promise<Action> {
    return this.mode === 'auto' ? this.#find(item) : this.mode;
  }
  /** The mode as it is when this is known: work and fields go by it, whatever has been rendered. */
  async #find(item: FileItem): Promise<Action> {
    const sealed = this.#sealed.get(item) ?? (item.file ? isSealed(item.file) : Promise.resolve(false));
    this.#sealed.set(item, sealed);
    const found = (await sealed) ? 'decrypt' : 'encrypt';
    return this.mode === 'auto' ? found : this.mode;
  }

  protected override readonly itemWords: ItemWords<FileItem> = {
    ready: ({ action }) => (action === '' ? '' : this.say(`to-${action}`)),
    done: ({ action, finished }) =>
      this.say(action === 'decrypt' ? 'decrypted' : 'encrypted', { name: finished?.name ?? '' }),
    failed: (error, { action }) => failureSentence(error, this.say, { withKey: this.goesByKey(), action }),
    sign: ({ action }) => (action === 'decrypt' ? lock : undefined),
  };

  protected override startWords(ready: readonly FileItem[]): string {
    const [only, another] = new Set(ready.map(({ action }) => action || 'encrypt'));
    return this.say(only && !another ? only : 'start', { count: ready.length });
  }

  protected override get unstarted(): PhraseName {
    return this.#sealing ? 'not-started' : 'not-opened';
  }

  protected override goesByKey(): boolean {
    return this.#given !== null && typeof this.#given !== 'string';
  }
  /** Something will be sealed, so a passphrase that was mistyped would be lost. */
  get #sealing(): boolean {
    return this.items.some(({ state, action }) => state !== 'done' && state !== 'refused' && action === 'encrypt');
  }

  protected override renderFields(pending: boolean, disabled: boolean): unknown {
    if (!pending || this.#given !== null) return nothing;
    return this.#fields.render(this.say, { confirm: this.#sealing, disabled, hidden: this.state === 'running' });
  }

  protected override missing(): PhraseName | null | Promise<PhraseName | null> {
    return this.#given === null ? this.#passphraseProblem() : null;
  }
  /** Whether a second field is asked for depends on what the files turn out to be: wait for that, and for the field. */
  async #passphraseProblem(): Promise<PhraseName | null> {
    for (const item of this.items) if (item.state !== 'done') await this.decide(item);
    this.requestUpdate();
    // lit renders nothing, and would be waited for in vain, before the element has been on a page
    if (this.isConnected || this.hasUpdated) await this.updateComplete;
    return this.#fields.problem;
  }
  protected override fieldProblem(): { readonly name: PhraseName; readonly anchor: HTMLElement | undefined } | null {
    const name = this.#given === null ? this.#fields.problem : null;
    return name && { name, anchor: this.#fields.anchor };
  }
  protected override complain(): void {
    if (this.#given === null && this.#fields.problem) this.#fields.complain();
  }

  protected override itemsSet(items: readonly FileItem[]): void {
    const secret = this.#given ?? this.#fields.value;
    for (const item of items) this.#secrets.set(item, secret);
  }
  protected override itemLeft(item: FileItem): void {
    this.#secrets.delete(item);
  }

  /** Only what was sealed is ever submitted, and nothing that was opened. */
  protected override submits({ action }: FileItem): boolean {
    return action === 'encrypt';
  }

  protected override forget(): void {
    this.#give(null);
  }
  #give(secret: Secret | null): void {
    this.#given = secret;
    this.#fields.clear();
    this.changed();
  }
}

const lock = svg`<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3" />`;

declare global {
  interface HTMLElementTagNameMap {
    'file-encryptor': FileEncryptor;
  }
}
