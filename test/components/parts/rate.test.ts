/** Speed, by hand-made samples. */
import { expect } from '@open-wc/testing';
import {
  addSample,
  advance,
  faded,
  isTrusted,
  skipTo,
  startRate,
  unitsPerSecond,
  type Rate,
} from '../../../components/parts/rate.js';

/** `count` samples, 100 ms apart, at `speed` units a second. */
function steady(speed: number, count: number, rate: Rate = startRate(0, 0)): Rate {
  let next = rate;
  for (let index = 0; index < count; index++) next = addSample(next, next.loaded + speed / 10, next.at + 100);
  return next;
}

describe('rate', () => {
  it('knows no speed before the first sample', () => {
    expect(unitsPerSecond(startRate(0, 0))).to.equal(null);
  });

  for (const count of [1, 2, 10, 100]) {
    it(`finds a steady speed after ${count} samples, without a bias to zero`, () => {
      expect(unitsPerSecond(steady(5000, count))).to.be.closeTo(5000, 0.001);
    });
  }

  it('weighs by time and not by samples', () => {
    const slow = steady(1000, 100);
    const inOne = addSample(slow, slow.loaded + 30_000, slow.at + 3000);
    expect(unitsPerSecond(inOne)).to.be.closeTo(unitsPerSecond(steady(10_000, 30, slow)) ?? 0, 0.001);
  });

  it('starts its clock with the first units where it is told to', () => {
    const waited = advance(startRate(0, 0), 0, 5000);
    const begun = advance(waited, 100, 5100);
    expect(unitsPerSecond(begun)).to.equal(null);
    expect(unitsPerSecond(advance(begun, 200, 5200))).to.be.closeTo(1000, 0.001);
  });

  it('follows a change, the newest samples weighing most', () => {
    const changed = steady(10_000, 50, steady(1000, 100));
    // five seconds are one memory: all but 1/e of the way
    expect(unitsPerSecond(changed)).to.be.within(6000, 7500);
  });

  it('is trusted only after a second and four samples', () => {
    expect([isTrusted(steady(1000, 9)), isTrusted(steady(1000, 10))]).to.deep.equal([false, true]);
    expect(isTrusted(addSample(addSample(startRate(0, 0), 1000, 1000), 2000, 2000))).to.equal(false);
  });

  it('takes samples that come together as one', () => {
    const rate = steady(1000, 10);
    expect(addSample(rate, rate.loaded + 1000, rate.at + 5)).to.equal(rate);
  });

  it('keeps the speed, and no negative one, when the count goes back', () => {
    const rate = steady(1000, 10);
    const back = addSample(rate, 0, rate.at + 100);
    expect([back.loaded, unitsPerSecond(back)]).to.deep.equal([0, unitsPerSecond(rate)]);
    expect(unitsPerSecond(addSample(back, 100, back.at + 100))).to.be.closeTo(1000, 0.001);
  });

  it('starts anew when the clock goes back', () => {
    const rate = steady(1000, 10);
    expect(addSample(rate, rate.loaded + 1, rate.at - 1).samples).to.equal(0);
  });

  it('leaves a pause out of what it knows', () => {
    const rate = steady(1000, 5);
    const on = skipTo(rate, rate.loaded, rate.at + 60_000);
    expect(unitsPerSecond(addSample(on, on.loaded + 100, on.at + 100))).to.be.closeTo(1000, 0.001);
    expect(on.at - on.started).to.equal(rate.at - rate.started);
  });

  it('fades when units are overdue, and not before', () => {
    expect([faded(100, -50), faded(100, 0)]).to.deep.equal([100, 100]);
    expect(faded(100, 5000)).to.be.closeTo(36.8, 0.1);
  });
});
