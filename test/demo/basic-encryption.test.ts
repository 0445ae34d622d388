// The first example as a person uses it: a file is sealed, what was sealed is opened, and a wrong passphrase is told.
import { expect } from '@open-wc/testing';
import { openDemoPage, type DemoPage } from './demo-page.js';

describe('the example of basic encryption', () => {
  let page: DemoPage;
  beforeEach(async () => (page = await openDemoPage('examples/basic-encryption/index.html')));
  afterEach(() => page.close());

  async function submit(form: string, file: File, passphrase: string): Promise<void> {
    page.choose(`${form} [name=file]`, file);
    page.type(`${form} [name=passphrase]`, passphrase);
    page.press(`${form} button`);
    await page.says(`${form} output`, /became|Wrong|cannot|passphrase/);
  }

  async function saved(form: string): Promise<File> {
    const link = page.get('a', `${form} a`);
    expect(link.hidden).to.be.false;
    const response = await page.window.fetch(link.href);
    return page.file(link.download, await response.arrayBuffer());
  }

  it('seals a file, and opens what it sealed', async () => {
    await submit('#seal', page.file('letter.txt', 'Dear reader', 'text/plain'), 'correct horse');
    const sealed = await saved('#seal');
    expect(sealed.name).to.equal('letter.txt.sealed');
    expect(await sealed.text()).not.to.contain('Dear reader');

    await submit('#open', sealed, 'correct horse');
    const opened = await saved('#open');
    expect(opened.name).to.equal('letter.txt');
    expect(await opened.text()).to.equal('Dear reader');
  });

  it('says so when the passphrase is wrong, and offers nothing', async () => {
    await submit('#seal', page.file('letter.txt', 'Dear reader'), 'correct horse');
    await submit('#open', await saved('#seal'), 'battery staple');
    expect(page.get('output', '#open output').className).to.equal('bad');
    expect(page.get('a', '#open a').hidden).to.be.true;
  });

  it('encrypts a message under a key, and decrypts it', async () => {
    page.type('#message [name=text]', 'At noon.');
    page.press('#message button');
    expect(await page.says('#message output', /→/)).to.match(/^(?:[0-9a-f]{2} ){24}→ “At noon\.”$/);
  });
});
