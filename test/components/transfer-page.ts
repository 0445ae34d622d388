/** What the tests of <transfer-progress> share: one on the page, sources that the test drives, and what it shows. */
import '../../components/define/all.js';
import type { TransferProgress } from '../../components/transfer-progress.js';
import { frame, part } from './on-page.js';

/** The first `<transfer-progress>` of `markup`, on the page. */
export function bar(markup = '<transfer-progress></transfer-progress>'): TransferProgress {
  const holder = document.createElement('div');
  holder.append(document.createRange().createContextualFragment(markup));
  document.body.append(holder);
  const found = holder.querySelector('transfer-progress');
  if (!found) throw new Error('there is none');
  return found;
}

/** What was due in the next frame has been shown. */
export async function shown(element: TransferProgress): Promise<void> {
  await frame();
  await frame();
  await element.updateComplete;
}

/** What the element says, with plain spaces. */
export function words(element: TransferProgress): string {
  return part(element, 'status').textContent.replaceAll('\u00a0', ' ').trim();
}

export function native(element: TransferProgress): HTMLProgressElement {
  const found = element.shadowRoot?.querySelector('progress');
  if (!found) throw new Error('there is no bar');
  return found;
}

/** Names of the events that `element` fires from now on, `progress` with its counts. */
export function heardFrom(element: EventTarget): string[] {
  const heard: string[] = [];
  for (const type of ['loadstart', 'progress', 'load', 'abort', 'error', 'timeout', 'loadend', 'statechange', 'cancel'])
    element.addEventListener(type, (event) =>
      heard.push(event instanceof ProgressEvent ? `${type} ${event.loaded}/${event.total}` : type),
    );
  return heard;
}

/** A target that fires ProgressEvents when the test says so, and counts who listens. */
export class Pretended extends EventTarget {
  readonly done: string[] = [];
  #listeners = 0;

  get listeners(): number {
    return this.#listeners;
  }
  fire(type: string, loaded = 0, total = 0): void {
    this.dispatchEvent(new ProgressEvent(type, { loaded, total, lengthComputable: total > 0 }));
  }
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
    this.#listeners += 1;
    options?.signal?.addEventListener('abort', () => (this.#listeners -= 1));
  }
}

/** One that can be stopped and paused too. */
export class PretendedUpload extends Pretended {
  abort(): void {
    this.done.push('abort');
    this.fire('abort');
  }
  pause(): void {
    this.done.push('pause');
  }
  resume(): void {
    this.done.push('resume');
  }
}

/** A count that the test moves, and that says who reads it and who listens. */
export class PretendedCount {
  loaded = 0;
  total = 100;
  reads = 0;
  readonly listeners = new Set<() => void>();

  get(): number {
    this.reads += 1;
    return this.loaded;
  }
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  /** As another thread does: those who read find it out by themselves. */
  move(loaded: number): void {
    this.loaded = loaded;
    for (const heard of [...this.listeners]) heard();
  }
}
