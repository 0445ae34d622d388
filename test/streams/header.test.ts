/** The 56 bytes: what is written is read back, and nothing else is read. */
import { expect } from '@open-wc/testing';
import { toHex } from '../../src/streams/bytes.js';
import { contextOf, decodeHeader, encodeHeader, type Header } from '../../src/streams/header.js';
import { beginsSealed, BOUNDS, isSealedStart, outOfBounds } from '../../src/streams/sealed-format.js';

const salt = new Uint8Array(32).map((_, i) => i + 1);
const headers: [string, Header][] = [
  ['raw key', { source: { name: 'raw' }, salt: new Uint8Array(32) }],
  ['PBKDF2', { source: { name: 'pbkdf2', iterations: 600_000 }, salt }],
  ['Argon2id', { source: { name: 'argon2id', memory: 65_536, passes: 3, parallelism: 4 }, salt }],
];

describe('the header', () => {
  for (const [name, header] of headers) {
    it(`is 56 bytes that are read back: ${name}`, () => {
      const bytes = encodeHeader(header);
      expect(bytes.length).to.equal(56);
      expect(beginsSealed(bytes)).to.equal(true);
      expect(decodeHeader(bytes)).to.deep.equal(header);
    });
  }

  it('has the layout of docs/format.md', () => {
    const source = { name: 'argon2id', memory: 0x01020304, passes: 0x05060708, parallelism: 9 } as const;
    expect(toHex(encodeHeader({ source, salt }))).to.equal(
      `8b544c570d0a1a0a01020038${toHex(salt)}050607080102030409000000`,
    );
  });

  it('looks sealed by its first bytes, however few, but not by none', () => {
    const bytes = encodeHeader(headers[0]![1]);
    for (let length = 1; length <= 8; length++) expect(beginsSealed(bytes.subarray(0, length))).to.equal(true);
    for (let length = 0; length <= 9; length++) expect(isSealedStart(bytes.subarray(0, length))).to.equal(length >= 8);
    expect(beginsSealed(new Uint8Array(0))).to.equal(false);
    expect(beginsSealed(Uint8Array.of(0x8b, 0x50))).to.equal(false);
  });

  it('goes into both contexts, whole', () => {
    const bytes = encodeHeader(headers[1]![1]);
    expect(toHex(contextOf(bytes, 'meta'))).to.equal(`${toHex(bytes)}6d657461`);
    expect(toHex(contextOf(bytes, 'body'))).to.equal(`${toHex(bytes)}626f6479`);
  });

  it('accepts the bounds and nothing beyond them', () => {
    const kdf = { name: 'argon2id', memory: 65_536, passes: 3, parallelism: 1 } as const;
    for (const parameter of ['memory', 'passes', 'parallelism'] as const) {
      const [least, most] = BOUNDS[parameter];
      for (const value of [least, most]) expect(outOfBounds({ ...kdf, [parameter]: value })).to.equal(undefined);
      for (const value of [least - 1, most + 1, least + 0.5, Number.NaN, Infinity]) {
        expect(outOfBounds({ ...kdf, [parameter]: value })).to.contain(parameter);
      }
    }
    expect(outOfBounds({ name: 'pbkdf2', iterations: 100_000 })).to.equal(undefined);
    expect(outOfBounds({ name: 'pbkdf2', iterations: 99_999 })).to.contain('100000 to 20000000');
  });
});
