/** Saving: through a picker where there is one, else as a download; never half a file. */
import { expect } from '@open-wc/testing';
import { clearPage, encryptor, errorOf, frame, part, shown, textFile } from './on-page.js';
import { Pickers } from './pickers.js';

describe('<file-encryptor> saves', () => {
  let pickers: Pickers;
  beforeEach(() => (pickers = new Pickers()));
  afterEach(() => {
    pickers.end();
    clearPage();
  });

  async function done(...names: string[]) {
    const element = encryptor({ passphrase: 'x', multiple: true });
    element.files = names.map((name) => textFile(name));
    await element.start();
    await element.updateComplete;
    return element;
  }

  it('through the picker, the Blob by reference', async () => {
    const element = await done('a');
    pickers.answer('chosen');
    expect(await element.save()).to.equal(true);
    expect(pickers.disk.get('a.sealed')).to.equal(element.results[0]);
    expect(pickers.ended).to.deep.equal(['closed']);
  });

  it('nothing when the dialog is closed', async () => {
    const element = await done('a');
    pickers.answer('closed');
    expect(await element.save()).to.equal(false);
    expect(pickers.downloads).to.deep.equal([]);
  });

  it('as a download where the picker is missing or refused', async () => {
    const element = await done('a');
    expect(await element.save()).to.equal(true);
    pickers.answer('refused');
    expect(await element.save()).to.equal(true);
    expect(pickers.downloads).to.deep.equal(['a.sealed', 'a.sealed']);
  });

  it('several results in a folder, and one by its own button', async () => {
    const element = await done('a', 'b');
    pickers.answer('chosen');
    expect(await element.save()).to.equal(true);
    expect([...pickers.disk.keys()]).to.deep.equal(['a.sealed', 'b.sealed']);
    element.shadowRoot?.querySelector<HTMLElement>('[aria-label="Save b.sealed…"]')?.click();
    expect(pickers.asked).to.deep.equal(['readwrite', 'b.sealed']);
  });

  it('several results in a folder, and shows how many stand there, and their bytes', async () => {
    const element = await done('a', 'b', 'c');
    const bytes = element.results[0]!.size;
    pickers.answer('chosen');
    const write = pickers.holdEach();
    const saved = element.save();
    const lines: (string | undefined)[] = [];
    for (let file = 0; file < 3; file++) {
      await write.begun();
      await element.updateComplete;
      lines.push(part(element, 'saving').querySelector('bdi')?.textContent);
      const bar = part(element, 'saving-progress');
      expect(bar.getAttribute('aria-label')).to.equal('Saving');
      expect(bar).to.include(file === 0 ? { position: -1 } : { value: bytes * file, max: bytes * 3 });
      write.next();
    }
    expect(await saved).to.equal(true);
    await element.updateComplete;
    expect(lines).to.deep.equal(['0 of 3 files', '1 of 3 files', '2 of 3 files']);
    expect(shown(element, 'saving')).to.equal(false);
  });

  it('several results in a folder, and says so once', async () => {
    const element = await done('a', 'b');
    const said: string[] = [];
    Object.assign(element, { ariaNotify: (text: string) => said.push(text) });
    pickers.answer('chosen');
    await Promise.all([element.save(), element.save()]);
    expect(said).to.deep.equal(['2 files saved.']);
  });

  it('as many as there is space for, shows no progress after, and says nothing of the others', async () => {
    const element = await done('a', 'b');
    const said: string[] = [];
    Object.assign(element, { ariaNotify: (text: string) => said.push(text) });
    pickers.answer('full');
    expect(await errorOf(element.save())).to.have.property('name', 'QuotaExceededError');
    await element.updateComplete;
    expect(shown(element, 'saving')).to.equal(false);
    expect(said).to.deep.equal([]);
  });

  it('several results, each as a download, and none is lost', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `${index}.txt`);
    const element = await done(...names);
    part(element, 'actions').querySelector<HTMLElement>('[part~=save-button]')?.click();
    // no more than the browser takes at once
    expect(pickers.downloads.length).to.be.within(1, 10);
    while (pickers.downloads.length < 12) await frame();
    expect(pickers.downloads).to.deep.equal(names.map((name) => `${name}.sealed`));
  });

  it('once, however often the button is pressed meanwhile, and again afterwards', async () => {
    const element = await done('a', 'b');
    pickers.answer('chosen');
    const write = pickers.hold();
    const [first, second] = [element.save(), element.save()];
    const other = element.save(element.items[0]);
    expect(pickers.asked).to.deep.equal(['readwrite', 'a.sealed']);
    write();
    expect(await Promise.all([first, second, other])).to.deep.equal([true, true, true]);
    await element.save();
    expect(pickers.asked).to.deep.equal(['readwrite', 'a.sealed', 'readwrite']);
  });

  it('nothing more when another dialog is open', async () => {
    const element = await done('a');
    pickers.answer('busy');
    part(element, 'save-button').click();
    expect(await element.save()).to.equal(false);
    await frame();
    expect([shown(element, 'notice'), pickers.downloads]).to.deep.equal([false, []]);
  });

  it('says that there was no space, and gives up the half-written file', async () => {
    const element = await done('a');
    pickers.answer('full');
    expect(await errorOf(element.save())).to.have.property('name', 'QuotaExceededError');
    expect(pickers.ended).to.deep.equal(['aborted']);
    expect(shown(element, 'notice')).to.equal(false);
    part(element, 'save-button').click();
    while (!shown(element, 'notice')) await frame();
    expect(part(element, 'notice').textContent).to.contain('not enough space');
    expect(element.state).to.equal('done');
  });
});
