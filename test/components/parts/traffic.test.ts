/** Rate, time left and standstill over tables of made-up traffic, on a made-up clock. */
import { expect } from '@open-wc/testing';
import { look, speedOf, startTraffic, type Traffic } from '../../../components/parts/traffic.js';

/** For `seconds`, `step` units come every `every` milliseconds; `total` where it becomes another. */
interface Stretch {
  readonly seconds: number;
  readonly step: number;
  readonly every: number;
  readonly isPaused?: boolean;
  readonly total?: number;
  /** Units that are taken back at its beginning. */
  readonly back?: number;
}

interface Moment extends Traffic {
  readonly speed: number | null;
}

const frame = 20;
const stallAfter = 5000;

/** Looks at the traffic in every frame, as the element does, and keeps what each look found. */
function watch(stretches: readonly Stretch[], total = 0, start = 0): readonly Moment[] {
  let traffic = startTraffic({ loaded: start, total }, 0);
  let now = 0;
  let loaded = start;
  let size = total;
  const moments: Moment[] = [];
  for (const { seconds, step, every, isPaused = false, back = 0, ...rest } of stretches) {
    const begun = now;
    const before = loaded - back;
    size = rest.total ?? size;
    while (now < begun + seconds * 1000) {
      now += frame;
      loaded = before + Math.floor((now - begun) / every) * step;
      if (size > 0) loaded = Math.min(loaded, size);
      traffic = look(traffic, { loaded, total: size }, now, { isPaused, stallAfter });
      moments.push({ ...traffic, speed: speedOf(traffic, now) });
    }
  }
  return moments;
}

function at(moments: readonly Moment[], seconds: number): Moment {
  const found = moments[Math.round((seconds * 1000) / frame) - 1];
  if (!found) throw new Error(`nothing at ${seconds} s`);
  return found;
}

/** The largest step of the time left from one second to the next, beyond the second that has passed. */
function largestJump(moments: readonly Moment[], from: number, to: number): number {
  let largest = 0;
  for (let second = from + 1; second <= to; second++) {
    const [before, after] = [at(moments, second - 1).remaining, at(moments, second).remaining];
    if (before !== null && after !== null) largest = Math.max(largest, Math.abs(after - (before - 1)));
  }
  return largest;
}

const million = 1_000_000;

describe('traffic that is steady', () => {
  const moments = watch([{ seconds: 60, step: 100_000, every: 100 }], 60 * million);

  it('has its speed, and a time left that counts down by a second a second', () => {
    for (const second of [2, 5, 30, 59]) {
      expect(at(moments, second).speed, `speed at ${second}`).to.be.closeTo(million, 1000);
      expect(at(moments, second).remaining, `left at ${second}`).to.be.closeTo(60 - second, 0.3);
    }
    expect(largestJump(moments, 2, 59)).to.be.below(0.2);
  });

  it('tells no time left before it can be trusted', () => {
    expect(at(moments, 0.9).remaining).to.equal(null);
    expect(at(moments, 1.5).remaining).not.to.equal(null);
  });

  it('ends with nothing left, and is never stalled', () => {
    expect(at(moments, 60).remaining).to.be.closeTo(0, 0.3);
    expect(moments.some(({ isStalled }) => isStalled)).to.equal(false);
  });
});

describe('traffic in bursts', () => {
  for (const every of [400, 1000, 2000]) {
    it(`of ${every} ms has the speed of its mean, and no jumps`, () => {
      const moments = watch([{ seconds: 60, step: every * 4000, every }], 240 * million);
      for (let second = 12; second < 58; second += 0.5)
        expect(at(moments, second).speed, `at ${second}`).to.be.closeTo(4 * million, 0.02 * million);
      expect(largestJump(moments, 12, 58)).to.be.below(0.6);
    });
  }

  it('has the speed of its mean also when every burst is of many pieces', () => {
    let traffic = startTraffic({ loaded: 0, total: 400 }, 0);
    for (let now = frame; now <= 30_000; now += frame) {
      // ten units in the first 200 ms of each second
      const loaded = Math.floor(now / 1000) * 10 + Math.min(10, Math.floor((now % 1000) / frame));
      traffic = look(traffic, { loaded, total: 400 }, now, { stallAfter });
      if (now > 10_000) expect(speedOf(traffic, now), `at ${now}`).to.be.within(8.8, 11.5);
    }
  });
});

