/** <file-inspector>: what files are, and what they say of themselves. */
import { html, nothing, type PropertyDeclarations } from 'lit';
import { WorkerBridge } from '../src/bridge/worker-bridge.js';
import type { FileMetadataReport } from '../src/bridge/file-bridge.js';
import { define } from './parts/define.js';
import { failureSentence } from './parts/failure.js';
import type { BatchState } from './parts/file-batch.js';
import { FileElement, type FileElementEventMap, type FileWorkOptions } from './parts/file-element.js';
import type { FileItem as Item } from './parts/file-item.js';
import { formatBytes } from './parts/format.js';
import { inspectorStyles } from './parts/inspector-styles.js';
import type { ItemWords } from './parts/item-list.js';
import type { Refusal } from './parts/limits.js';
import { Previews } from './parts/previews.js';
import { renderReport } from './parts/report-view.js';
import { localeOf, registerStrings, type Phrase, type PhraseName, type Strings } from './parts/strings.js';

export { registerStrings };
export type { BatchState, FileMetadataReport, Phrase, PhraseName, Refusal, Strings };

export type InspectItem = Item<FileMetadataReport, 'inspect'>;
export type FileInspectorEventMap = FileElementEventMap;

/**
 * Shows what files are by their content, warns where a name says something else, and lists what images, sounds, videos and archives say of
 * themselves. Raster images have a thumbnail; text of any kind, SVG and HTML among it, is shown as text and never run. Starts when somebody
 * has chosen files; the report is saved as JSON, and submitted as such with a form.
 *
 * @customElement file-inspector
 *
 * @csspart item-wrong - A file that is not what its name says
 * @csspart report - What is said of a file
 * @csspart thumbnail - A raster image, small
 * @csspart table - The table of what is known
 * @csspart entries - The table of what an archive holds
 * @csspart text - The beginning of a text
 */
export class FileInspector extends FileElement<FileMetadataReport, 'inspect'> {
  static override readonly styles = [...FileElement.styles, inspectorStyles];
  static override readonly properties: PropertyDeclarations = {
    manual: { type: Boolean, reflect: true, useDefault: true },
  };

  /** Waits for the button, or `start()`, in place of starting when files were chosen. */
  declare manual: boolean;

  readonly #previews = new Previews(this, () => this.items);

  constructor() {
    super();
    this.manual = false;
  }

  /** Registers the class, under its own name or another; does nothing where that name is taken. */
  static define(tag = 'file-inspector', registry: CustomElementRegistry | undefined = globalThis.customElements): void {
    define(tag, this, registry);
  }

  readonly type = 'file-inspector';

  protected override startsAtOnce(): boolean {
    return !this.manual;
  }
  protected override plan(): 'inspect' {
    return 'inspect';
  }
  protected override work(file: File, _: InspectItem, options: FileWorkOptions): Promise<FileMetadataReport> {
    return WorkerBridge.file.readMetadata(file, file.name, options);
  }

  protected override readonly itemWords: ItemWords<InspectItem> = {
    ready: () => '',
    done: ({ result, size }) => {
      const type = this.#typeWords(result);
      const said = result?.type.mismatch ? this.say('type-mismatch', { type }) : type;
      return `${said} · ${formatBytes(size, localeOf(this))}`;
    },
    failed: (error, { action }) => failureSentence(error, this.say, { action }),
    outcome: ({ result }) => (result?.type.mismatch ? 'wrong' : undefined),
    detail: (item) => this.#report(item),
  };

  #typeWords(report: FileMetadataReport | null): string {
    const type = report?.type;
    return !type || type.extension === '' ? this.say('about-type-unknown') : type.mimeType;
  }

  #report(item: InspectItem): unknown {
    const { say } = this;
    const { result: report, name, path } = item;
    if (!report) return nothing;
    const preview = this.#previews.of(item);
    return html`<div part="report" class="report">
      ${renderReport(report, { say, locale: localeOf(this), name, path, preview })}
    </div>`;
  }

  protected override startWords(ready: readonly InspectItem[]): string {
    return this.say('inspect', { count: ready.length });
  }
  protected override get unstarted(): PhraseName {
    return 'not-inspected';
  }
  protected override saveWords(): string {
    return this.say('save-report');
  }
  /** One report on all of them, as JSON. */
  protected override filesToSave(items: readonly InspectItem[]): readonly File[] {
    const reports = items.flatMap(({ result, path }) => (result ? { path, ...result } : []));
    const [only, another] = reports;
    if (!only) return [];
    const name = another ? 'report.json' : `${only.name}.json`;
    const text = `${JSON.stringify(another ? reports : only, null, 2)}\n`;
    return [new File([text], name, { type: 'application/json' })];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'file-inspector': FileInspector;
  }
}
