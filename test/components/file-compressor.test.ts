/** <file-compressor>: compresses and decompresses, by what the files are or as it is told, and says how much that changed. */
import { expect } from '@open-wc/testing';
import type { FileCompressor } from '../../components/file-compressor.js';
import { isCompressed } from '../../components/parts/compressed.js';
import { ratioWords } from '../../components/parts/ratio-view.js';
import { phrase } from '../../components/parts/strings.js';
import { holdPool, type HeldPool } from './held-pool.js';
import { clearPage, dropOn, errorOf, once, part, settled, shown, textFile } from './on-page.js';

const repeated = (name = 'a.txt') => textFile(name, 'the same words again and again. '.repeat(400));
const bytesOf = async (file: Blob | undefined) => new Uint8Array(await file!.arrayBuffer());

describe('<file-compressor>', () => {
  let held: HeldPool;
  beforeEach(() => {
    held = holdPool();
    held.open();
  });
  afterEach(() => {
    held.end();
    clearPage();
  });
  function make(markup: Readonly<Record<string, string>> = {}): FileCompressor {
    const element = document.createElement('file-compressor');
    for (const [name, value] of Object.entries(markup)) element.setAttribute(name, value);
    held.place.append(element);
    return element;
  }
  const status = (element: FileCompressor) => part(element, 'item-status').textContent.replaceAll('\u00a0', ' ');

  it('compresses, and what it made it opens again', async () => {
    const element = make();
    element.files = [repeated()];
    const [packed] = await element.start();
    expect(packed?.name).to.equal('a.txt.gz');
    expect(packed!.size).to.be.below(500);
    expect(element.ratio).to.equal(packed!.size / 12_800);
    element.files = [packed!];
    await settled(element);
    expect(part(element, 'start-button').textContent.trim()).to.equal('Decompress');
    const [opened] = await element.start();
    expect(opened?.name).to.equal('a.txt');
    expect(await opened?.text()).to.equal(await repeated().text());
  });

  it('waits for the button when files are dropped', async () => {
    const element = make();
    const change = once(element, 'change');
    dropOn(element, repeated());
    await change;
    await settled(element);
    expect(element.state).to.equal('ready');
    expect(status(element)).to.equal('12.8 kB · will be compressed');
  });

  it('says how much smaller or larger a file became, and shows it', async () => {
    const element = make({ multiple: '' });
    element.files = [repeated(), new File([crypto.getRandomValues(new Uint8Array(5000))], 'noise')];
    await element.start();
    await element.updateComplete;
    const said = [...element.shadowRoot!.querySelectorAll('[part~=item-status]')].map((one) => one.textContent);
    expect(said[0]).to.match(/^Compressed as a\.txt\.gz · 9\d% smaller · \d+ bytes$/);
    expect(said[1]).to.match(/^Compressed as noise\.gz · no smaller · 5\.\d+ kB$/);
    expect(element.shadowRoot!.querySelectorAll('[part~=ratio]')).to.have.length(2);
    const widths = [...element.shadowRoot!.querySelectorAll('.after')].map((bar) => Number(bar.getAttribute('width')));
    expect(widths[0]).to.be.below(5);
    expect(widths[1]).to.equal(100);
  });

  it('tells the speed of what is large enough to have one', async () => {
    const element = make();
    element.files = [new File([new Uint8Array(1_500_000)], 'zeros')];
    await element.start();
    await element.updateComplete;
    expect(status(element)).to.match(/ · [\d.,]+ .?B\/s · /);
  });

  it('makes what its attributes say', async () => {
    for (const [algorithm, name, first] of [
      ['gzip', 'a.txt.gz', 0x1f],
      ['deflate', 'a.txt.zz', 0x78],
      ['deflate-raw', 'a.txt.deflate', undefined],
    ] as const) {
      const element = make({ algorithm, level: '9' });
      element.files = [repeated()];
      const [packed] = await element.start();
      expect(packed?.name).to.equal(name);
      if (first !== undefined) expect((await bytesOf(packed))[0]).to.equal(first);
      element.files = [packed!];
      const [opened] = await element.start();
      expect(await opened?.text(), algorithm).to.equal(await repeated().text());
    }
  });

  it('stores at level 0, and takes an unknown word for the default', async () => {
    const stored = make({ level: '0' });
    stored.files = [repeated()];
    await stored.start();
    expect(stored.ratio).to.be.above(1);
    const other = make({ level: '12', algorithm: 'zip', mode: 'both' });
    expect([other.level, other.algorithm, other.mode]).to.deep.equal(['auto', 'gzip', 'auto']);
  });

  it('does only what its mode says', async () => {
    const compressor = make({ mode: 'compress' });
    const first = make();
    first.files = [repeated()];
    const [packed] = await first.start();
    compressor.files = [packed!];
    expect((await compressor.start())[0]?.name).to.equal('a.txt.gz.gz');
    const opener = make({ mode: 'decompress' });
    opener.files = [repeated()];
    expect((await errorOf(opener.start())).code).to.equal('not-compressed');
    await opener.updateComplete;
    expect(status(opener)).to.equal('Not compressed in a way that is known here.');
  });

  it('says of brotli what this browser can', async () => {
    const element = make({ algorithm: 'brotli', level: '5' });
    element.files = [repeated()];
    const outcome = await element.start().then(
      ([packed]) => packed?.name,
      () => element.error,
    );
    await element.updateComplete;
    if (outcome instanceof Error) expect(status(element)).to.equal('This browser cannot compress in this way.');
    else expect(outcome).to.equal('a.txt.br');
  });

  it('stops what grows beyond the limit, and says so', async () => {
    const packer = make();
    packer.files = [new File([new Uint8Array(2_000_000)], 'bomb')];
    const [bomb] = await packer.start();
    const element = make({ 'max-output': '1000000' });
    element.files = [bomb!];
    expect((await errorOf(element.start())).code).to.equal('too-large');
    await element.updateComplete;
    expect(status(element)).to.contain('grew beyond the limit');
    expect(element.results).to.deep.equal([]);
  });

  it('says what is wrong with damaged files', async () => {
    const packer = make();
    packer.files = [repeated()];
    const bytes = await bytesOf((await packer.start())[0]);
    const element = make({ multiple: '' });
    const damaged = bytes.slice();
    damaged[bytes.length - 6]! ^= 1;
    element.files = [new File([bytes.slice(0, -9)], 'cut.gz'), new File([damaged], 'sum.gz')];
    await errorOf(element.start());
    await element.updateComplete;
    const said = [...element.shadowRoot!.querySelectorAll('[part~=item-status]')].map((one) => one.textContent);
    expect(said[0]).to.contain('cut short');
    expect(said[1]).to.contain('damaged');
  });

  it('names the button by what will be done with all of them', async () => {
    const packer = make();
    packer.files = [repeated()];
    const [packed] = await packer.start();
    const element = make({ multiple: '' });
    element.files = [packed!, repeated('b'), repeated('c')];
    await settled(element);
    expect(part(element, 'start-button').textContent.trim()).to.equal('Compress or decompress 3 files');
    element.mode = 'compress';
    await settled(element);
    await element.updateComplete;
    expect(part(element, 'start-button').textContent.trim()).to.equal('Compress 3 files');
  });

  it('takes a file of no bytes', async () => {
    const element = make();
    element.files = [new File([], 'empty')];
    await element.start();
    await element.updateComplete;
    expect(element.ratio).to.equal(null);
    expect(shown(element, 'save-button')).to.equal(true);
  });
});

