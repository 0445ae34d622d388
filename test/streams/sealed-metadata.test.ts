/** The description inside. */
import { expect } from '@open-wc/testing';
import { utf8 } from '../../src/streams/bytes.js';
import { decodeMetadata, encodeMetadata, type FileMetadata } from '../../src/streams/sealed-metadata.js';
import { codeOf } from '../support/outcome.js';

const commitment = new Uint8Array(32).fill(0xab);
const metadata: FileMetadata = {
  name: 'Übung \u{1F600}.txt',
  type: 'text/plain',
  lastModified: 1_700_000_000_000,
  size: 42,
};

describe('the metadata', () => {
  it('are JSON that is read back', () => {
    expect(decodeMetadata(encodeMetadata(metadata, commitment), commitment)).to.deep.equal(metadata);
    for (const odd of [
      { ...metadata, name: '', type: '', size: 0 },
      { ...metadata, lastModified: -1.5 },
    ]) {
      expect(decodeMetadata(encodeMetadata(odd, commitment), commitment)).to.deep.equal(odd);
    }
  });

  it('keep members that are not known', () => {
    const more = { ...metadata, comment: 'for you' };
    expect(decodeMetadata(encodeMetadata(more, commitment), commitment)).to.deep.equal(more);
  });

  it('belong to one body', () => {
    const bytes = encodeMetadata(metadata, commitment);
    expect(new TextDecoder().decode(bytes)).to.contain(`"bodyCommitment":"${'ab'.repeat(32)}"`);
    expect(codeOf(() => decodeMetadata(bytes, new Uint8Array(32)))).to.equal('corrupt');
  });

  it('need not name their body: other writers may leave it out', () => {
    expect(decodeMetadata(utf8(JSON.stringify(metadata)), commitment)).to.deep.equal(metadata);
  });

  it('have at most 64 KiB', () => {
    const fits = (length: number) =>
      codeOf(() => encodeMetadata({ ...metadata, name: 'x'.repeat(length) }, commitment));
    expect([fits(65_000), fits(65_536)]).to.deep.equal(['none', 'invalid']);
  });

  it('are refused when a member is missing or of another kind', () => {
    for (const wrong of [
      { name: 1 },
      { type: null },
      { lastModified: Number.NaN },
      { size: -1 },
      { size: 1.5 },
      { size: 2 ** 53 },
    ]) {
      const whole = { ...metadata, ...wrong } as unknown as FileMetadata;
      expect(
        codeOf(() => encodeMetadata(whole, commitment)),
        JSON.stringify(wrong),
      ).to.equal('invalid');
    }
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '1',
      '{"name":"a"}',
      '{"name":"a","type":"","lastModified":"1","size":0}',
    ]) {
      expect(
        codeOf(() => decodeMetadata(utf8(text), commitment)),
        text,
      ).to.equal('corrupt');
    }
    expect(codeOf(() => decodeMetadata(Uint8Array.of(0x22, 0xff, 0x22), commitment))).to.equal('corrupt');
  });
});
