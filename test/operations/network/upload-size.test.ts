/** How large uploads are, and how near the rate comes that is read of them, of lines that are made up. */
import { expect } from '@open-wc/testing';
import { nextUploadSize, shortestUpload } from '../../../src/operations/network/upload-size.js';
import { chance } from '../../support/chance.js';
import { readLine } from '../../support/shared-line.js';

describe('the shortest upload', () => {
  for (const [lanes, roundTrip, milliseconds] of [
    [4, 0, 350],
    [4, 100, 350],
    [2, 150, 450],
    [4, 300, 900],
    [4, 1500, 1000],
    [1, 0, 700],
    [1, 200, 700],
    [1, 300, 900],
    [1, 1500, 1000],
  ] as const) {
    it(`lasts ${milliseconds} ms, ${lanes} at once, where a round trip takes ${roundTrip}`, () => {
      expect(shortestUpload(lanes, roundTrip)).to.equal(milliseconds);
    });
  }
});

describe('the size of the next upload', () => {
  for (const [size, milliseconds, next] of [
    [16_384, 50, 32_768],
    [65_536, 349, 131_072],
    [65_536, 350, 65_536],
    [65_536, 770, 65_536],
    [65_536, 771, 32_768],
    [16_384, 2000, 16_384],
    [4_194_304, 10, 4_194_304],
  ] as const) {
    it(`is ${next} after ${size} bytes took ${milliseconds} ms`, () => {
      expect(nextUploadSize(size, milliseconds, 350)).to.equal(next);
    });
  }
});

describe('the rate of uploads that share a line unevenly', () => {
  const COURSES = 100;
  for (const mbps of [0.5, 1, 5, 20, 100])
    for (const roundTrip of [0, 50, 100]) {
      it(`is read within a tenth, 19 times of 20, at ${mbps} Mbit/s where a round trip takes ${roundTrip} ms`, () => {
        const read = Array.from({ length: COURSES }, (_, seed) =>
          readLine({ mbps, lanes: 4, roundTrip, chance: chance(seed) }),
        );
        const near = read.filter((rate) => Math.abs(rate - mbps) <= mbps / 10);
        expect(near.length).to.be.at.least(0.95 * COURSES);
      });
    }
});
