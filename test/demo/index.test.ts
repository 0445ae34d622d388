// The demo's front page: the whole way of a file through it, what it says about itself, and where its links lead.
import { expect, oneEvent } from '@open-wc/testing';
import type {} from '../../components/worker-pool.js';
import type { FileEncryptor } from '../../components/file-encryptor.js';
import { describeIsolation, describePlace } from '../../demo/demo.js';
import { openDemoPage, until, type DemoPage } from './demo-page.js';

describe('the front page of the demo', () => {
  let page: DemoPage;
  let encryptor: FileEncryptor;
  beforeEach(async () => {
    page = await openDemoPage('index.html');
    encryptor = page.get('file-encryptor');
    await encryptor.updateComplete;
  });
  afterEach(() => page.close());

  function part<Kind extends HTMLElement>(kind: new () => Kind, selector: string): Kind {
    const found = encryptor.renderRoot.querySelector(selector);
    if (found instanceof kind) return found;
    throw new Error(`the element shows no ${selector}`);
  }

  async function choose(file: File): Promise<void> {
    const transfer = new page.window.DataTransfer();
    transfer.items.add(file);
    const input = part(page.window.HTMLInputElement, 'input[type=file]');
    input.files = transfer.files;
    input.dispatchEvent(new page.window.Event('change', { bubbles: true }));
    // what there is to type depends on what the file turns out to be
    await until(encryptor.renderRoot, () => encryptor.items.every(({ action }) => action !== ''));
    await encryptor.updateComplete;
  }

  async function type(passphrase: string): Promise<void> {
    for (const field of encryptor.renderRoot.querySelectorAll('input[type=password]')) {
      if (!(field instanceof page.window.HTMLInputElement)) continue;
      field.value = passphrase;
      field.dispatchEvent(new page.window.InputEvent('input', { bubbles: true, composed: true }));
    }
    await encryptor.updateComplete;
  }

  async function start(): Promise<File> {
    const loaded = oneEvent(encryptor, 'loadend');
    part(page.window.HTMLButtonElement, '[part~=start-button]').click();
    await loaded;
    const result = encryptor.results.at(-1);
    if (encryptor.error) throw encryptor.error;
    if (!result) throw new Error(`the element is ${encryptor.state}`);
    return result;
  }

  it('seals a file, and opens it again', async () => {
    await choose(page.file('letter.txt', 'Dear reader', 'text/plain'));
    await type('correct horse');
    const sealed = await start();
    expect(sealed.name).to.equal('letter.txt.sealed');

    await choose(sealed);
    await type('correct horse');
    const opened = await start();
    expect(opened.name).to.equal('letter.txt');
    expect(await opened.text()).to.equal('Dear reader');
  });

  it('says where the work ran', async () => {
    await choose(page.file('letter.txt', 'Dear reader'));
    await type('correct horse');
    await start();
    expect(page.text('#place')).to.match(/^in workers, from /);
  });

  it('may not connect to anywhere', async () => {
    const refused = await page.window.fetch('./demo.css').then(
      () => false,
      () => true,
    );
    expect(refused).to.be.true;
  });

  it('links to its examples, each of which is there', async () => {
    const links = Array.from(page.document.querySelectorAll<HTMLAnchorElement>('.cards a'), ({ href }) => href);
    expect(links).to.have.length.of.at.least(12);
    const answers = await Promise.all(links.map((href) => fetch(`${href}index.html`)));
    expect(answers.map(({ ok }) => ok)).not.to.include(false);
  });

  it('says what it knows about its place, and no more', () => {
    expect(describePlace('page')).to.contain('on the page itself');
    expect(describePlace(null)).to.equal('in workers, started with the first file');
    expect(describePlace('a place of tomorrow')).to.equal('in workers, started with the first file');
  });

  it('asks for shared memory itself, as one engine says it is isolated and has none', () => {
    expect(describeIsolation({ crossOriginIsolated: false })).to.match(/^no/);
    expect(describeIsolation({ crossOriginIsolated: true })).to.equal('yes, without shared memory');
    expect(describeIsolation({ crossOriginIsolated: true, SharedArrayBuffer: ArrayBuffer })).to.equal(
      'yes, with shared memory',
    );
  });
});
