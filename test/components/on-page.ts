/** Puts elements on the page of a test, and finds what they show. */
import { fixtureCleanup } from '@open-wc/testing';
import type { FileEncryptor } from '../../components/file-encryptor.js';
import '../../components/define/all.js';

/** The cheapest derivation the format allows. */
export const cheap = 'pbkdf2 100000';

/** What can be set; the secrets can only be set. */
export type Settings = Omit<Partial<FileEncryptor>, 'passphrase' | 'key'> & {
  passphrase?: string;
  key?: BufferSource | CryptoKey;
};

export function encryptor(properties: Settings = {}, parent: Element = document.body): FileEncryptor {
  const element = document.createElement('file-encryptor');
  Object.assign(element, { kdf: cheap, ...properties });
  parent.append(element);
  return element;
}

export function clearPage(): void {
  fixtureCleanup();
  for (const element of [...document.body.children]) if (element.localName !== 'script') element.remove();
}

export function textFile(name = 'hello.txt', text = 'hello'): File {
  return new File([text], name, { type: 'text/plain', lastModified: 1_700_000_000_000 });
}

/** The first shown element with that part. */
export function part(element: Element, name: string): HTMLElement {
  const found = [...(element.shadowRoot?.querySelectorAll<HTMLElement>(`[part~="${name}"]`) ?? [])];
  const shown = found.find((one) => one.checkVisibility());
  if (!shown) throw new Error(`nothing with part ${name} is shown`);
  return shown;
}

export function shown(element: Element, name: string): boolean {
  const found = element.shadowRoot?.querySelectorAll<HTMLElement>(`[part~="${name}"]`) ?? [];
  return [...found].some((one) => one.checkVisibility());
}

export function field(element: Element, name: 'passphrase-input' | 'confirm-input'): HTMLInputElement {
  const found = part(element, name);
  if (found instanceof HTMLInputElement) return found;
  throw new Error(`${name} is no input`);
}

/** Types as a person does, as far as a script can. */
export function type(input: HTMLInputElement, text: string): void {
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Resolves when it is known what will be done with every file, and that is shown. */
export async function settled(element: {
  readonly items: readonly { readonly action: string; readonly state: string }[];
  readonly updateComplete: Promise<unknown>;
}): Promise<void> {
  while (element.items.some(({ action, state }) => state === 'ready' && action === '')) await frame();
  await element.updateComplete;
}

export function frame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}

export function once(target: EventTarget, name: string): Promise<Event> {
  return new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));
}

export async function errorOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  const outcome = await promise.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  return outcome instanceof Error ? outcome : new Error(String(outcome));
}

export function dropOn(element: Element, ...files: File[]): void {
  element.dispatchEvent(dragEvent('drop', ...files));
}

/** A folder, as browsers hand it out: the file beside its entry cannot be read. */
export function dropFolderOn(element: Element, name: string): void {
  const item = {
    kind: 'file',
    getAsFile: () => new File([], name),
    webkitGetAsEntry: () => ({ isDirectory: true, name }),
  };
  const drop = new DragEvent('drop', { bubbles: true, composed: true, cancelable: true });
  Object.defineProperty(drop, 'dataTransfer', { value: { types: ['Files'], items: [item], files: [] } });
  element.dispatchEvent(drop);
}

/** Chooses these as the browser's dialog does. */
export function pickIn(element: Element, ...files: File[]): void {
  const input = element.shadowRoot?.querySelector<HTMLInputElement>('.picker');
  if (!input) throw new Error('there is no input for files');
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  input.files = data.files;
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** A paste of these files. Firefox gives a made-up paste an empty clipboard of its own, so the clipboard is put in its place afterwards. */
export function pasteEvent(...files: File[]): ClipboardEvent {
  const clipboardData = new DataTransfer();
  for (const file of files) clipboardData.items.add(file);
  const event = new ClipboardEvent('paste', { bubbles: true, composed: true, cancelable: true });
  return Object.defineProperty(event, 'clipboardData', { value: clipboardData });
}

export function dragEvent(name: string, ...files: File[]): DragEvent {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  return new DragEvent(name, { dataTransfer, bubbles: true, composed: true, cancelable: true });
}
