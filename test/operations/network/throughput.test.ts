/** Windows, warm-up, steadiness and figures of bandwidth, of made-up pieces. */
import { expect } from '@open-wc/testing';
import { createMeter, isSteady, summarize, warmUpOf, type Meter } from '../../../src/operations/network/throughput.js';

/** 25,000 bytes in 200 ms are 1 Mbit/s. */
const UNIT = 25_000;

/** A meter that saw these megabits a second, window by window. */
function meterOf(rates: readonly number[]): Meter {
  const meter = createMeter(0);
  rates.forEach((rate, index) => meter.add(index * 200, (index + 1) * 200, rate * UNIT));
  return meter;
}

describe('the meter', () => {
  it('shares the bytes of a piece among the windows it travelled in', () => {
    const meter = createMeter(1000);
    meter.add(1100, 1500, 400);
    expect(meter.windows(1600)).to.deep.equal([100, 200, 100]);
    expect(meter).to.include({ bytes: 400, milliseconds: 400 });
  });

  it('counts a piece that came at once', () => {
    const meter = createMeter(0);
    meter.add(250, 250, 70);
    expect(meter.windows(400).map(Math.round)).to.deep.equal([0, 70]);
  });

  it('has no window that is not over, and zeros where nothing came', () => {
    const meter = createMeter(0);
    meter.add(0, 100, 1);
    expect(meter.windows(199)).to.deep.equal([]);
    expect(meter.windows(650)).to.deep.equal([1, 0, 0]);
    expect(createMeter(0)).to.include({ bytes: 0, milliseconds: 0 });
  });
});

describe('the warm-up', () => {
  for (const [rates, windows] of [
    [[], 0],
    [[9], 1],
    [[9, 9, 9, 9, 9], 3],
    [[1, 2, 4, 8, 16, 17, 17], 5],
    [[1, 2, 4, 5, 6, 7], 3],
    [[1, 2, 4, 8, 16], 5],
  ] as const) {
    it(`is ${windows} windows of ${JSON.stringify(rates)}`, () => {
      expect(warmUpOf(rates)).to.equal(windows);
    });
  }
});

describe('the rate', () => {
  for (const [rates, steady] of [
    [[1, 5, 9, 10, 10, 10, 10, 10], true],
    [[1, 5, 9, 9.6, 10, 10.1, 10, 10.4], true],
    [[1, 5, 9, 8, 10, 10, 10, 10], false],
    [[1, 5, 9, 10, 10, 10, 10], false],
    [[0, 0, 0, 0, 0, 0, 0, 0], false],
    [[1, 5, 9, 50, 10, 10, 10, 10, 10, 10], true],
  ] as const) {
    it(`is ${steady ? '' : 'not '}steady of ${JSON.stringify(rates)}`, () => {
      expect(isSteady(rates)).to.equal(steady);
    });
  }
});

describe('the figures', () => {
  const cases = [
    { rates: [1, 5, 9, 10, 10, 10, 10, 10], mbps: 10, confidence: 'high', reasons: [] },
    { rates: [1, 5, 9, 10, 30, 10, 10, 10, 2], mbps: 10, confidence: 'low', reasons: ['unstable'] },
    { rates: [1, 5, 9, 0, 0, 0, 0, 0, 0], mbps: 0, confidence: 'low', reasons: ['unstable'] },
    { rates: [1, 5, 9, 10, 12], mbps: 11, confidence: 'low', reasons: ['few-windows'] },
    { rates: [4, 4], mbps: 4, confidence: 'low', reasons: ['few-windows'] },
    { rates: [], mbps: null, confidence: 'low', reasons: ['few-windows'] },
  ];
  for (const { rates, ...wanted } of cases) {
    it(`are ${JSON.stringify(wanted)} of ${JSON.stringify(rates)}`, () => {
      const figures = summarize(meterOf(rates), rates.length * 200);
      expect(figures.mbps === null ? null : Math.round(figures.mbps * 1000) / 1000).to.equal(wanted.mbps);
      expect(figures).to.deep.include({ confidence: wanted.confidence, reasons: wanted.reasons });
    });
  }

  it('leave the warm-up out, and say how much it was', () => {
    const { warmUpBytes, windows, mean } = summarize(meterOf([1, 2, 9, 10, 10, 10, 10, 20]), 1600);
    expect(warmUpBytes).to.equal(12 * UNIT);
    expect(windows.map(Math.round)).to.deep.equal([10, 10, 10, 10, 20]);
    expect(mean).to.be.closeTo(12, 1e-6);
  });

  it('pass on what was noted on the way', () => {
    const figures = summarize(meterOf([1, 5, 9, 10, 10, 10, 10, 10]), 1600, ['interrupted']);
    expect(figures).to.deep.include({ confidence: 'low', reasons: ['interrupted'] });
  });
});
