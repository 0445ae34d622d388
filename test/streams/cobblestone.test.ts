/** Sizes, and whole small messages. */
import { expect } from '@open-wc/testing';
import { utf8 } from '../../src/streams/bytes.js';
import { equalInConstantTime } from '../../src/streams/constant-time.js';
import { chunkCount, openedSize, openMessage, sealedSize, sealMessage } from '../../src/streams/cobblestone.js';
import { rawSecret } from '../../src/streams/kdf.js';
import { flipBit } from '../support/broken-files.js';
import { rejection } from '../support/outcome.js';
import { plaintext, same, testKey } from '../support/sealing.js';

describe('the size of a message', () => {
  const table: [number, number][] = [
    [0, 72],
    [1, 73],
    [16_383, 16_455],
    [16_384, 16_472],
    [16_385, 16_473],
    [32_768, 32_872],
    [2 ** 40, 2 ** 40 + 56 + 16 * (2 ** 26 + 1)],
  ];
  for (const [size, sealed] of table) {
    it(`is ${sealed} for ${size} bytes, and back`, () => {
      expect(sealedSize(size)).to.equal(sealed);
      expect(openedSize(sealed)).to.equal(size);
    });
  }

  it('is impossible where the last chunk would be missing or shorter than its tag', () => {
    for (const length of [-1, 0, 55, 56, 71, 16_456, 16_471, 32_856, 32_871]) {
      expect(openedSize(length), String(length)).to.equal(undefined);
    }
  });

  it('leads back to the plaintext for every length there is', () => {
    for (let size = 0; size < 3 * 16_384; size += 61) {
      expect(openedSize(sealedSize(size))).to.equal(size);
      expect(chunkCount(size)).to.equal(Math.floor(size / 16_384) + 1);
    }
  });
});

describe('a small message', () => {
  const salt = new Uint8Array(24).fill(5);

  for (const size of [0, 1, 16_384, 40_000]) {
    it(`opens as it was sealed: ${size} bytes`, async () => {
      const secret = await rawSecret(testKey);
      const message = await sealMessage(secret, salt, utf8('context'), plaintext(size));
      expect(message.length).to.equal(sealedSize(size));
      expect(same(await openMessage(secret, message, utf8('context')), plaintext(size))).to.equal(true);
    });
  }

  it('does not open in another context, with another key, or changed', async () => {
    const secret = await rawSecret(testKey);
    const message = await sealMessage(secret, salt, utf8('context'), plaintext(100));
    const wrong = [
      openMessage(secret, message, utf8('Context')),
      openMessage(await rawSecret(new Uint8Array(32)), message, utf8('context')),
      ...[0, 24, 56, message.length - 1].map((offset) =>
        openMessage(secret, flipBit(message, offset), utf8('context')),
      ),
      openMessage(secret, message.slice(0, -1), utf8('context')),
      openMessage(secret, message.slice(0, 71), utf8('context')),
    ];
    for (const opening of wrong) expect(await rejection(opening)).to.have.property('code', 'cannot-open');
  });
});

describe('equalInConstantTime', () => {
  it('compares every byte, and the length', () => {
    expect(equalInConstantTime(utf8('abc'), utf8('abc'))).to.equal(true);
    for (const other of ['abd', 'bbc', 'ab', 'abcd', '']) {
      expect(equalInConstantTime(utf8('abc'), utf8(other))).to.equal(false);
    }
  });
});
