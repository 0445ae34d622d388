/** What needs shared memory and a thread that may block. */
import { expect } from '@open-wc/testing';
import { SharedCancellation, SharedCounter, SharedFlag, SharedProgress } from '../../src/shared/index.js';
import { SLEEPERS } from '../../src/shared/memory.js';
import { rejection } from '../support/linked.js';
import { dismiss, hand, until } from '../support/shared-hands.js';
import { turnUntil } from '../support/turns.js';

const sleepers = (primitive: SharedFlag | SharedCancellation): number =>
  Atomics.load(new Int32Array(primitive.getBuffer()), SLEEPERS);

describe('shared memory', () => {
  afterEach(dismiss);

  it('wakes every thread that blocks until it is cancelled', async () => {
    const cancellation = new SharedCancellation();
    const all = Array.from({ length: 4 }, hand);
    await Promise.all(all.map((one) => one.give('it', cancellation.share())));
    const waits = all.map((one) => one.call('it', 'wait'));
    await turnUntil(() => sleepers(cancellation) === 4);
    cancellation.cancel();
    expect((await Promise.all(waits)).map(({ value }) => value)).to.deep.equal([true, true, true, true]);
    expect(sleepers(cancellation)).to.equal(0);
  });

  it('wakes every thread that blocks until a flag is set, though it is cleared at once', async () => {
    const flag = new SharedFlag();
    const all = Array.from({ length: 4 }, hand);
    await Promise.all(all.map((one) => one.give('it', flag.share())));
    const waits = all.map((one) => one.call('it', 'wait', [60_000]));
    await turnUntil(() => sleepers(flag) === 4);
    flag.set();
    flag.clear();
    expect((await Promise.all(waits)).map(({ value }) => value)).to.deep.equal([true, true, true, true]);
  });

  it('lets a thread that blocks give up', async () => {
    const one = hand();
    await one.give('it', new SharedCancellation().share());
    expect((await one.call('it', 'wait', [5])).value).to.be.false;
    expect((await one.call('it', 'wait', [0])).value).to.be.false;
    expect(await rejection(one.call('it', 'wait', [-1]))).to.include({ name: 'RangeError' });
  });

  it('refuses to block a page, also when it would not have to', () => {
    const flag = new SharedFlag(true);
    expect(() => flag.wait())
      .to.throw(/must not block: use waitAsync\(\)/)
      .with.property('code', 'cannot-wait');
    expect(() => new SharedCancellation().wait(0))
      .to.throw()
      .with.property('code', 'cannot-wait');
  });

  it('stops a loop that never yields', async () => {
    const cancellation = new SharedCancellation();
    const one = hand();
    await one.give('it', cancellation.share());
    const begun = new SharedFlag();
    await one.give('begun', begun.share());
    const spinning = one.call('it', 'spinUntilCancelled', ['begun']);
    await turnUntil(() => begun.isSet());
    cancellation.cancel();
    expect((await spinning).value).to.be.true;
  });

  it('lets exactly one of many threads swap at once', async () => {
    const counter = new SharedCounter();
    const all = Array.from({ length: 3 }, hand);
    await Promise.all(all.map((one) => one.give('it', counter.share())));
    const arrived = new SharedCounter();
    await Promise.all(all.map((one) => one.give('arrived', arrived.share())));
    const swaps = 50_000;
    const climbs = await Promise.all(all.map((one) => one.call('it', 'climb', [swaps, 'arrived', all.length])));
    // two that swapped the same value would have counted it twice
    expect(climbs.reduce((sum, { value }) => sum + Number(value), 0)).to.equal(swaps);
    expect(counter.get()).to.equal(swaps);
  });

  it('hands on by its buffer, and a value set before fromBuffer is seen after', async () => {
    const progress = new SharedProgress(8);
    progress.set(5);
    expect(SharedProgress.fromBuffer(progress.getBuffer()).get()).to.equal(5);
    const one = hand();
    const bytes = progress.getBuffer() as SharedArrayBuffer;
    await one.giveBuffer('it', 'progress', bytes);
    expect((await one.call('it', 'increment')).value).to.equal(6);
    await until(progress, () => progress.get() === 6);
  });

  it('says whose a buffer is not', () => {
    const open = (bytes: ArrayBuffer | SharedArrayBuffer) => () => SharedProgress.fromBuffer(bytes);
    expect(open(new SharedArrayBuffer(4)))
      .to.throw(/4 bytes/)
      .with.property('code', 'not-ours');
    expect(open(new SharedArrayBuffer(32)))
      .to.throw(/header/)
      .with.property('code', 'not-ours');
    expect(open(new SharedCounter().getBuffer())).to.throw().with.property('code', 'not-ours');
    expect(() => SharedFlag.fromBuffer(new SharedCounter().getBuffer()))
      .to.throw(/header/)
      .with.property('code', 'not-ours');
  });

  for (const missing of ['waitAsync', 'nothing']) {
    it(`hears the last value always, where ${missing} is missing`, async () => {
      const own = Object.getOwnPropertyDescriptor(Atomics, 'waitAsync');
      if (missing === 'waitAsync') Reflect.deleteProperty(Atomics, 'waitAsync');
      try {
        const counter = new SharedCounter();
        const one = hand();
        await one.give('it', counter.share());
        const heard: number[] = [];
        const stop = counter.subscribe((self) => heard.push(self.get()));
        for (let round = 1; round <= 20; round++) {
          void one.call('it', 'increment', [], 500);
          await until(counter, () => counter.get() === round * 500);
        }
        await turnUntil(() => heard.at(-1) === 10_000);
        stop();
        expect(heard.length).to.be.greaterThan(0);
      } finally {
        if (own) Object.defineProperty(Atomics, 'waitAsync', own);
      }
    });
  }
});
