/** The worked example of docs/format.md: made here byte for byte, and opened. */
import { expect } from '@open-wc/testing';
import { fromHex, toHex, utf8 } from '../../src/streams/bytes.js';
import { sealBytes, openWhole } from '../support/sealing.js';

const count = (length: number, first: number) => Uint8Array.from({ length }, (_, i) => first + i);
const secret = 'correct horse battery staple';

async function vectorOf(page: URL): Promise<string> {
  const text = await (await fetch(page)).text();
  const [, block = ''] = /```text vector\n([0-9a-f\n]+)```/.exec(text) ?? [];
  return block.replaceAll('\n', '');
}

describe('the test vector of docs/format.md', () => {
  let vector: string;
  before(async () => {
    vector = await vectorOf(new URL('../../docs/format.md', import.meta.url));
    expect(vector.length).to.equal(2 * 375);
  });

  it('is what sealing gives for its salts', async () => {
    const salts = { kdf: count(32, 0), metadata: count(24, 0x40), body: count(24, 0x80) };
    const kdf = { name: 'pbkdf2', iterations: 100_000 } as const;
    const sealed = await sealBytes(utf8('Hello, file.'), { salts, secret, kdf, name: 'a.txt' });
    expect(toHex(sealed)).to.equal(vector);
  });

  it('opens', async () => {
    const { bytes, plan } = await openWhole(fromHex(vector), secret);
    expect(new TextDecoder().decode(bytes)).to.equal('Hello, file.');
    const metadata = { name: 'a.txt', type: 'text/plain', lastModified: 1_700_000_000_000, size: 12 };
    expect(plan.metadata).to.deep.equal(metadata);
  });
});
