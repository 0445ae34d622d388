/** Twins of private memory: whatever the ends do, and however it crosses, they agree and lose nothing. */
import { expect } from '@open-wc/testing';
import { revive, SharedCancellation, SharedCounter, SharedFlag, SharedProgress } from '../../src/shared/index.js';
import { chance } from '../support/chance.js';
import { rejection } from '../support/linked.js';
import { countPlatform } from '../support/platform-counts.js';
import { made, until } from '../support/shared-hands.js';
import { turn, turnUntil } from '../support/turns.js';

const twin = <Made>(make: () => Made): Made => made('twins', make);

/** The creator and other ends, the last of them shared by an end that is none. */
function counterEnds(count: number): SharedCounter[] {
  const creator = twin(() => new SharedCounter());
  const ends = [creator];
  while (ends.length < count) ends.push(revive(ends.at(ends.length === count - 1 ? -1 : 0)!.share()));
  return ends;
}

/** Everything that the ends did has arrived everywhere. */
async function settled(ends: readonly SharedCounter[]): Promise<number> {
  // an answer comes after all that was said before it
  for (const end of ends) await end.compareAndSwapAsync(1, 1);
  return ends[0]!.get();
}

describe('the twins of private memory', () => {
  for (let seed = 1; seed <= 30; seed++) {
    it(`lose no addition (seed ${seed})`, async () => {
      const pick = chance(seed);
      const ends = counterEnds(2 + pick(3));
      let sum = 0;
      for (let step = 0; step < 300; step++) {
        const by = pick(2001) - 1000;
        sum += by;
        const end = ends[pick(ends.length)]!;
        if (pick(2) === 0) end.increment(by);
        else end.decrement(-by);
        if (pick(10) === 0) await turn();
      }
      await turnUntil(() => ends.every((end) => end.get() === sum));
      expect(ends.map((end) => end.get())).to.deep.equal(ends.map(() => sum));
    });

    it(`agree in the end on additions, values and swaps (seed ${seed})`, async () => {
      const pick = chance(seed);
      const ends = counterEnds(2 + pick(3));
      const swaps: Promise<boolean>[] = [];
      for (let step = 0; step < 200; step++) {
        const end = ends[pick(ends.length)]!;
        const kind = pick(4);
        if (kind === 0) end.set(pick(100));
        else if (kind === 1) swaps.push(end.compareAndSwapAsync(end.get(), pick(100)));
        else end.increment(pick(9) - 4);
        if (pick(5) === 0) await turn();
      }
      await Promise.all(swaps);
      await settled(ends);
      await turnUntil(() => new Set(ends.map((end) => end.get())).size === 1);
      await turn();
      expect(new Set(ends.map((end) => end.get()))).to.have.property('size', 1);
    });
  }

  it('show their own change at once', () => {
    const [creator, end] = counterEnds(2) as [SharedCounter, SharedCounter];
    expect(end.increment(2)).to.equal(2);
    expect(end.decrement()).to.equal(1);
    expect(end.fetchAndDecrement()).to.equal(1);
    expect(end.get()).to.equal(0);
    expect(creator.get()).to.equal(0);
  });

  it('never take back what was shown, while everybody only adds', async () => {
    const ends = counterEnds(3);
    const shown = ends.map(() => 0);
    const look = (): void => {
      ends.forEach((end, index) => {
        expect(end.get(), `end ${index}`).to.be.at.least(shown[index]!);
        shown[index] = end.get();
      });
    };
    for (const end of ends) end.subscribe(look);
    for (let step = 0; step < 200; step++) {
      // so different that no one's addition hides the loss of another's
      ends.forEach((end, index) => end.increment(1000 ** index));
      look();
      if (step % 3 === 0) await turn();
      look();
    }
    await turnUntil(() => ends.every((end) => end.get() === 200 * 1_001_001));
    look();
  });

  it('let only the creator compare and swap at once, and say what works everywhere', async () => {
    const [creator, end] = counterEnds(2) as [SharedCounter, SharedCounter];
    expect(() => end.compareAndSwap(0, 1))
      .to.throw(/compareAndSwapAsync\(\)/)
      .with.property('code', 'not-shared');
    expect(creator.compareAndSwap(0, 1)).to.be.true;
    expect(await end.compareAndSwapAsync(0, 2)).to.be.false;
    expect(await end.compareAndSwapAsync(1, 2)).to.be.true;
    expect(end.get()).to.equal(2);
  });

  it('never pretend to block', () => {
    const flag = twin(() => new SharedFlag(true));
    const cancellation = twin(() => new SharedCancellation());
    expect(() => flag.wait(0))
      .to.throw(/waitAsync\(\)/)
      .with.property('code', 'not-shared');
    expect(() => cancellation.wait(0))
      .to.throw(/waitAsync\(\)/)
      .with.property('code', 'not-shared');
    expect(() => revive(flag.share()).wait())
      .to.throw(/waitAsync\(\)/)
      .with.property('code', 'not-shared');
  });

  it('leave out what would leave the range together, and agree', async () => {
    const ends = counterEnds(3);
    ends[0]!.set(Number.MAX_SAFE_INTEGER - 1);
    await turnUntil(() => ends.every((end) => end.get() > 0));
    for (const end of ends) end.increment();
    await turnUntil(() => ends.every((end) => end.get() === Number.MAX_SAFE_INTEGER));
    await turn();
    expect(ends.map((end) => end.get())).to.deep.equal(ends.map(() => Number.MAX_SAFE_INTEGER));
    expect(() => ends[1]!.increment()).to.throw(RangeError);
  });

  it('agree on one reason when two ends cancel at once', async () => {
    const creator = twin(() => new SharedCancellation());
    const end = revive(creator.share());
    end.cancel('the end');
    creator.cancel('the creator');
    expect(end.reason).to.equal('the end');
    await until(end, () => end.isCancelled());
    await turnUntil(() => end.reason === 'the creator');
    expect(creator.reason).to.equal('the creator');
  });

  it('carry the total and the value of a progress', async () => {
    const creator = twin(() => new SharedProgress());
    const end = revive(creator.share());
    end.total = 50;
    end.increment(5);
    end.set(20);
    end.increment(5);
    await until(creator, () => creator.getPercent() === 50);
    creator.reset();
    await until(end, () => end.get() === 0);
    expect(end.total).to.equal(50);
  });

  it('go on alone when the creator was closed, with what it knew last', async () => {
    const [creator, end] = counterEnds(2) as [SharedCounter, SharedCounter];
    const heard: number[] = [];
    end.subscribe((self) => heard.push(self.get()));
    creator.set(7);
    creator.close();
    await until(end, () => end.get() === 7);
    await turn();
    expect(end.compareAndSwap(7, 8)).to.be.true;
    await turn();
    expect(heard.at(-1)).to.equal(8);
    const next = revive(end.share());
    expect(next.increment()).to.equal(9);
    await until(end, () => end.get() === 9);
    expect(creator.get()).to.equal(7);
  });

  it('decide what was asked when the creator goes before it answers', async () => {
    const [creator, end] = counterEnds(2) as [SharedCounter, SharedCounter];
    creator.close();
    expect(await end.compareAndSwapAsync(0, 3)).to.be.true;
    expect(end.get()).to.equal(3);
  });

  it('answer whom another end shared with while the creator went', async () => {
    const [creator, end] = counterEnds(2) as [SharedCounter, SharedCounter];
    creator.set(7);
    await until(end, () => end.get() === 7);
    const late = revive(end.share());
    creator.close();
    expect(await late.compareAndSwapAsync(7, 8)).to.be.true;
    expect(await end.compareAndSwapAsync(7, 9)).to.be.true;
    expect([creator.get(), end.get(), late.get()]).to.deep.equal([7, 9, 8]);
    // it decides itself from now on
    expect(late.compareAndSwap(8, 10)).to.be.true;
  });

  it('answer whom an end shared with that the creator had not heard of when it went', async () => {
    const creator = twin(() => new SharedCounter(7));
    const end = twin(() => revive(creator.share()));
    const late = revive(end.share());
    const later = revive(late.share());
    creator.close();
    expect(await later.compareAndSwapAsync(7, 8)).to.be.true;
    expect(await late.compareAndSwapAsync(7, 9)).to.be.true;
    expect(await end.compareAndSwapAsync(7, 10)).to.be.true;
  });

  it('hear of each other through an end that was closed before the creator heard of it', async () => {
    const creator = twin(() => new SharedCounter());
    const end = revive(creator.share());
    end.increment();
    const late = revive(end.share());
    end.close();
    late.increment();
    await until(creator, () => creator.get() === 2);
    await until(late, () => late.get() === 2);
  });

  it('leave no port open when the creator went', async () => {
    const counts = countPlatform();
    try {
      for (let time = 0; time < 20; time++) {
        const [creator, end] = counterEnds(2) as [SharedCounter, SharedCounter];
        await end.compareAndSwapAsync(0, 1);
        creator.close();
      }
      await turnUntil(() => counts.listeners <= 0);
    } finally {
      counts.restore();
    }
    expect(counts.closed).to.be.at.least(40);
  });

  it('reject what was asked when the end itself is closed', async () => {
    const [, end] = counterEnds(2) as [SharedCounter, SharedCounter];
    const asked = end.compareAndSwapAsync(0, 3);
    end.close();
    expect(await rejection(asked)).to.include({ name: 'SharedStateError', code: 'closed' });
  });

  it('post to nobody who has not come', async () => {
    const creator = twin(() => new SharedCounter());
    const handle = creator.share();
    const counts = countPlatform();
    try {
      for (let time = 0; time < 1000; time++) {
        creator.increment();
        await Promise.resolve();
      }
    } finally {
      counts.restore();
    }
    expect(counts.posts).to.equal(0);
    const end = revive(handle);
    await until(end, () => end.get() === 1000);
  });

  it('post little, however many changes there are', async () => {
    const [creator, end] = counterEnds(2) as [SharedCounter, SharedCounter];
    const counts = countPlatform();
    try {
      for (let time = 0; time < 10_000; time++) {
        end.increment();
        await Promise.resolve();
      }
      await until(creator, () => creator.get() === 10_000);
    } finally {
      counts.restore();
    }
    expect(counts.posts).to.be.lessThan(1000);
  });
});
