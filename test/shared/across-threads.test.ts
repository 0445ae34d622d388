/** The laws of shared state, with real workers: one table, over shared memory and over twins. */
import { expect } from '@open-wc/testing';
import { SharedCancellation, SharedCounter, SharedFlag, SharedProgress } from '../../src/shared/index.js';
import { dismiss, hand, made, modes, until, type Hand } from '../support/shared-hands.js';
import { turnUntil } from '../support/turns.js';

const WORKERS = 3;
const TIMES = 20_000;

interface Shareable {
  share(): ReturnType<
    SharedCounter['share'] | SharedFlag['share'] | SharedProgress['share'] | SharedCancellation['share']
  >;
}

/** So many hands that all hold the primitive. */
async function hands(primitive: Shareable, count = WORKERS): Promise<Hand[]> {
  const all = Array.from({ length: count }, hand);
  await Promise.all(all.map((one) => one.give('it', primitive.share())));
  return all;
}

for (const mode of modes) {
  describe(`shared state across threads, over ${mode}`, () => {
    afterEach(dismiss);

    it('counts every increment of every thread', async () => {
      const counter = made(mode, () => new SharedCounter(5));
      const all = await hands(counter);
      await Promise.all(all.map((one) => one.call('it', 'increment', [], TIMES)));
      const sum = 5 + WORKERS * TIMES;
      await until(counter, () => counter.get() === sum);
      expect((await counter.compareAndSwapAsync(sum, sum)) && counter.get()).to.equal(sum);
      for (const one of all) await one.call('it', 'untilIs', [sum]);
    });

    it('counts up and down, by all threads and the page, to where it began', async () => {
      const counter = made(mode, () => new SharedCounter(0));
      const all = await hands(counter, 2);
      const up = all[0]!.call('it', 'increment', [3], TIMES);
      const down = all[1]!.call('it', 'decrement', [3], TIMES);
      for (let time = 0; time < TIMES; time++) counter.increment(time % 2 === 0 ? 1 : -1);
      await Promise.all([up, down]);
      await until(counter, () => counter.get() === 0);
      for (const one of all) await one.call('it', 'untilIs', [0]);
    });

    it('shows each progress of a thread that never yields, beyond 4 GiB', async () => {
      const size = 6 * 1024 ** 3;
      const progress = made(mode, () => new SharedProgress(size));
      const [one] = await hands(progress, 1);
      const seen: number[] = [];
      progress.subscribe((self) => seen.push(self.get()));
      await one!.call('it', 'increment', [size / 8192], 8192);
      // the memory has the last value at once; who listens hears of it a little later, and always
      await turnUntil(() => seen.at(-1) === size);
      expect(progress.getPercent()).to.equal(100);
      expect([...seen].sort((a, b) => a - b)).to.deep.equal(seen);
    });

    it('lets exactly one of many swap', async () => {
      for (let round = 0; round < 5; round++) {
        const counter = made(mode, () => new SharedCounter(round));
        const all = await hands(counter);
        const swaps = all.map((one, index) => one.call('it', 'compareAndSwapAsync', [round, 100 + index]));
        const won = (await Promise.all(swaps)).map(({ value }) => value);
        expect(won.filter(Boolean)).to.have.lengthOf(1);
        await until(counter, () => counter.get() === 100 + won.indexOf(true));
        dismiss();
      }
    });

    it('lets a thread see what was set before share() and after', async () => {
      const counter = made(mode, () => new SharedCounter(1));
      counter.set(2 ** 53 - 1);
      const handle = counter.share();
      const one = hand();
      await one.give('it', handle);
      expect((await one.call('it', 'get')).value).to.equal(2 ** 53 - 1);
      const late = counter.share();
      counter.set(-7);
      const other = hand();
      await other.give('it', late);
      await other.call('it', 'untilIs', [-7]);
      await one.call('it', 'untilIs', [-7]);
    });

    it('wakes every waiter in every thread', async () => {
      const cancellation = made(mode, () => new SharedCancellation());
      const all = await hands(cancellation);
      const waits = all.flatMap((one) => [one.call('it', 'waitAsync'), one.call('it', 'untilAborted')]);
      const here = cancellation.waitAsync();
      await Promise.all(all.map((one) => one.call('it', 'isCancelled')));
      expect(cancellation.cancel('Enough ☕')).to.be.true;
      expect(await here).to.be.true;
      const told = (await Promise.all(waits)).map(({ value }) => value);
      expect(told).to.deep.equal(all.flatMap(() => [true, 'AbortError: Enough ☕']));
      expect((await all[0]!.call('it', 'reason')).value).to.equal('Enough ☕');
    });

    it('lets a thread cancel the page, and the others', async () => {
      const cancellation = made(mode, () => new SharedCancellation());
      const all = await hands(cancellation, 2);
      const signal = cancellation.toAbortSignal();
      const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
      await all[0]!.call('it', 'cancel', ['by a worker']);
      await aborted;
      expect(signal.reason).to.be.instanceOf(DOMException);
      expect(signal.reason).to.include({ name: 'AbortError', message: 'by a worker' });
      expect((await all[1]!.call('it', 'untilAborted')).value).to.equal('AbortError: by a worker');
    });

    it('toggles as often as all threads together do', async () => {
      for (const extra of [0, 1]) {
        const flag = made(mode, () => new SharedFlag(true));
        const all = await hands(flag);
        await Promise.all(all.map((one, index) => one.call('it', 'toggle', [], 1000 + (index === 0 ? extra : 0))));
        await until(flag, () => flag.isSet() === (extra === 0));
        const asked = await Promise.all(all.map((one) => one.call('it', 'isSet')));
        if (mode === 'shared memory') expect(asked.map(({ value }) => value)).to.deep.equal(all.map(() => extra === 0));
        dismiss();
      }
    });

    it('tells a waiter of a flag that was set, though it is cleared at once', async () => {
      const flag = made(mode, () => new SharedFlag());
      const all = await hands(flag);
      const waits = all.map((one) => one.call('it', 'waitAsync'));
      await Promise.all(all.map((one) => one.call('it', 'isSet')));
      flag.set();
      flag.clear();
      expect((await Promise.all(waits)).map(({ value }) => value)).to.deep.equal(all.map(() => true));
    });

    it('links ends that another end shared', async () => {
      const counter = made(mode, () => new SharedCounter(1));
      const [one] = await hands(counter, 1);
      await one!.call('it', 'increment', [10]);
      const other = hand();
      await other.give('it', await one!.handOn('it'));
      expect((await other.call('it', 'get')).value).to.equal(11);
      await Promise.all([one!.call('it', 'increment', [], TIMES), other.call('it', 'increment', [], TIMES)]);
      const sum = 11 + 2 * TIMES;
      await until(counter, () => counter.get() === sum);
      await one!.call('it', 'untilIs', [sum]);
      await other.call('it', 'untilIs', [sum]);
    });

    it('delivers what was changed before close()', async () => {
      const counter = made(mode, () => new SharedCounter());
      const [one, other] = await hands(counter, 2);
      await one!.call('it', 'increment', [], 10);
      await one!.call('it', 'close');
      await until(counter, () => counter.get() === 10);
      counter.increment();
      counter.close();
      await other!.call('it', 'untilIs', [11]);
      expect((await other!.call('it', 'increment')).value).to.equal(12);
      expect(counter.get()).to.equal(mode === 'shared memory' ? 12 : 11);
    });
  });
}
