/** How files come into an element: dropped on it, pasted into it, chosen by its picker. Folders too. */
import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { readInput, readTransfer } from './dropped.js';
import type { Taken } from './limits.js';

export interface IntakeOptions {
  /** Whether files are taken just now. */
  readonly open: () => boolean;
  /** Whether folders are taken. */
  readonly folders: () => boolean;
  /** Receives what came in; limits have not been applied yet. */
  readonly take: (taken: readonly Taken[]) => void;
}

/** Give it to a lit element; put `render()` into its template, and let a button call `showPicker`. */
export class FileIntake implements ReactiveController {
  /** Files hang over the element. */
  dragging = false;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: IntakeOptions;
  readonly #files = createRef<HTMLInputElement>();
  readonly #folder = createRef<HTMLInputElement>();
  #listening = new AbortController();

  constructor(host: ReactiveControllerHost & HTMLElement, options: IntakeOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const host = this.#host;
    for (const type of ['dragenter', 'dragover'] as const)
      host.addEventListener(type, (event) => this.#over(event), { signal });
    host.addEventListener('dragleave', (event) => this.#leave(event), { signal });
    host.addEventListener('drop', (event) => this.#drop(event), { signal });
    host.addEventListener('paste', (event) => this.#paste(event), { signal });
    // a drag that ends elsewhere, or is given up, tells the element nothing else
    host.ownerDocument.addEventListener('dragend', () => this.#set(false), { signal });
    host.ownerDocument.addEventListener('drop', () => this.#set(false), { signal });
    host.ownerDocument.addEventListener('keydown', ({ key }) => key === 'Escape' && this.#set(false), { signal });
  }

  hostDisconnected(): void {
    this.#listening.abort();
    this.#set(false);
  }

  /** The two inputs behind the buttons; they have no name, so that what they hold is never submitted. */
  render(accept: string, multiple: boolean): TemplateResult {
    return html`
      <input
        ${ref(this.#files)}
        class="picker"
        type="file"
        hidden
        accept=${accept}
        ?multiple=${multiple}
        @input=${stop}
        @change=${this.#chosen}
        @cancel=${this.#cancelled}
      />
      <input
        ${ref(this.#folder)}
        class="folder-picker"
        type="file"
        hidden
        webkitdirectory
        @input=${stop}
        @change=${this.#chosen}
        @cancel=${this.#cancelled}
      />
    `;
  }

  /** Opens the browser's file dialog; in a click or key press only, as the platform demands. */
  showPicker(kind: 'files' | 'folder' = 'files'): void {
    const input = kind === 'folder' ? this.#folder.value : this.#files.value;
    if (input && 'showPicker' in input) input.showPicker();
  }

  readonly #chosen = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const taken = readInput(event.target.files ?? []);
    // or choosing the same file again would be no change
    event.target.value = '';
    if (taken.length > 0) this.#options.take(taken);
  };

  readonly #cancelled = (event: Event): void => {
    event.stopPropagation();
    this.#host.dispatchEvent(new Event('cancel', { bubbles: true }));
  };

  #over(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    // also when closed: a file that misses must not replace the page
    event.preventDefault();
    event.dataTransfer.dropEffect = this.#options.open() ? 'copy' : 'none';
    this.#set(this.#options.open());
  }

  #leave(event: DragEvent): void {
    const to = event.relatedTarget;
    if (to instanceof Node && this.#host.contains(to)) return;
    // WebKit tells no related target: ask where the pointer is, or every child that is crossed would flicker
    if (to === null && isOver(this.#host, event)) return;
    this.#set(false);
  }

  #drop(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#set(false);
    this.#read(event.dataTransfer);
  }

  #paste(event: ClipboardEvent): void {
    const into = event.composedPath()[0];
    if (into instanceof HTMLInputElement || into instanceof HTMLTextAreaElement) return;
    if (!event.clipboardData || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    this.#read(event.clipboardData);
  }

  #read(data: DataTransfer): void {
    if (!this.#options.open()) return;
    // a folder that was unmounted meanwhile, an item the browser cannot make sense of: shown like a file that did not open
    const unreadable = (): readonly Taken[] => [{ file: null, path: '', refusal: { code: 'unreadable' } }];
    void readTransfer(data, this.#options.folders())
      .catch(unreadable)
      .then((taken) => {
        if (taken.length > 0 && this.#options.open()) this.#options.take(taken);
      });
  }

  #set(dragging: boolean): void {
    if (dragging === this.dragging) return;
    this.dragging = dragging;
    this.#host.requestUpdate();
  }
}

/** `input` of an inner field is composed and would look like the element's own. */
function stop(event: Event): void {
  event.stopPropagation();
}

function isOver(element: Element, { clientX, clientY }: DragEvent): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return clientX > left && clientX < right && clientY > top && clientY < bottom;
}
