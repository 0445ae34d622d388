/** Bad input: each one clear sentence, nothing to save, and the element ready for the next file. */
import { expect } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import type { FileEncryptor } from '../../components/file-encryptor.js';
import { WorkerBridge } from '../../src/bridge/worker-bridge.js';
import { OperationError } from '../../src/errors.js';
import { codeOfCut, layoutOf } from '../support/broken-files.js';
import { holdPool } from './held-pool.js';
import { cheap, clearPage, encryptor, errorOf, once, part, shown, textFile } from './on-page.js';

const kdf = { name: 'pbkdf2', iterations: 100_000 } as const;
const seal = (file: File, passphrase = 'right') => WorkerBridge.crypto.sealFile(file, passphrase, { kdf });

/** The file with a change to its bytes. */
async function altered(file: File, change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): Promise<File> {
  return new File([change(new Uint8Array(await file.arrayBuffer()))], file.name);
}
const flip =
  (at: number, bit = 0) =>
  (bytes: Uint8Array<ArrayBuffer>) => {
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    return bytes;
  };
const flipInBody = (at: number) => (bytes: Uint8Array<ArrayBuffer>) => flip(layoutOf(bytes).body + at)(bytes);
const cut = (length: number) => (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, length);

/** What is shown after a failure, and that the next file works. */
async function expectFailure(element: FileEncryptor, file: File, sentence: string): Promise<void> {
  element.files = [file];
  const error = await errorOf(element.start());
  await element.updateComplete;
  expect(element.state).to.equal('failed');
  expect(element.error).to.equal(error);
  expect(element.items[0]?.error).to.equal(error);
  expect(element.results).to.deep.equal([]);
  expect(part(element, 'item-status').textContent.trim()).to.equal(sentence);
  expect(shown(element, 'save-button')).to.equal(false);
  element.mode = 'encrypt';
  await element.updateComplete;
  element.files = [textFile()];
  await element.start();
  expect(element.state).to.equal('done');
  expect(element.error).to.equal(null);
}

const wrong = 'Wrong passphrase, or the beginning of the file is damaged.';
const damaged = 'The file is damaged: part of it was changed, moved or lost. Nothing was written.';
const short = 'The file is cut short. Get it again from where it came.';
const foreign = 'Not a sealed file, so there is nothing to open.';
const strange = 'The file was sealed in a way that cannot be opened here.';

