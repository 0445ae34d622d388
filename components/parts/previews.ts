/** What may be shown of a file's content: a raster image as a thumbnail, text as text. Nothing that could run. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { FileMetadataReport } from '../../src/bridge/file-bridge.js';

/** What is asked of an item. */
interface Inspected {
  readonly file: File | null;
  readonly result: FileMetadataReport | null;
}

export type Preview =
  | { readonly kind: 'image'; readonly url: string; readonly failed: () => void }
  | { readonly kind: 'text'; readonly text: string; readonly bytes: number; readonly isWhole: boolean };

/** Kinds that every engine draws without scripts, links or fonts of their own; SVG is not among them. */
const raster = /^image\/(?:png|apng|jpeg|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon)$/;
/** Pixels beyond which a thumbnail would cost hundreds of megabytes: a few bytes can claim any size. What does not tell its size is not shown. */
const mostPixels = 50_000_000;
/** Bytes of a text that are shown. */
const mostText = 4000;
/** The most common of the encodings that the bytes do not tell: what is ASCII can be read, whichever it is. */
const guess = 'windows-1252';

/** Addresses live as long as their item is in the list and the element on the page. */
export class Previews<Item extends Inspected> implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly isConnected: boolean };
  readonly #items: () => readonly Item[];
  readonly #urls = new Map<Item, string>();
  readonly #texts = new Map<Item, Preview | null>();
  readonly #failed = new WeakSet<Item>();

  constructor(host: ReactiveControllerHost & { readonly isConnected: boolean }, items: () => readonly Item[]) {
    this.#host = host;
    this.#items = items;
    host.addController(this);
  }

  hostUpdated(): void {
    const shown = new Set(this.#items().filter(({ result }) => result !== null));
    for (const item of this.#urls.keys()) if (!shown.has(item)) this.#revoke(item);
    for (const item of this.#texts.keys()) if (!shown.has(item)) this.#texts.delete(item);
  }

  hostDisconnected(): void {
    for (const item of this.#urls.keys()) this.#revoke(item);
    this.#texts.clear();
  }

  /** Null while there is nothing to show, or not yet. */
  of(item: Item): Preview | null {
    const { file, result: report } = item;
    if (!file || !report || !this.#host.isConnected) return null;
    const { mimeType, encoding } = report.type;
    if (raster.test(mimeType)) return this.#image(item, file, report);
    return encoding === undefined ? null : this.#text(item, file, encoding === 'unknown-8bit' ? guess : encoding);
  }

  #image(item: Item, file: File, { type, image }: FileMetadataReport): Preview | null {
    const { width, height } = image ?? {};
    if (width === undefined || height === undefined || width * height > mostPixels) return null;
    if (this.#failed.has(item)) return null;
    // by what it is, and not by what it was said to be
    const url = this.#urls.get(item) ?? URL.createObjectURL(file.slice(0, file.size, type.mimeType));
    this.#urls.set(item, url);
    const failed = () => {
      this.#failed.add(item);
      this.#revoke(item);
      this.#host.requestUpdate();
    };
    return { kind: 'image', url, failed };
  }

  #text(item: Item, file: File, encoding: string): Preview | null {
    if (!this.#texts.has(item)) {
      this.#texts.set(item, null);
      void this.#read(item, file, encoding);
    }
    return this.#texts.get(item) ?? null;
  }

  async #read(item: Item, file: File, encoding: string): Promise<void> {
    const bytes = await file
      .slice(0, mostText)
      .arrayBuffer()
      .catch(() => null);
    if (!bytes || !this.#texts.has(item)) return;
    // a letter that was cut in two is left out
    const text = new TextDecoder(encoding).decode(bytes, { stream: true });
    this.#texts.set(item, { kind: 'text', text, bytes: bytes.byteLength, isWhole: bytes.byteLength === file.size });
    this.#host.requestUpdate();
  }

  #revoke(item: Item): void {
    const url = this.#urls.get(item);
    if (url !== undefined) URL.revokeObjectURL(url);
    this.#urls.delete(item);
  }
}
