/** Percentiles, averages, jitter and the steps of a clock, of made-up samples. */
import { expect } from '@open-wc/testing';
import { jitter, mean, median, percentile, resolutionOf } from '../../../src/operations/network/statistics.js';

const tables = [
  { samples: [], median: null, mean: null, p90: null, jitter: null },
  { samples: [7], median: 7, mean: 7, p90: 7, jitter: null },
  { samples: [3, 1], median: 2, mean: 2, p90: 2.8, jitter: 2 },
  { samples: [5, 5, 5, 5], median: 5, mean: 5, p90: 5, jitter: 0 },
  { samples: [10, 20, 10, 20, 10], median: 10, mean: 14, p90: 20, jitter: 10 },
  { samples: [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000], median: 5.5, mean: 104.5, p90: 108.1, jitter: 111 },
];

describe('the arithmetic of samples', () => {
  for (const { samples, ...wanted } of tables) {
    it(`has the figures of ${JSON.stringify(samples)}`, () => {
      const figures = {
        median: median(samples),
        mean: mean(samples),
        p90: percentile(samples, 0.9),
        jitter: jitter(samples),
      };
      for (const [name, value] of Object.entries(wanted)) {
        const figure = figures[name as keyof typeof wanted];
        if (value === null) expect(figure, name).to.equal(null);
        else expect(figure, name).to.be.closeTo(value, 1e-9);
      }
    });
  }

  it('does not change what it is given', () => {
    const samples = [3, 1, 2];
    median(samples);
    expect(samples).to.deep.equal([3, 1, 2]);
  });

  for (const [samples, resolution] of [
    [[1, 2, 40], 1],
    [[1.1, 2.3000000001, 40.7], 0.1],
    [[40.005, 1.01, 2.015], 0.005],
    [[1.2345, 2.3456, 3.4567], null],
    [[1, 2], null],
    [[0, 0, 0], null],
  ] as const) {
    it(`finds steps of ${resolution ?? 'no known size'} in ${JSON.stringify(samples)}`, () => {
      expect(resolutionOf(samples)).to.equal(resolution);
    });
  }
});
