/** Into which ranges a file is cut that is compressed. */
import { expect } from '@open-wc/testing';
import { planCompression } from '../../src/streams/compress-plan.js';

const MiB = 2 ** 20;
const never = new AbortController().signal;

/** A Blob that says that it is as large; nobody reads it. */
const sized = (size: number) => Object.defineProperty(new Blob(), 'size', { value: size });

async function rangesOf(size: number) {
  const { ranges } = await planCompression({ file: sized(size), algorithm: 'gzip' }, never);
  return ranges;
}

describe('the ranges of a file that is compressed', () => {
  for (const size of [0, 1, MiB, MiB + 1, 2 * MiB, 33 * MiB + 7, 100 * MiB, 5000 * MiB + 1]) {
    it(`follow each other without a gap to the end of ${size} bytes, and the last one is the only one that says so`, async () => {
      const ranges = await rangesOf(size);
      expect(ranges[0]?.start).to.equal(0);
      for (const [i, { start, last }] of ranges.entries()) {
        if (i > 0) expect(start).to.equal(ranges[i - 1]?.end);
        expect(last).to.equal(i === ranges.length - 1);
      }
      expect(ranges.at(-1)?.end).to.equal(size);
    });
  }

  it('have 1 to 16 MiB, only the last one may have less, and none is larger than the one before', async () => {
    for (const size of [2 * MiB, 100 * MiB, 5000 * MiB + 1]) {
      const sizes = (await rangesOf(size)).map(({ start, end }) => end - start);
      const whole = sizes.slice(0, -1);
      expect(Math.min(...whole)).to.be.at.least(MiB);
      expect(Math.max(...sizes)).to.be.at.most(16 * MiB);
      expect(sizes).to.deep.equal([...sizes].sort((a, b) => b - a));
    }
  });

  it('leave less to wait for at the end than a tenth of what one of two workers does', async () => {
    const sizes = (await rangesOf(100 * MiB)).map(({ start, end }) => end - start);
    expect(sizes[0]).to.equal((100 * MiB) / 16);
    expect(sizes.at(-1)).to.be.at.most(MiB);
    expect(sizes.length).to.be.below(30);
  });
});