describe('<file-encryptor> and bad input', () => {
  afterEach(clearPage);
  after(() => WorkerBridge.crypto.destroy());
  const opener = () => encryptor({ mode: 'decrypt', passphrase: 'right' });

  for (const size of [0, 1, 16_383, 16_384, 16_385, 3 * 16_384]) {
    it(`seals and opens a file of ${size} bytes`, async () => {
      const bytes = crypto.getRandomValues(new Uint8Array(size));
      const element = encryptor({ passphrase: 'right' });
      element.files = [new File([bytes], 'x')];
      const [sealed] = await element.start();
      expect(element).to.include({ state: 'done', loaded: size, total: size });
      element.files = [sealed!];
      const [opened] = await element.start();
      expect(new Uint8Array(await opened!.arrayBuffer())).to.deep.equal(bytes);
    });
  }

  it('tells a wrong passphrase', async () => expectFailure(opener(), await seal(textFile(), 'other'), wrong));

  it('speaks of a key when a key was wrong', async () => {
    const sealed = await WorkerBridge.crypto.sealFile(textFile(), new Uint8Array(32));
    const element = encryptor({ mode: 'decrypt', key: new Uint8Array(32).fill(1) });
    await expectFailure(element, sealed, 'Wrong key, or the beginning of the file is damaged.');
  });

  it('tells a file that is not sealed', () =>
    expectFailure(opener(), textFile('random.bin', 'x'.repeat(500)), foreign));
  it('tells an empty file that is not sealed', async () => {
    const element = opener();
    element.files = [new File([], 'empty')];
    expect(await errorOf(element.start())).to.have.property('code', 'not-sealed');
    expect(element.results).to.deep.equal([]);
  });

  for (const [name, change, sentence] of [
    ['the version is unknown', flip(8), strange],
    ['the key source is unknown', flip(9, 7), strange],
    ['the salt was changed', flip(20), wrong],
    ['the metadata was changed', flip(130), wrong],
    ['the commitment of the body was changed', flipInBody(24), damaged],
    ['it ends within the header', cut(40), short],
    ['it ends within the metadata', cut(80), short],
  ] as const) {
    it(`tells a sealed file of which ${name}`, async () =>
      expectFailure(opener(), await altered(await seal(textFile()), change), sentence));
  }

  it('tells a chunk that was changed, and a last chunk that is missing', async () => {
    const sealed = await seal(new File([new Uint8Array(40_000)], 'x'));
    await expectFailure(opener(), await altered(sealed, flip(sealed.size - 20_000)), damaged);
    const element = opener();
    const bytes = new Uint8Array(await sealed.arrayBuffer());
    const last = layoutOf(bytes).chunks[2] ?? 0;
    // between two chunks, and so that the last one is an empty one
    for (const length of [last, last + 16]) {
      element.files = [await altered(sealed, cut(length))];
      expect(await errorOf(element.start())).to.have.property('code', codeOfCut(bytes, length));
      expect(element.results).to.deep.equal([]);
    }
  });

  it('says which bound a key derivation breaks', async () => {
    const element = encryptor({ passphrase: 'x', kdf: 'pbkdf2 5' });
    element.files = [textFile()];
    expect(await errorOf(element.start())).to.have.property('code', 'invalid');
    await element.updateComplete;
    expect(part(element, 'item-status').textContent).to.match(/^\s*This cannot be done as it was asked: .*iterations/i);
    element.kdf = cheap;
    await element.retry();
    expect(element.state).to.equal('done');
  });

  it('says that a key has not 32 bytes', async () => {
    const element = encryptor({ key: new Uint8Array(31) });
    element.files = [textFile()];
    expect(await errorOf(element.start())).to.have.property('code', 'invalid');
    await element.updateComplete;
    expect(part(element, 'item-status').textContent).to.contain('32 bytes');
  });

  it('finishes the others when one of several fails', async () => {
    const element = encryptor({ passphrase: 'right', multiple: true });
    element.files = [
      await seal(textFile('a.txt')),
      await altered(await seal(textFile('b.txt')), flip(20)),
      textFile('c.txt'),
    ];
    expect(await errorOf(element.start())).to.have.property('code', 'cannot-open');
    expect(element.items.map(({ state }) => state)).to.deep.equal(['done', 'failed', 'done']);
    expect(element.results.map(({ name }) => name)).to.deep.equal(['a.txt', 'c.txt.sealed']);
    element.items[1]!.remove();
    expect(element.state).to.equal('done');
  });

  it('says that there is no worker and no page to work on', async () => {
    const pool = document.createElement('worker-pool');
    Object.assign(pool, { src: 'data:text/javascript,throw 1', fallback: 'none' });
    document.body.append(pool);
    const element = encryptor({ passphrase: 'x' }, pool);
    element.files = [textFile()];
    const error = await errorOf(element.start());
    await element.updateComplete;
    expect(error).to.have.property('code', 'unavailable');
    expect(part(element, 'item-status').textContent).to.match(/worker/i);
  });

  for (const [what, change] of [
    ['vanished', { remove: true }],
    ['became shorter', { size: 1000 }],
  ] as const) {
    it(`says that a file ${what} while it was read`, async () => {
      const element = encryptor({ passphrase: 'right' });
      await element.updateComplete;
      // the same test runs in other pages at the same time
      const name = `unsteady-${crypto.randomUUID()}.bin`;
      const path = await executeServerCommand<string, object>('disk-file', { name, size: 300_000 });
      const chosen = once(element, 'change');
      const real = await executeServerCommand<boolean, object>('choose-file', {
        selector: 'file-encryptor .picker',
        path,
      });
      // where no file can be chosen by script, the worker's word is put into its mouth
      const held = real
        ? undefined
        : holdPool(1, () => Promise.reject(new OperationError('changed', 'The file changed')));
      if (held) {
        held.open();
        held.place.append(element);
        element.passphrase = 'right';
        element.files = [textFile()];
      } else await chosen;
      await executeServerCommand('disk-file', { name, ...change });
      expect(await errorOf(element.start())).to.have.property('code', 'changed');
      await element.updateComplete;
      expect(part(element, 'item-status').textContent).to.contain('changed or vanished while it was read');
      expect(element.results).to.deep.equal([]);
      document.body.append(element);
      held?.end();
      element.passphrase = 'right';
      element.files = [textFile()];
      await element.start();
      expect(element.state).to.equal('done');
    });
  }
});
