/** <file-compressor>: compresses and decompresses files in the page, as a form control. */
import { nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { WorkerBridge } from '../src/bridge/worker-bridge.js';
import type { CompressOptions } from '../src/bridge/compressed-file.js';
import { count, oneOf } from './parts/attributes.js';
import { isCompressed } from './parts/compressed.js';
import { compressorStyles } from './parts/compressor-styles.js';
import { define } from './parts/define.js';
import { failureSentence } from './parts/failure.js';
import type { BatchState } from './parts/file-batch.js';
import { FileElement, type FileElementEventMap, type FileWorkOptions } from './parts/file-element.js';
import type { FileItem as Item } from './parts/file-item.js';
import { formatSpeed } from './parts/format.js';
import type { ItemWords } from './parts/item-list.js';
import type { Refusal } from './parts/limits.js';
import { ratioWords, renderRatio } from './parts/ratio-view.js';
import { localeOf, registerStrings, type Phrase, type PhraseName, type Strings } from './parts/strings.js';

export { registerStrings };
export type { BatchState, Phrase, PhraseName, Refusal, Strings };

type Action = 'compress' | 'decompress';
type Algorithm = NonNullable<CompressOptions['algorithm']>;
export type CompressItem = Item<File, Action>;
export type FileCompressorEventMap = FileElementEventMap;

/** Bytes from which a speed says something. */
const measurable = 1_000_000;

/**
 * Compresses files, and decompresses them again, on all workers and without freezing the page. Files come by drop, picker, paste or script;
 * the results are saved, or submitted with a form.
 *
 * @customElement file-compressor
 *
 * @csspart ratio - How small a file became, as a bar
 */
export class FileCompressor extends FileElement<File, Action> {
  static override readonly styles = [...FileElement.styles, compressorStyles];
  static override readonly properties: PropertyDeclarations = {
    mode: { reflect: true, useDefault: true, converter: oneOf('auto', 'compress', 'decompress') },
    algorithm: { reflect: true, useDefault: true, converter: oneOf('gzip', 'deflate', 'deflate-raw', 'brotli') },
    level: {
      reflect: true,
      useDefault: true,
      converter: oneOf('auto', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
    },
    maxOutput: { attribute: 'max-output', reflect: true, useDefault: true, converter: count() },
  };

  /** `auto` (default) decompresses what is compressed and compresses everything else; the others do only that. */
  declare mode: 'auto' | Action;
  /** What compressed files are made of: `gzip` (default), `deflate` (zlib's format), `deflate-raw`, or `brotli` where the browser has it. */
  declare algorithm: Algorithm;
  /** `0` (stored) to `9` (smallest), or `auto` (default): the browser's own encoder, and what is compressed already is stored. Not for brotli. */
  declare level: 'auto' | '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
  /** Bytes that a decompressed file may have; 0 (default) for 4 GiB. Beyond 64 MiB it may not grow to more than 200 times either. */
  declare maxOutput: number;

  readonly #compressed = new WeakMap<CompressItem, Promise<boolean>>();
  /** Milliseconds that the work took. */
  readonly #took = new WeakMap<CompressItem, number>();

  constructor() {
    super();
    this.mode = 'auto';
    this.algorithm = 'gzip';
    this.level = 'auto';
    this.maxOutput = 0;
  }

  /** Registers the class, under its own name or another; does nothing where that name is taken. */
  static define(
    tag = 'file-compressor',
    registry: CustomElementRegistry | undefined = globalThis.customElements,
  ): void {
    define(tag, this, registry);
  }

  readonly type = 'file-compressor';

  /** Bytes of the results for each byte of the files they came from; null while there are none. */
  get ratio(): number | null {
    const done = this.items.filter(({ finished }) => finished !== null);
    const before = done.reduce((sum, { size }) => sum + size, 0);
    return before === 0 ? null : done.reduce((sum, { finished }) => sum + (finished?.size ?? 0), 0) / before;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('mode')) this.classify();
  }

  protected override async work(file: File, item: CompressItem, options: FileWorkOptions): Promise<File> {
    const begun = performance.now();
    const result = await (item.action === 'decompress'
      ? this.#decompress(file, options)
      : this.#compress(file, options));
    this.#took.set(item, performance.now() - begun);
    return result;
  }
  #compress(file: File, options: FileWorkOptions): Promise<File> {
    const { algorithm } = this;
    const level = algorithm === 'brotli' ? undefined : levelOf(this.level);
    return WorkerBridge.compression.compressData(file, { ...options, algorithm, level });
  }
  /** The others are told apart by themselves; brotli has no mark. */
  #decompress(file: File, options: FileWorkOptions): Promise<File> {
    const isBrotli = /\.br$/i.test(file.name) || (this.mode === 'decompress' && this.algorithm === 'brotli');
    const maxSize = this.maxOutput > 0 ? this.maxOutput : undefined;
    return WorkerBridge.compression.decompressData(file, isBrotli ? 'brotli' : undefined, { ...options, maxSize });
  }

  protected override discard(result: File): void {
    WorkerBridge.compression.discard(result).catch(() => undefined);
  }

  protected override plan(item: CompressItem): Action | Promise<Action> {
    return this.mode === 'auto' ? this.#find(item) : this.mode;
  }
  /** The mode as it is when this is known. */
  async #find(item: CompressItem): Promise<Action> {
    const compressed = this.#compressed.get(item) ?? (item.file ? isCompressed(item.file) : Promise.resolve(false));
    this.#compressed.set(item, compressed);
    const found = (await compressed) ? 'decompress' : 'compress';
    return this.mode === 'auto' ? found : this.mode;
  }

  protected override readonly itemWords: ItemWords<CompressItem> = {
    ready: ({ action }) => (action === '' ? '' : this.say(`to-${action}`)),
    done: (item) => this.#doneWords(item),
    failed: (error, { action }) => failureSentence(error, this.say, { action }),
    detail: ({ action, size, finished }) =>
      action === 'compress' && finished ? renderRatio(finished.size, size) : nothing,
  };

  #doneWords(item: CompressItem): string {
    const { action, finished, size } = item;
    if (!finished) return '';
    const locale = localeOf(this);
    const took = this.#took.get(item) ?? 0;
    const words = [
      this.say(action === 'decompress' ? 'decompressed' : 'compressed', { name: finished.name }),
      ratioWords(finished.size, size, this.say, locale),
      size >= measurable && took > 0 ? formatSpeed((size / took) * 1000, locale).replaceAll(' ', '\u00a0') : '',
    ];
    return words.filter((word) => word !== '').join(' · ');
  }

  protected override startWords(ready: readonly CompressItem[]): string {
    const [only, another] = new Set(ready.map(({ action }) => action || 'compress'));
    return this.say(only && !another ? only : 'start-both', { count: ready.length });
  }

  protected override get unstarted(): PhraseName {
    const isOpening = this.items.every(({ state, action }) => state === 'done' || action === 'decompress');
    return isOpening ? 'not-decompressed' : 'not-compressed';
  }
}

function levelOf(level: FileCompressor['level']): NonNullable<CompressOptions['level']> {
  const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
  return levels.find((one) => String(one) === level) ?? 'auto';
}

declare global {
  interface HTMLElementTagNameMap {
    'file-compressor': FileCompressor;
  }
}
