/** How files come into <file-encryptor>: drop, paste, picker; and what is refused, in the list. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { FileEncryptor } from '../../components/file-encryptor.js';
import {
  clearPage,
  dragEvent,
  dropOn,
  encryptor,
  frame,
  once,
  part,
  pasteEvent,
  settled,
  textFile,
} from './on-page.js';

const names = (element: FileEncryptor) => element.files.map(({ name }) => name);
const folderName = (element: FileEncryptor, name: string) =>
  [...(element.shadowRoot?.querySelectorAll('[part~=item]') ?? [])].find((item) => item.textContent.includes(name))
    ?.textContent ?? '';

describe('<file-encryptor> takes files', () => {
  afterEach(clearPage);

  it('by drop, and fires input and change as an input does', async () => {
    const element = encryptor();
    const seen: string[] = [];
    for (const name of ['input', 'change'])
      document.body.addEventListener(name, (event) => seen.push(`${event.type} ${String(event.composed)}`), {
        once: true,
      });
    const change = once(element, 'change');
    dropOn(element, textFile('dropped.txt'));
    await change;
    expect(names(element)).to.deep.equal(['dropped.txt']);
    expect(seen).to.deep.equal(['input true', 'change false']);
  });

  it('adds where it is multiple, and replaces where it is not', async () => {
    const one = encryptor();
    const many = encryptor({ multiple: true });
    for (const element of [one, many]) {
      for (const name of ['a', 'b']) {
        const change = once(element, 'change');
        dropOn(element, textFile(name));
        await change;
      }
    }
    expect(names(one)).to.deep.equal(['b']);
    expect(names(many)).to.deep.equal(['a', 'b']);
  });

  it('by the picker, the same file twice', async () => {
    const element = encryptor({ multiple: true });
    await element.updateComplete;
    const input = element.shadowRoot?.querySelector<HTMLInputElement>('.picker');
    for (let round = 0; round < 2; round++) {
      const data = new DataTransfer();
      data.items.add(textFile('same.txt'));
      input!.files = data.files;
      const change = once(element, 'change');
      input!.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      input!.dispatchEvent(new Event('change', { bubbles: true }));
      await change;
      expect(input!.value).to.equal('');
    }
    expect(names(element)).to.deep.equal(['same.txt', 'same.txt']);
  });

  it('tells input and change once per choice, and cancel when the dialog is closed', async () => {
    const element = encryptor();
    await element.updateComplete;
    const seen: string[] = [];
    for (const name of ['input', 'change', 'cancel']) element.addEventListener(name, () => seen.push(name));
    const input = element.shadowRoot?.querySelector<HTMLInputElement>('.picker');
    input!.dispatchEvent(new Event('cancel', { bubbles: true }));
    const data = new DataTransfer();
    data.items.add(textFile());
    input!.files = data.files;
    input!.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    input!.dispatchEvent(new Event('change', { bubbles: true }));
    expect(seen).to.deep.equal(['cancel', 'input', 'change']);
  });

  it('by paste when the focus is in it, but not out of a field', async () => {
    const element = encryptor({ multiple: true });
    element.files = [textFile('first')];
    await settled(element);
    part(element, 'passphrase-input').dispatchEvent(pasteEvent(textFile('into a field')));
    const change = once(element, 'change');
    part(element, 'choose-button').dispatchEvent(pasteEvent(textFile('pasted.txt')));
    await change;
    expect(names(element)).to.deep.equal(['first', 'pasted.txt']);
  });

  it('shows that files hang over it, without flicker, until they leave or Escape is pressed', async () => {
    const element = encryptor();
    const over = () => element.matches(':state(dragover)');
    element.dispatchEvent(dragEvent('dragenter', textFile()));
    await element.updateComplete;
    expect(over()).to.equal(true);
    const box = element.getBoundingClientRect();
    const inside = { clientX: box.x + 5, clientY: box.y + 5, bubbles: true };
    element.dispatchEvent(new DragEvent('dragleave', inside));
    await element.updateComplete;
    expect(over()).to.equal(true);
    element.dispatchEvent(new DragEvent('dragleave', { ...inside, relatedTarget: document.body }));
    await element.updateComplete;
    expect(over()).to.equal(false);
    element.dispatchEvent(dragEvent('dragover', textFile()));
    await element.updateComplete;
    expect(over()).to.equal(true);
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await element.updateComplete;
    expect(over()).to.equal(false);
  });

  it('leaves what is no file to the page, and keeps a file from replacing the page', () => {
    const element = encryptor({ disabled: true });
    const text = new DataTransfer();
    text.setData('text/plain', 'x');
    const words = new DragEvent('dragover', { dataTransfer: text, cancelable: true });
    element.dispatchEvent(words);
    expect(words.defaultPrevented).to.equal(false);
    const file = dragEvent('drop', textFile());
    element.dispatchEvent(file);
    expect(file.defaultPrevented).to.equal(true);
  });

  it('lists what was dropped and cannot be read at all', async () => {
    const element = encryptor();
    const change = once(element, 'change');
    const drop = dragEvent('drop', textFile());
    const dataTransfer = {
      types: ['Files'],
      get items(): never {
        throw new DOMException('gone', 'InvalidStateError');
      },
    };
    Object.defineProperty(drop, 'dataTransfer', { value: dataTransfer });
    element.dispatchEvent(drop);
    await change;
    expect(element.items.map(({ refusal }) => refusal)).to.deep.equal([{ code: 'unreadable' }]);
  });

  it('takes nothing while it is disabled', async () => {
    const element = encryptor({ disabled: true });
    await element.updateComplete;
    dropOn(element, textFile());
    await frame();
    await frame();
    expect(element.items).to.deep.equal([]);
  });

  it('refuses in the list, each with its reason, and announces it', async () => {
    const element = encryptor({ multiple: true, maxSize: 5, maxFiles: 2, accept: '.txt' });
    const said: string[] = [];
    Object.assign(element, { ariaNotify: (text: string) => said.push(text) });
    const change = once(element, 'change');
    dropOn(
      element,
      textFile('a.txt'),
      textFile('large.txt', '123456'),
      textFile('x.exe'),
      textFile('b.txt'),
      textFile('c.txt'),
    );
    await change;
    await settled(element);
    expect(names(element)).to.deep.equal(['a.txt', 'b.txt']);
    expect(folderName(element, 'large.txt')).to.contain('Too large: 6 bytes, and at most 5 bytes is taken.');
    expect(folderName(element, 'x.exe')).to.contain('this kind of file is not taken');
    expect(folderName(element, 'c.txt')).to.contain('at most 2 files are taken');
    expect(said).to.deep.equal(['3 files were not added.']);
    const again = once(element, 'change');
    element.items[0]!.remove();
    dropOn(element, textFile('d.txt'));
    await again;
    expect(names(element)).to.deep.equal(['b.txt', 'd.txt']);
    expect(element.items).to.have.length(2);
  });

  it('removes a file by Delete, and the keyboard stays in the list', async () => {
    const element = encryptor({ multiple: true });
    element.files = [textFile('a'), textFile('b'), textFile('c')];
    await settled(element);
    const remove = (index: number) => element.shadowRoot?.querySelectorAll<HTMLElement>('[part~=remove-button]')[index];
    remove(1)?.focus();
    await sendKeys({ press: 'Delete' });
    await element.updateComplete;
    expect(names(element)).to.deep.equal(['a', 'c']);
    expect(element.shadowRoot?.activeElement).to.equal(remove(1));
    await sendKeys({ press: 'Delete' });
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement).to.equal(remove(0));
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect(names(element)).to.deep.equal([]);
    expect(element.shadowRoot?.activeElement).to.equal(part(element, 'choose-button'));
  });
});
