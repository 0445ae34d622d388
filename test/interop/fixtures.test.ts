/** Files that open.py sealed, opened in the browser. */
import { expect } from '@open-wc/testing';
import { OperationError } from '../../src/errors.js';
import { openWhole, plaintext, same } from '../support/sealing.js';
import { rejection } from '../support/outcome.js';

const passphrase = 'Bärenhöhle & 熊';
const key = Uint8Array.from({ length: 32 }, (_, i) => 100 + i);

const fixtures = [
  { file: 'empty', size: 0, secret: passphrase },
  { file: 'one-chunk', size: 16_384, secret: passphrase },
  { file: 'two-chunks-raw-key', size: 16_385, secret: key },
  { file: 'argon2id', size: 16_385, secret: passphrase },
];

const load = async (file: string): Promise<Blob> => {
  const response = await fetch(new URL(`./fixtures/${file}.sealed`, import.meta.url));
  expect(response.ok).to.equal(true);
  return response.blob();
};

describe('a file that open.py sealed', () => {
  for (const { file, size, secret } of fixtures) {
    it(`opens: ${file}`, async () => {
      const { bytes, plan } = await openWhole(await load(file), secret);
      expect(plan.metadata.name).to.equal(`plain-${size}.bin`);
      expect(plan.metadata.size).to.equal(size);
      expect(same(bytes, plaintext(size))).to.equal(true);
    });
  }

  it('opens with the passphrase typed on another keyboard', async () => {
    const { plan } = await openWhole(await load('empty'), passphrase.normalize('NFD'));
    expect(plan.total).to.equal(0);
  });

  it('does not open with another secret', async () => {
    for (const { file, secret } of fixtures) {
      const wrong = typeof secret === 'string' ? `${secret}!` : new Uint8Array(32);
      const reason = await rejection(openWhole(await load(file), wrong).then(() => 'opened'));
      expect(reason).to.be.instanceOf(OperationError).with.property('code', 'cannot-open');
    }
  });
});
