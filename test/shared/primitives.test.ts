/** What each primitive says in one thread, with shared memory and without: one table. */
import { expect } from '@open-wc/testing';
import {
  createCancellationToken,
  createProgressTracker,
  getSharedStateCapabilities,
  isSharedArrayBufferAvailable,
  revive,
  SharedCancellation,
  SharedCounter,
  SharedFlag,
  SharedProgress,
} from '../../src/shared/index.js';
import { made, modes, until } from '../support/shared-hands.js';
import { turn } from '../support/turns.js';

const MAX = Number.MAX_SAFE_INTEGER;

for (const mode of modes) {
  const make = <Made>(maker: () => Made): Made => made(mode, maker);

  describe(`a progress, over ${mode}`, () => {
    it('counts, and gives the new value', () => {
      const progress = make(() => new SharedProgress(200));
      expect([progress.increment(), progress.increment(49), progress.increment(-10)]).to.deep.equal([1, 50, 40]);
      expect([progress.get(), progress.total, progress.getPercent()]).to.deep.equal([40, 200, 20]);
      progress.set(MAX);
      expect([progress.get(), progress.getPercent()]).to.deep.equal([MAX, 100]);
      progress.total = MAX;
      progress.reset();
      expect([progress.get(), progress.total, progress.getPercent()]).to.deep.equal([0, MAX, 0]);
    });

    it('is at 0 percent while the total is unknown', () => {
      const progress = make(() => new SharedProgress());
      progress.increment(10);
      expect([progress.total, progress.getPercent()]).to.deep.equal([0, 0]);
    });

    for (const wrong of [-1, 0.5, NaN, Infinity, 2 ** 53, '1' as unknown as number]) {
      it(`refuses ${String(wrong)}, and changes nothing`, () => {
        const progress = make(() => new SharedProgress(5));
        expect(() => make(() => new SharedProgress(wrong))).to.throw(RangeError);
        expect(() => progress.set(wrong)).to.throw(RangeError);
        expect(() => progress.increment(wrong)).to.throw(RangeError);
        expect(() => (progress.total = wrong)).to.throw(RangeError);
        expect([progress.get(), progress.total]).to.deep.equal([0, 5]);
      });
    }

    it('refuses to go beyond what is exact', () => {
      const progress = make(() => new SharedProgress());
      progress.set(MAX);
      expect(() => progress.increment()).to.throw(RangeError, String(MAX));
      expect(progress.get()).to.equal(MAX);
    });
  });

  describe(`a counter, over ${mode}`, () => {
    it('gives the new value, and the old one by another name', () => {
      const counter = make(() => new SharedCounter(10));
      expect([counter.increment(), counter.increment(5), counter.decrement(), counter.decrement(20)]).to.deep.equal([
        11, 16, 15, -5,
      ]);
      expect([counter.fetchAndIncrement(), counter.fetchAndDecrement(3), counter.get()]).to.deep.equal([-5, -4, -7]);
    });

    it('swaps what it should', async () => {
      const counter = make(() => new SharedCounter(1));
      expect([counter.compareAndSwap(2, 3), counter.compareAndSwap(1, 3), counter.get()]).to.deep.equal([
        false,
        true,
        3,
      ]);
      expect(await counter.compareAndSwapAsync(3, 3)).to.be.true;
      expect(() => counter.compareAndSwap(3, 0.5)).to.throw(RangeError);
    });

    it('stays within what is exact, on both sides', () => {
      const counter = make(() => new SharedCounter(MAX));
      expect(() => counter.increment()).to.throw(RangeError);
      counter.set(-MAX);
      expect(() => counter.decrement()).to.throw(RangeError);
      expect(counter.get()).to.equal(-MAX);
      expect(() => make(() => new SharedCounter(0.1))).to.throw(RangeError);
    });
  });

  describe(`a flag, over ${mode}`, () => {
    it('is set, cleared and toggled', () => {
      const flag = make(() => new SharedFlag());
      expect([flag.isSet(), flag.toggle(), flag.toggle(), flag.toggle()]).to.deep.equal([false, true, false, true]);
      flag.set();
      flag.set();
      expect(flag.isSet()).to.be.true;
      flag.clear();
      expect(flag.isSet()).to.be.false;
      expect(make(() => new SharedFlag(true)).isSet()).to.be.true;
    });

    it('can be waited for, and given up', async () => {
      const flag = make(() => new SharedFlag());
      expect(await flag.waitAsync(0)).to.be.false;
      const wait = flag.waitAsync();
      flag.set();
      flag.clear();
      expect(await wait).to.be.true;
      expect(await make(() => new SharedFlag(true)).waitAsync()).to.be.true;
      expect(() => flag.waitAsync(NaN)).to.throw(RangeError);
    });

    it('ends a wait when it is closed', async () => {
      const flag = make(() => new SharedFlag());
      const wait = flag.waitAsync();
      flag.close();
      expect(await wait).to.be.false;
    });
  });

  describe(`a cancellation, over ${mode}`, () => {
    it('happens once, with the first reason', () => {
      const cancellation = make(() => new SharedCancellation());
      expect([cancellation.isCancelled(), cancellation.reason]).to.deep.equal([false, undefined]);
      cancellation.throwIfCancelled();
      expect([cancellation.cancel('first'), cancellation.cancel('second')]).to.deep.equal([true, false]);
      expect([cancellation.isCancelled(), cancellation.reason]).to.deep.equal([true, 'first']);
      expect(() => cancellation.throwIfCancelled())
        .to.throw('first')
        .with.property('name', 'AbortError');
    });

    const reasons: [unknown, string][] = [
      [undefined, 'The operation was cancelled.'],
      ['', 'The operation was cancelled.'],
      [new Error('broken'), 'broken'],
      [new DOMException('aborted', 'AbortError'), 'aborted'],
      ['x'.repeat(512), 'x'.repeat(512)],
      ['x'.repeat(600), 'x'.repeat(512)],
      [`${'x'.repeat(511)}😀`, 'x'.repeat(511)],
      [`${'x'.repeat(510)}😀`, `${'x'.repeat(510)}😀`],
    ];
    for (const [reason, text] of reasons) {
      it(`carries ${String(reason).slice(0, 20)} as ${text.slice(0, 20)} (${text.length})`, () => {
        const cancellation = make(() => new SharedCancellation());
        cancellation.cancel(reason as string);
        expect(cancellation.reason).to.equal(text);
        const signal = cancellation.toAbortSignal();
        expect(signal.aborted).to.be.true;
        expect(signal.reason).to.include({ name: 'AbortError', message: text });
      });
    }

    it('gives one signal, that aborts', async () => {
      const cancellation = make(() => new SharedCancellation());
      const signal = cancellation.toAbortSignal();
      expect(cancellation.toAbortSignal()).to.equal(signal);
      const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
      cancellation.cancel('now');
      await aborted;
      expect(signal.reason).to.be.instanceOf(DOMException);
      expect(signal.reason).to.include({ message: 'now' });
    });

    it('tells a subscriber once, also one that comes late', async () => {
      const cancellation = make(() => new SharedCancellation());
      let early = 0;
      let late = 0;
      let never = 0;
      cancellation.subscribe(() => early++);
      cancellation.cancel();
      cancellation.cancel();
      cancellation.subscribe(() => late++);
      cancellation.subscribe(() => never++)();
      expect(await cancellation.waitAsync()).to.be.true;
      await turn();
      expect([early, late, never]).to.deep.equal([1, 1, 0]);
    });

    it('aborts its signal and tells its subscribers, though it is closed at once', async () => {
      const cancellation = make(() => new SharedCancellation());
      const signal = cancellation.toAbortSignal();
      const heard: string[] = [];
      cancellation.subscribe(() => heard.push('subscribed'));
      cancellation.subscribe(() => heard.push('left'))();
      cancellation.cancel('and closed');
      cancellation.subscribe(() => heard.push('late'));
      cancellation.close();
      cancellation.subscribe(() => heard.push('later still'));
      await turn();
      expect(signal.reason).to.include({ name: 'AbortError', message: 'and closed' });
      expect(heard).to.have.members(['subscribed', 'late', 'later still']);
    });

    it('tells nobody of what never was, when it is closed', async () => {
      const cancellation = make(() => new SharedCancellation());
      const signal = cancellation.toAbortSignal();
      let told = 0;
      cancellation.subscribe(() => told++);
      cancellation.close();
      await turn();
      expect([signal.aborted, told]).to.deep.equal([false, 0]);
      expect(() => cancellation.subscribe(() => told++))
        .to.throw()
        .with.property('code', 'closed');
    });
  });

  describe(`any primitive, over ${mode}`, () => {
    it('tells subscribers soon, once for many changes, and always the last', async () => {
      const counter = make(() => new SharedCounter());
      const heard: number[] = [];
      const stop = counter.subscribe((self) => heard.push(self.get()));
      for (let time = 0; time < 1000; time++) counter.increment();
      expect(heard).to.deep.equal([]);
      await turn();
      expect(heard).to.deep.equal([1000]);
      counter.set(1000);
      await turn();
      expect(heard).to.deep.equal([1000]);
      stop();
      counter.increment();
      await turn();
      expect(heard).to.deep.equal([1000]);
    });

    it('tells the others when one listener throws', async () => {
      const counter = make(() => new SharedCounter());
      const reported = new Promise<ErrorEvent>((resolve) => {
        const { onerror } = window;
        window.onerror = (...args) => {
          window.onerror = onerror;
          resolve(args[4] as unknown as ErrorEvent);
          return true;
        };
      });
      counter.subscribe(() => {
        throw new Error('a bad listener');
      });
      const heard = new Promise((resolve) => counter.subscribe(resolve));
      counter.increment();
      expect(await heard).to.equal(counter);
      expect((await reported).message).to.equal('a bad listener');
    });

    it('is the same thing for all who have its buffer in this thread', async () => {
      const counter = make(() => new SharedCounter(3));
      const same = make(() => SharedCounter.fromBuffer(counter.getBuffer()));
      expect(same.get()).to.equal(3);
      const heard = until(counter, () => counter.get() === 4);
      same.increment();
      await heard;
      expect(counter.compareAndSwap(4, 5) && same.compareAndSwap(5, 6)).to.be.true;
    });

    it('says whose a buffer or a handle is not', () => {
      const counter = make(() => new SharedCounter());
      const cases: (() => unknown)[] = [
        () => SharedProgress.fromBuffer(counter.getBuffer()),
        () => SharedFlag.fromBuffer(counter.getBuffer()),
        () => SharedCounter.fromBuffer(new ArrayBuffer(24)),
        () => SharedCounter.fromBuffer(new ArrayBuffer(0)),
        () => SharedCounter.fromBuffer(new Uint8Array(24) as unknown as ArrayBuffer),
        () => revive({} as never),
        () => revive(null as never),
        () => revive({ ...counter.share(), kind: 'progress' }),
        () => revive({ ...counter.share(), kind: 'toString' as 'counter' }),
      ];
      for (const wrong of cases) expect(wrong).to.throw().with.property('code', 'not-ours');
    });

    it('refuses a copy of private memory, and says what to do instead', () => {
      const counter = made('twins', () => new SharedCounter());
      const copy = structuredClone(counter.getBuffer());
      expect(() => SharedCounter.fromBuffer(copy))
        .to.throw(/Post share\(\)/)
        .with.property('code', 'not-shared');
    });

    it('can be read when it is closed, and nothing else', () => {
      const counter = make(() => new SharedCounter(3));
      counter.close();
      counter.close();
      expect(counter.get()).to.equal(3);
      for (const act of [() => counter.increment(), () => counter.share(), () => counter.subscribe(() => undefined)]) {
        expect(act).to.throw().with.property('code', 'closed');
      }
      expect(counter.get()).to.equal(3);
    });

    if (mode === 'shared memory') {
      it('is opened anew by who has its buffer, after it was closed', () => {
        const counter = make(() => new SharedCounter(3));
        counter.close();
        expect(SharedCounter.fromBuffer(counter.getBuffer()).increment()).to.equal(4);
        expect(counter.get()).to.equal(4);
      });
    }

    it('is closed at the end of the block that uses it', () => {
      const tracker = make(() => createProgressTracker(5));
      const token = make(() => createCancellationToken());
      {
        using used = tracker;
        using cancellation = token;
        expect([used.total, cancellation.isCancelled()]).to.deep.equal([5, false]);
      }
      expect(() => tracker.increment())
        .to.throw()
        .with.property('code', 'closed');
      expect(() => token.cancel())
        .to.throw()
        .with.property('code', 'closed');
    });
  });
}

describe('the capabilities of shared state', () => {
  it('are what is there', () => {
    const found = getSharedStateCapabilities();
    expect(found.sharedMemory).to.equal(isSharedArrayBufferAvailable());
    expect(found.sharedMemory).to.equal(new SharedCounter().getBuffer().constructor.name === 'SharedArrayBuffer');
    expect(found).to.include({
      blockingWait: false,
      messageChannel: true,
      mode: found.sharedMemory ? 'shared' : 'twin',
    });
    expect(made('twins', isSharedArrayBufferAvailable)).to.be.false;
  });
});
