/** <file-hasher>: digests as they come, compared with a digest or a list, copied, and saved as sha256sum wants them. */
import { expect } from '@open-wc/testing';
import type { FileHasher } from '../../components/file-hasher.js';
import { withoutWasm } from '../support/no-wasm.js';
import { holdPool, type HeldPool } from './held-pool.js';
import { clearPage, dropOn, errorOf, frame, once, part, settled, shown, textFile } from './on-page.js';

const hello = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const helloMd5 = '5d41402abc4b2a76b9719d911017c592';
const helloBlake3 = 'ea8f163db38682925e4491c5e58d4bb3506ef8c14eb78a86e908c5624a67200f';

describe('<file-hasher>', () => {
  let held: HeldPool;
  beforeEach(() => {
    held = holdPool();
  });
  afterEach(() => {
    held.end();
    clearPage();
  });
  function make(properties: Partial<FileHasher> = {}, markup: Readonly<Record<string, string>> = {}): FileHasher {
    const element = document.createElement('file-hasher');
    for (const [name, value] of Object.entries(markup)) element.setAttribute(name, value);
    Object.assign(element, properties);
    held.place.append(element);
    return element;
  }
  async function hashed(element: FileHasher, ...files: File[]): Promise<FileHasher> {
    held.open();
    element.files = files;
    await element.start();
    await element.updateComplete;
    return element;
  }
  const text = (element: FileHasher, name: string) => part(element, name).textContent.trim().replaceAll(/\s+/g, ' ');
  function paste(element: FileHasher, digest: string): void {
    const input = part(element, 'compare-input');
    if (!(input instanceof HTMLTextAreaElement)) throw new Error('no text area');
    input.value = digest;
    input.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste', bubbles: true, composed: true }));
  }
  function typeIn(element: FileHasher, words: string): void {
    const input = part(element, 'compare-input');
    if (!(input instanceof HTMLTextAreaElement)) throw new Error('no text area');
    input.value = words;
    input.dispatchEvent(new InputEvent('input', { inputType: 'insertText', bubbles: true, composed: true }));
  }
  const idle = async (element: FileHasher) => {
    await element.updateComplete;
    while (element.state === 'running') await frame();
    await element.updateComplete;
  };

  it('starts when somebody has chosen files, and shows the digests', async () => {
    held.open();
    const element = make({}, { algorithms: 'sha256 md5' });
    const load = once(element, 'load');
    dropOn(element, textFile());
    await load;
    await element.updateComplete;
    expect(element.results).to.deep.equal([{ 'SHA-256': hello, MD5: helloMd5 }]);
    const digests = [...element.shadowRoot!.querySelectorAll('[part~=digest]')].map((one) => one.textContent);
    expect(digests).to.deep.equal([hello, helloMd5]);
  });

  it('computes what is named by a text in place of a list, and the default for what is neither', async () => {
    for (const [given, names] of [
      ['MD5', ['MD5']],
      ['md5, sha-1', ['MD5', 'SHA-1']],
      ['nothing known', ['SHA-256']],
      [null, ['SHA-256']],
      [5, ['SHA-256']],
    ] as const) {
      const element = await hashed(make({ algorithms: given as unknown as readonly [] }), textFile('a.txt', 'hello'));
      expect(element.algorithms).to.deep.equal(names);
      expect(Object.keys(element.results[0] ?? {})).to.deep.equal([...names]);
    }
  });

  it('waits for the button where it is manual, and starts nothing when files are set', async () => {
    const element = make({ manual: true });
    const change = once(element, 'change');
    dropOn(element, textFile());
    await change;
    expect(element.state).to.equal('ready');
    const other = make();
    other.files = [textFile()];
    expect(other.state).to.equal('ready');
  });

  it('starts only what came in, and leaves alone what was cancelled', async () => {
    const element = make({ multiple: true });
    const change = once(element, 'change');
    dropOn(element, textFile('a'));
    await change;
    element.abort();
    held.open();
    const load = once(element, 'load');
    dropOn(element, textFile('b'));
    await load;
    expect(element.items.map(({ state }) => state)).to.deep.equal(['aborted', 'done']);
  });

  it('shows each digest as it comes, while others are computed', async () => {
    const element = make({ multiple: true });
    element.files = [textFile('a'), textFile('b'), textFile('c')];
    const run = errorOf(element.start());
    await held.begun(2);
    const done = once(element.items[0]!, 'load');
    held.open();
    await done;
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('[part~=digest]')?.textContent).to.equal(hello);
    await run;
  });

  describe('compares', () => {
    it('with a digest, in words and signs and not by colour alone', async () => {
      const element = await hashed(make({ expected: hello.toUpperCase() }), textFile());
      expect(text(element, 'item-status')).to.equal('Matches by SHA-256 · 5 bytes');
      expect(text(element, 'summary')).to.equal('The file is what it should be.');
      expect(element.matches(':state(matching)')).to.equal(true);
      const good = part(element, 'item').querySelector('.mark path')?.getAttribute('d');
      paste(element, 'f'.repeat(64));
      await idle(element);
      expect(text(element, 'item-status')).to.equal('Does not match · 5 bytes');
      expect(text(element, 'summary')).to.equal('The file is not what it should be.');
      expect(element.matches(':state(differing):not(:state(matching))')).to.equal(true);
      expect(shown(element, 'item-wrong')).to.equal(true);
      expect(part(element, 'item').querySelector('.mark path')?.getAttribute('d')).not.to.equal(good);
    });

    it('with nothing where null is expected', async () => {
      const element = await hashed(make({ expected: null as unknown as string }), textFile('a.txt', 'hello'));
      expect([element.expected, element.results[0]?.['SHA-256']]).to.deep.equal(['', hello]);
    });

    it('with a digest by an algorithm that nobody had asked for', async () => {
      const element = await hashed(make(), textFile());
      for (const [digest, name] of [
        [helloMd5, 'MD5'],
        [helloBlake3, 'BLAKE3'],
      ] as const) {
        paste(element, digest);
        await idle(element);
        expect(text(element, 'item-status')).to.equal(`Matches by ${name} · 5 bytes`);
      }
      expect(element.shadowRoot?.querySelectorAll('[part~=digest]')).to.have.length(2);
    });

    it('with a list that is dropped beside the files: match, no match, not listed, missing', async () => {
      held.open();
      const element = make({ multiple: true });
      const load = once(element, 'load');
      const list = `${hello}  a\n${hello}  b\n${hello}  gone\n`;
      dropOn(element, textFile('a'), textFile('b', 'other'), textFile('c'), new File([list], 'SHA256SUMS'));
      await load;
      await idle(element);
      expect(element.files.map(({ name }) => name)).to.deep.equal(['a', 'b', 'c']);
      expect(element.items.map((item) => element.verdictOf(item)?.word)).to.deep.equal([
        'match',
        'differs',
        'unlisted',
      ]);
      expect(text(element, 'summary')).to.contain('1 does not match · 1 matches · 1 not in the list · 1 missing');
      expect(text(element, 'missing')).to.equal('gone');
      expect(element.missingNames).to.deep.equal(['gone']);
    });

    it('with a list that comes later, and leaves the one file in place', async () => {
      const element = await hashed(make(), textFile('a'));
      const change = once(element, 'change');
      dropOn(element, new File([`${helloBlake3}  a\n`], 'B3SUMS'));
      await change;
      await idle(element);
      expect(element.files.map(({ name }) => name)).to.deep.equal(['a']);
      expect(text(element, 'item-status')).to.contain('Matches by BLAKE3');
    });

    it('with a list that comes beside another file, which takes the place of the one', async () => {
      const element = await hashed(make(), textFile('a'));
      const change = once(element, 'change');
      dropOn(element, textFile('b'), new File([`${helloBlake3}  a\n${helloBlake3}  b\n`], 'B3SUMS'));
      await change;
      await idle(element);
      expect(element.files.map(({ name }) => name)).to.deep.equal(['b']);
      expect(text(element, 'item-status')).to.contain('Matches by BLAKE3');
    });

    it('with what comes while a file is being hashed', async () => {
      for (const give of [
        (element: FileHasher) => paste(element, helloMd5),
        (element: FileHasher) => (element.expected = helloMd5),
        (element: FileHasher) => dropOn(element, new File([`${helloMd5}  hello.txt\n`], 'MD5SUMS')),
      ]) {
        const own = holdPool();
        const element = document.createElement('file-hasher');
        element.multiple = true;
        own.place.append(element);
        element.files = [textFile()];
        const run = element.start();
        await own.begun(1);
        await element.updateComplete;
        give(element);
        while (element.expected === '') await frame();
        own.open();
        await run;
        await idle(element);
        expect(text(element, 'item-status')).to.equal('Matches by MD5 · 5 bytes');
        own.end();
      }
    });

    it('with what is set while it is disabled, once it is not, and keeps its digests until then', async () => {
      const element = await hashed(make(), textFile());
      const fieldset = document.createElement('fieldset');
      held.place.append(fieldset);
      fieldset.append(element);
      fieldset.disabled = true;
      await element.updateComplete;
      element.expected = helloMd5;
      await idle(element);
      expect(element.results).to.deep.equal([{ 'SHA-256': hello }]);
      fieldset.disabled = false;
      await idle(element);
      expect(text(element, 'item-status')).to.equal('Matches by MD5 · 5 bytes');
    });

    it('with a list that is dropped, or set, where somebody was typing', async () => {
      const element = await hashed(make({ multiple: true }), textFile('a'));
      typeIn(element, 'SHA256 (a');
      const change = once(element, 'change');
      dropOn(element, new File([`${helloBlake3}  a\n`], 'B3SUMS'));
      await change;
      await idle(element);
      expect(text(element, 'item-status')).to.contain('Matches by BLAKE3');
      typeIn(element, 'MD5 (a');
      element.expected = helloMd5;
      await idle(element);
      expect(text(element, 'item-status')).to.contain('Matches by MD5');
    });

    it('with nothing that only has the name of a list: that is a file like others', async () => {
      const element = make({ manual: true });
      const change = once(element, 'change');
      dropOn(element, textFile('SHA256SUMS', 'no list'));
      await change;
      expect(element.files.map(({ name }) => name)).to.deep.equal(['SHA256SUMS']);
      expect(element.expected).to.equal('');
    });

    it('and says when what was typed is no digest', async () => {
      const element = await hashed(make({ expected: 'nonsense' }), textFile());
      expect(text(element, 'summary')).to.equal('This is no digest that is known here.');
      expect(part(element, 'compare-input').getAttribute('aria-invalid')).to.equal('true');
      await expect(element).to.be.accessible();
    });

    it('and tells the outcome to screen readers, once', async () => {
      const element = make({ expected: hello });
      const said: string[] = [];
      Object.assign(element, { ariaNotify: (words: string) => said.push(words) });
      await hashed(element, textFile());
      element.requestUpdate();
      await element.updateComplete;
      expect(said.filter((words) => words === 'The file is what it should be.')).to.have.length(1);
    });

    it('and tells the outcome of another file, and of another digest, though it be the same', async () => {
      const element = make({ expected: hello });
      const said: string[] = [];
      Object.assign(element, { ariaNotify: (words: string) => said.push(words) });
      const outcomes = () => said.splice(0).filter((words) => words.startsWith('The file is'));
      await hashed(element, textFile('a'));
      expect(outcomes()).to.deep.equal(['The file is what it should be.']);
      const load = once(element, 'load');
      dropOn(element, textFile('b'));
      await load;
      await idle(element);
      expect(outcomes()).to.deep.equal(['The file is what it should be.']);
      for (const digit of ['e', 'f']) {
        paste(element, digit.repeat(64));
        await idle(element);
        expect(outcomes(), digit).to.deep.equal(['The file is not what it should be.']);
      }
    });

    it('and tells nothing twice while somebody is typing', async () => {
      const element = await hashed(make(), textFile('a'));
      const said: string[] = [];
      Object.assign(element, { ariaNotify: (words: string) => said.push(words) });
      for (const name of ['b', 'bc', 'bcd']) {
        typeIn(element, `${hello}  ${name}`);
        await element.updateComplete;
      }
      part(element, 'compare-input').dispatchEvent(new Event('change', { bubbles: true }));
      await idle(element);
      expect(said).to.deep.equal(['1 not in the list · 1 missing']);
    });

    it('accessibly, whatever the outcome', async () => {
      const element = make({ multiple: true, expected: `${hello}  a\n${hello}  b\n${hello}  gone` });
      element.setAttribute('aria-label', 'Files');
      await hashed(element, textFile('a'), textFile('b', 'x'), textFile('c'));
      await expect(element).to.be.accessible();
    });

    it('without a hash for each letter that is typed', async () => {
      const element = await hashed(make(), textFile());
      let runs = 0;
      element.addEventListener('loadstart', () => (runs += 1));
      for (const end of [8, 16, 32]) {
        typeIn(element, helloMd5.slice(0, end));
        await element.updateComplete;
      }
      expect(runs).to.equal(0);
      part(element, 'compare-input').dispatchEvent(new Event('change', { bubbles: true }));
      await idle(element);
      expect([runs, text(element, 'item-status')]).to.deep.equal([1, 'Matches by MD5 · 5 bytes']);
    });
  });

  describe('where WebAssembly is forbidden', () => {
    const xxh3 = '0123456789abcdef';

    it('keeps the digests, where one is pasted that cannot be computed', () =>
      withoutWasm(async () => {
        const element = await hashed(make(), textFile());
        let runs = 0;
        element.addEventListener('loadstart', () => (runs += 1));
        paste(element, xxh3);
        await idle(element);
        expect(element.state).to.equal('done');
        expect(element.results).to.deep.equal([{ 'SHA-256': hello }]);
        expect(text(element, 'item-status')).to.contain('Cannot be compared');
        element.requestUpdate();
        await idle(element);
        expect(runs).to.equal(1);
      }));

    it('compares by the other digests of a list', () =>
      withoutWasm(async () => {
        const list = `XXH3 (hello.txt) = ${xxh3}\nMD5 (hello.txt) = ${helloMd5}\n`;
        const element = await hashed(make({ expected: list }), textFile());
        expect(element.results).to.deep.equal([{ 'SHA-256': hello, MD5: helloMd5 }]);
        expect(text(element, 'item-status')).to.contain('Matches by MD5');
      }));

    it('says what is wrong, where one was asked for that cannot be computed', () =>
      withoutWasm(async () => {
        held.open();
        const element = make({ algorithms: ['XXH3'], expected: helloMd5 });
        element.files = [textFile()];
        expect(await errorOf(element.start())).to.deep.include({ code: 'unsupported' });
        await element.updateComplete;
        expect(text(element, 'item-status')).to.equal('One of these digests cannot be computed on this page.');
      }));
  });

  it('keeps the digests it has where beforestart is prevented, and asks again only for another list', async () => {
    const element = await hashed(make(), textFile());
    let asked = 0;
    const prevent = (event: Event) => {
      asked++;
      event.preventDefault();
    };
    element.addEventListener('beforestart', prevent);
    for (const [digest, times] of [
      [helloMd5, 1],
      [helloBlake3, 2],
    ] as const) {
      paste(element, digest);
      await idle(element);
      element.requestUpdate();
      await idle(element);
      expect([element.results, asked, element.state]).to.deep.equal([[{ 'SHA-256': hello }], times, 'done']);
    }
    element.removeEventListener('beforestart', prevent);
    paste(element, helloMd5);
    await idle(element);
    expect(element.results).to.deep.equal([{ 'SHA-256': hello, MD5: helloMd5 }]);
  });

  it('lets nothing that is typed look like a choice of files', async () => {
    const element = await hashed(make(), textFile());
    const heard: string[] = [];
    for (const name of ['input', 'change']) element.addEventListener(name, () => heard.push(name));
    paste(element, hello);
    // as a browser does when the field is left
    part(element, 'compare-input').dispatchEvent(new Event('change', { bubbles: true, composed: true }));
    await element.updateComplete;
    expect(heard).to.deep.equal([]);
  });

  it('forgets what was typed on reset, and goes back to its attribute', async () => {
    const element = make({}, { expected: hello });
    await hashed(element, textFile());
    paste(element, 'x');
    element.reset();
    expect(element.expected).to.equal(hello);
    expect(element.hasAttribute('expected')).to.equal(true);
  });

  describe('copies', () => {
    let written: string[];
    let answer: () => Promise<void>;
    beforeEach(() => {
      written = [];
      answer = () => Promise.resolve();
      const writeText = (words: string) => (written.push(words), answer());
      Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    });
    afterEach(() => Reflect.deleteProperty(navigator, 'clipboard'));

    it('a digest, and says so', async () => {
      const element = await hashed(make(), textFile());
      const button = part(element, 'copy-button');
      expect(button.getAttribute('aria-label')).to.equal('Copy SHA-256 of hello.txt');
      button.click();
      while (button.title !== 'Copied') await frame();
      expect(written).to.deep.equal([hello]);
    });

    it('nothing where the browser refuses, and says what to do', async () => {
      answer = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
      const element = await hashed(make(), textFile());
      const said: string[] = [];
      Object.assign(element, { ariaNotify: (words: string) => said.push(words) });
      part(element, 'copy-button').click();
      while (said.length === 0) await frame();
      expect(said[0]).to.contain('did not allow');
      expect(part(element, 'copy-button').title).to.equal('Copy');
    });
  });

  it('saves a checksum file for each algorithm, and submits the same', async () => {
    const form = document.createElement('form');
    held.place.append(form);
    const element = document.createElement('file-hasher');
    Object.assign(element, { algorithms: ['SHA-256', 'MD5'], multiple: true, name: 'sums' });
    form.append(element);
    await hashed(element, textFile('a'), textFile('b\\c'));
    const files = new FormData(form).getAll('sums');
    const saved = files.map(async (file) => (file instanceof File ? [file.name, await file.text()] : []));
    expect(await Promise.all(saved)).to.deep.equal([
      ['SHA256SUMS', `${hello}  a\n\\${hello}  b\\\\c\n`],
      ['MD5SUMS', `${helloMd5}  a\n\\${helloMd5}  b\\\\c\n`],
    ]);
    await settled(element);
    expect(text(element, 'save-button')).to.equal('Save 2 checksum files');
  });
});