describe('traffic that drops to a third', () => {
  const fast = { seconds: 20, step: 300_000, every: 100 };
  const moments = watch([fast, { seconds: 40, step: 100_000, every: 100 }], 120 * million);

  it('is followed within fifteen seconds', () => {
    expect(at(moments, 20).speed).to.be.closeTo(3 * million, 5000);
    expect(at(moments, 25).speed).to.be.within(1.5 * million, 2 * million);
    expect(at(moments, 35).speed).to.be.within(million, 1.15 * million);
    expect(at(moments, 60).speed).to.be.closeTo(million, 5000);
  });

  it('makes the time left grow without a leap, to what is true', () => {
    expect(largestJump(moments, 20, 60)).to.be.below(10);
    // 120 - 60 - 40 = 20 million are left
    expect(at(moments, 60).remaining).to.be.closeTo(20, 1);
  });
});

describe('traffic that stops', () => {
  const run = { seconds: 20, step: 100_000, every: 100 };
  const moments = watch([run, { seconds: 10, step: 0, every: 100 }, { ...run, seconds: 20 }], 60 * million);

  it('fades, and after the timeout is stalled: no speed, no time left', () => {
    expect(at(moments, 22.5).speed).to.be.within(0.6 * million, 0.95 * million);
    expect(at(moments, 24.9).isStalled).to.equal(false);
    expect(at(moments, 25.1)).to.deep.include({ isStalled: true, speed: 0, remaining: null });
  });

  it('does not let the time left leap before', () => {
    expect(largestJump(moments, 20, 24)).to.be.below(1.1);
  });

  it('is measured anew when it goes on, as if there had been no standstill', () => {
    expect(at(moments, 30.2)).to.deep.include({ isStalled: false, remaining: null });
    expect(at(moments, 32).speed).to.be.closeTo(million, 5000);
    expect(at(moments, 32).remaining).to.be.closeTo(38, 0.5);
  });

  it('for less than the timeout moves the time left by seconds only', () => {
    const hiccup = watch([run, { seconds: 3, step: 0, every: 100 }, { ...run, seconds: 30 }], 60 * million);
    expect(hiccup.some(({ isStalled }) => isStalled)).to.equal(false);
    expect(largestJump(hiccup, 5, 50)).to.be.below(9);
  });
});

describe('traffic that is paused', () => {
  const run = { seconds: 20, step: 100_000, every: 100 };
  const moments = watch([run, { seconds: 100, step: 0, every: 100, isPaused: true }, run], 60 * million);

  it('keeps its time left as it was, and is not stalled', () => {
    const before = at(moments, 20).remaining;
    for (const second of [21, 60, 120])
      expect(at(moments, second)).to.deep.include({ remaining: before, speed: 0, isStalled: false });
  });

  it('goes on with the speed and the time left of before', () => {
    expect(at(moments, 120.5).speed).to.be.closeTo(million, 5000);
    expect(at(moments, 125).remaining).to.be.closeTo(35, 0.5);
    expect(largestJump(moments, 121, 139)).to.be.below(0.5);
  });
});

describe('traffic that goes back', () => {
  const run = { seconds: 20, step: 100_000, every: 100 };
  const moments = watch([run, { ...run, back: 5 * million }], 60 * million);

  it('keeps its speed, which is never negative', () => {
    for (const second of [20.1, 21, 25]) expect(at(moments, second).speed).to.be.closeTo(million, 5000);
    expect(at(moments, 39).remaining).to.be.closeTo(26, 0.5);
    expect(largestJump(moments, 5, 39)).to.be.below(5);
  });
});

describe('traffic without a total', () => {
  const moments = watch([
    { seconds: 10, step: 1000, every: 100 },
    { seconds: 10, step: 1000, every: 100, total: 400_000 },
  ]);

  it('has a speed and no time left', () => {
    expect(at(moments, 9).speed).to.be.closeTo(10_000, 10);
    expect(at(moments, 9).remaining).to.equal(null);
  });

  it('has one at once when the total becomes known', () => {
    expect(at(moments, 10.1).remaining).to.be.closeTo(30, 0.3);
  });
});

describe('traffic whose total grows', () => {
  const run = { seconds: 10, step: 1000, every: 100 };
  const moments = watch([run, { ...run, total: 600_000 }], 300_000);

  it('comes to the new time left gently', () => {
    expect(at(moments, 10).remaining).to.be.closeTo(20, 0.2);
    expect(largestJump(moments, 10, 20)).to.be.within(3, 12);
    expect(at(moments, 20).remaining).to.be.closeTo(40, 1.5);
  });
});

describe('traffic that is not looked at for long', () => {
  it('has the mean speed of that time', () => {
    const begun = watch([{ seconds: 10, step: 100_000, every: 100 }], 200 * million).at(-1);
    if (!begun) throw new Error('nothing was watched');
    const later = look(begun, { loaded: begun.loaded + 120 * million, total: 200 * million }, begun.at + 60_000);
    expect(speedOf(later, later.at)).to.be.closeTo(2 * million, 1000);
    expect(later.remaining).to.be.closeTo(35, 0.5);
  });
});
