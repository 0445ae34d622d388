// Opens a page of the demo in a frame, and drives it as a person would: types, chooses files, presses buttons, reads.

export interface DemoPage {
  readonly document: Document;
  readonly window: WindowProxy & typeof globalThis;
  /** The first element that matches and is of that kind; throws when there is none. */
  get<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, selector?: string): HTMLElementTagNameMap[Tag];
  /** Presses what matches. */
  press(selector: string): void;
  type(selector: string, text: string): void;
  choose(selector: string, ...files: readonly Blob[]): void;
  /** A file that belongs to the page, as one that a person chose there does. */
  file(name: string, content: BlobPart, type?: string): File;
  /** What the element says. */
  text(selector: string): string;
  /** Resolves once the element says something that matches; looks again whenever the page changes. */
  says(selector: string, pattern: RegExp): Promise<string>;
  close(): void;
}

export async function openDemoPage(path: string): Promise<DemoPage> {
  const frame = document.createElement('iframe');
  frame.width = '900';
  frame.height = '700';
  // Relative to this file, so that it is the real page, wherever the tests are served from.
  frame.src = new URL(`../../demo/${path}`, import.meta.url).href;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const page = frame.contentDocument?.defaultView;
  if (!page) throw new Error(`${path} did not load`);
  const { document: content } = page;

  const find = (selector: string): HTMLElement => {
    const found = content.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`${path} has no ${selector}`);
    return found;
  };
  const get: DemoPage['get'] = (tag, selector = '') => {
    const found = Array.from(content.querySelectorAll(tag)).find((element) => element.matches(selector || tag));
    if (!found) throw new Error(`${path} has no <${tag}> that is ${selector || 'there'}`);
    return found;
  };
  const text = (selector: string) => find(selector).textContent.trim();

  return {
    document: content,
    window: page,
    get,
    text,
    press: (selector) => find(selector).click(),
    type(selector, typed) {
      const field = get('input', selector);
      field.value = typed;
      field.dispatchEvent(new page.InputEvent('input', { bubbles: true, composed: true }));
    },
    choose(selector, ...files) {
      const transfer = new page.DataTransfer();
      for (const file of files) transfer.items.add(file instanceof page.File ? file : new page.File([file], 'file'));
      const input = get('input', selector);
      input.files = transfer.files;
      input.dispatchEvent(new page.Event('change', { bubbles: true }));
    },
    file: (name, content, type = '') => new page.File([content], name, { type }),
    async says(selector, pattern) {
      await until(content, () => pattern.test(text(selector)));
      return text(selector);
    },
    close: () => frame.remove(),
  };
}

/** Resolves once `check` is true; asks again whenever anything under `root` changes. */
export function until(root: Node, check: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!check()) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  });
}