describe('a compressed file', () => {
  it('is told by the mark of gzip, whatever its name, else by its name', async () => {
    const gzip = new Uint8Array([0x1f, 0x8b, 8]);
    expect(await isCompressed(new File([gzip], 'a.bin'))).to.equal(true);
    for (const name of ['a.zz', 'a.BR', 'a.deflate']) expect(await isCompressed(textFile(name))).to.equal(true);
    for (const name of ['a.txt', 'a.gz', 'x']) expect(await isCompressed(textFile(name))).to.equal(false);
    expect(await isCompressed(new File([], 'empty'))).to.equal(false);
  });
});

describe('the words for a ratio', () => {
  const say = (name: Parameters<typeof phrase>[0], gaps?: Parameters<typeof phrase>[1]) => phrase(name, gaps, 'en');
  it('say smaller, the same or larger', () => {
    expect(ratioWords(31, 100, say, 'en')).to.equal('69% smaller');
    expect(ratioWords(1000, 1000, say, 'en')).to.equal('no smaller');
    expect(ratioWords(1030, 1000, say, 'en')).to.equal('no smaller');
    expect(ratioWords(3200, 1000, say, 'en')).to.equal('3.2 times as large');
    expect(ratioWords(20, 0, say, 'en')).to.equal('');
  });
});
