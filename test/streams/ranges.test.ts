/** Ranges cover a message: whole chunks, in order, nothing twice. */
import { expect } from '@open-wc/testing';
import { CHUNK, MESSAGE_HEAD, SEALED_CHUNK, sealedSize } from '../../src/streams/cobblestone.js';
import { plainRanges, rangeSizeFor, sealedRanges } from '../../src/streams/ranges.js';

const MiB = 2 ** 20;

describe('ranges', () => {
  for (const size of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 10 * CHUNK, 10 * CHUNK + 3, 100 * MiB + 1]) {
    for (const rangeSize of [CHUNK, 3 * CHUNK, 16 * MiB]) {
      it(`cover ${size} bytes in steps of ${rangeSize}, and the sealed bytes alike`, () => {
        const plain = plainRanges(size, rangeSize);
        const sealed = sealedRanges(size, rangeSize, MESSAGE_HEAD);
        expect([plain[0]!.start, sealed[0]!.start]).to.deep.equal([0, MESSAGE_HEAD]);
        expect([plain.at(-1)!.end, sealed.at(-1)!.end]).to.deep.equal([size, sealedSize(size)]);
        expect(sealed.length).to.equal(plain.length);
        for (const [i, range] of plain.entries()) {
          expect(range.index).to.equal(range.start / CHUNK);
          expect(range.last).to.equal(i === plain.length - 1);
          expect(sealed[i]).to.include({ index: range.index, last: range.last });
          expect(sealed[i]!.start).to.equal(MESSAGE_HEAD + range.index * SEALED_CHUNK);
          if (range.last) continue;
          expect([range.end, sealed[i]!.end]).to.deep.equal([plain[i + 1]!.start, sealed[i + 1]!.start]);
          expect((range.end - range.start) % CHUNK).to.equal(0);
        }
      });
    }
  }

  it('have 16 to 32 MiB, or what is asked for in whole chunks', () => {
    expect([0, 16 * MiB, 128 * MiB].map((size) => rangeSizeFor(size))).to.deep.equal([16 * MiB, 16 * MiB, 16 * MiB]);
    expect([256 * MiB, 2 ** 40].map((size) => rangeSizeFor(size))).to.deep.equal([32 * MiB, 32 * MiB]);
    expect(rangeSizeFor(200 * MiB + 1) % CHUNK).to.equal(0);
    expect([0, 1, CHUNK, CHUNK + 1].map((wanted) => rangeSizeFor(5, wanted))).to.deep.equal([
      CHUNK,
      CHUNK,
      CHUNK,
      2 * CHUNK,
    ]);
  });
});
