/** Saving: through the picker where there is one, else as a download; never half a file. */
import { expect } from '@open-wc/testing';
import { clearPage, encryptor, errorOf, part, shown, textFile } from './on-page.js';

interface Written {
  name: string;
  data: unknown;
  ended: string;
}

describe('<file-encryptor> saves', () => {
  const had = Object.getOwnPropertyDescriptor(globalThis, 'showSaveFilePicker');
  let downloads: string[] = [];
  beforeEach(() => {
    downloads = [];
    Reflect.deleteProperty(globalThis, 'showSaveFilePicker');
    HTMLAnchorElement.prototype.click = function () {
      downloads.push(`${this.download} ${this.href.slice(0, 5)}`);
    };
  });
  afterEach(() => {
    // the stand-in above; the real one is HTMLElement's
    Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
    if (had) Object.defineProperty(globalThis, 'showSaveFilePicker', had);
    clearPage();
  });

  function pick(outcome: 'saved' | 'closed' | 'refused' | 'full'): Written {
    const written: Written = { name: '', data: undefined, ended: '' };
    const writable = {
      write(data: unknown) {
        written.data = data;
        return outcome === 'full' ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : Promise.resolve();
      },
      close() {
        written.ended = 'closed';
        return Promise.resolve();
      },
      abort() {
        written.ended = 'aborted';
        return Promise.resolve();
      },
    };
    Object.defineProperty(globalThis, 'showSaveFilePicker', {
      configurable: true,
      writable: true,
      value({ suggestedName }: { suggestedName: string }) {
        written.name = suggestedName;
        if (outcome === 'closed') return Promise.reject(new DOMException('closed', 'AbortError'));
        if (outcome === 'refused') return Promise.reject(new DOMException('no click', 'SecurityError'));
        return Promise.resolve({ createWritable: () => Promise.resolve(writable) });
      },
    });
    return written;
  }

  async function done(...names: string[]) {
    const element = encryptor({ passphrase: 'x', multiple: true });
    element.files = names.map((name) => textFile(name));
    await element.start();
    await element.updateComplete;
    return element;
  }

  it('through the picker, the Blob by reference', async () => {
    const element = await done('a');
    const written = pick('saved');
    expect(await element.save()).to.equal(true);
    expect(written).to.deep.include({ name: 'a.sealed', ended: 'closed' });
    expect(written.data).to.equal(element.results[0]);
  });

  it('nothing when the dialog is closed', async () => {
    const element = await done('a');
    pick('closed');
    expect(await element.save()).to.equal(false);
    expect(downloads).to.deep.equal([]);
  });

  it('as a download where the picker is missing or refused', async () => {
    const element = await done('a');
    expect(await element.save()).to.equal(true);
    pick('refused');
    expect(await element.save()).to.equal(true);
    expect(downloads).to.deep.equal(['a.sealed blob:', 'a.sealed blob:']);
  });

  it('several results, one download each, and one by its own button', async () => {
    const element = await done('a', 'b');
    part(element, 'actions').querySelector<HTMLElement>('[part~=save-button]')?.click();
    expect(downloads).to.deep.equal(['a.sealed blob:', 'b.sealed blob:']);
    const written = pick('saved');
    element.shadowRoot?.querySelector<HTMLElement>('[aria-label="Save b.sealed…"]')?.click();
    await element.updateComplete;
    expect(written.name).to.equal('b.sealed');
  });

  it('says that there was no space, and gives up the half-written file', async () => {
    const element = await done('a');
    const written = pick('full');
    expect(await errorOf(element.save())).to.have.property('name', 'QuotaExceededError');
    expect(written.ended).to.equal('aborted');
    expect(shown(element, 'notice')).to.equal(false);
    part(element, 'save-button').click();
    while (!shown(element, 'notice')) await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(part(element, 'notice').textContent).to.contain('not enough space');
    expect(element.state).to.equal('done');
  });
});
