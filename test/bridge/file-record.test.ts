/** What is sealed with a packed file: a gzip file that any decoder takes, and the description in it. */
import { expect } from '@open-wc/testing';
import { readRecord, withRecord } from '../../src/bridge/file-record.js';
import { rejection } from '../support/outcome.js';
import { inflateNatively } from '../support/compressing.js';
import { bytesOf } from '../support/sealing.js';

const gzipOf = async (text: string): Promise<Blob> =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob();

const record = { name: 'a.txt', type: 'text/plain', lastModified: 5, size: 4, sha256: 'ab'.repeat(32) };

describe('the record of a packed file', () => {
  for (const [what, name] of [
    ['a plain name', 'a.txt'],
    ['none', ''],
    ['other scripts and an emoji', 'Ünïcødé 名前 🕯.txt'],
    ['half a character', '\ud83d.txt'],
    ['quotes, zeros and line ends', '"\\\0\r\n'],
    ['60,000 characters', 'ü'.repeat(60_000)],
  ] as const) {
    it(`survives ${what}, in a gzip file that is still one`, async () => {
      const file = withRecord(await gzipOf('text'), { ...record, name });
      expect(await readRecord(file)).to.deep.equal({ ...record, name });
      expect(new TextDecoder().decode(await inflateNatively(await bytesOf(file), 'gzip'))).to.equal('text');
    });
  }

  it('names the gzip file after the file', async () => {
    const gzip = await gzipOf('text');
    const { name, type, lastModified } = withRecord(gzip, record);
    expect([name, type, lastModified]).to.deep.equal(['a.txt.gz', 'application/gzip', 5]);
    expect(withRecord(gzip, { ...record, name: '' }).name).to.equal('untitled.gz');
  });

  it('is missed where there is none', async () => {
    const head = Uint8Array.of(0x1f, 0x8b, 8, 16, 0, 0, 0, 0, 0, 255);
    for (const file of [
      new Blob(),
      await gzipOf('text'),
      new Blob(['text '.repeat(9)]),
      new Blob([head]),
      new Blob([head, 'no end']),
      new Blob([head, 'no JSON\0']),
      new Blob([head, 'null\0']),
      ...[{ name: 1 }, { type: undefined }, { size: -1 }, { size: 1.5 }, { lastModified: 'x' }, { sha256: null }].map(
        (change) => new Blob([head, JSON.stringify({ ...record, ...change }), '\0']),
      ),
    ]) {
      expect(await rejection(readRecord(file))).to.have.property('code', 'unsupported');
    }
  });
});
