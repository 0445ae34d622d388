/** Primitives that are dropped leave nothing behind: no port, no listener, no timer, no wait. */
import { expect } from '@open-wc/testing';
import {
  MessageChannelSync,
  revive,
  SharedCancellation,
  SharedCounter,
  SharedFlag,
  SharedProgress,
} from '../../src/shared/index.js';
import { countPlatform, type PlatformCounts } from '../support/platform-counts.js';
import { made, modes, until } from '../support/shared-hands.js';
import { turn, turnUntil } from '../support/turns.js';

const CREATIONS = 10_000;

const makers = [
  () => new SharedProgress(1),
  () => new SharedCancellation(),
  () => new SharedCounter(),
  () => new SharedFlag(),
];
const make = (index: number) => makers[index % makers.length]!();
const nothing = (): void => undefined;

/** What is there of the platform's own after `work`, and before anything could be collected. */
async function counting(work: () => void | Promise<void>): Promise<PlatformCounts> {
  const counts = countPlatform();
  try {
    await work();
    return { ...counts };
  } finally {
    counts.restore();
  }
}

for (const mode of modes) {
  describe(`what is dropped, over ${mode}`, () => {
    it('has asked nothing of the platform, if it was not shared', async () => {
      const counts = await counting(() => {
        made(mode, () => {
          for (let index = 0; index < CREATIONS; index++) {
            make(index).subscribe(nothing);
            make(index).subscribe(nothing)();
            new SharedCancellation().toAbortSignal();
            void new SharedFlag(true).waitAsync(1000);
          }
        });
      });
      expect(counts).to.include({ channels: 0, posts: 0, closed: 0, listeners: 0, timers: 0, waits: 0 });
    });

    it('has given everything back, if it was shared and closed', async () => {
      const counts = await counting(() => {
        made(mode, () => {
          for (let index = 0; index < CREATIONS; index++) {
            const one = make(index);
            one.subscribe(nothing)();
            one.share();
            one.subscribe(nothing);
            if (one instanceof SharedCancellation) one.toAbortSignal();
            one.close();
          }
        });
      });
      expect(counts).to.include({ listeners: 0, timers: 0 });
      expect(counts.channels).to.equal(mode === 'shared memory' ? 0 : CREATIONS);
      expect(counts.closed).to.equal(counts.channels);
    });

    // Only Chromium lets a test collect garbage.
    const collect: unknown = Reflect.get(globalThis, 'gc');
    it('aborts a signal that nobody has, and somebody listens to', async () => {
      const heard: unknown[] = [];
      const end = made(mode, () => {
        const creator = new SharedCancellation();
        creator.toAbortSignal().addEventListener('abort', ({ type }) => heard.push(type));
        return revive(creator.share());
      });
      for (let time = 0; time < 20; time++) {
        if (typeof collect === 'function') Reflect.apply(collect, globalThis, []);
        // elsewhere what is thrown away makes an engine collect, now and then
        else Array.from({ length: 50 }, () => new Uint8Array(1e6).fill(1));
        await turn();
      }
      end.cancel('enough');
      await turnUntil(() => heard.length > 0);
      expect(heard).to.deep.equal(['abort']);
    });

    if (typeof collect === 'function') {
      it('is collected though it was shared, and never closed', async () => {
        const refs: WeakRef<object>[] = [];
        const counts = countPlatform();
        try {
          made(mode, () => {
            for (let index = 0; index < CREATIONS; index++) {
              const one = make(index);
              one.subscribe(nothing)();
              one.share();
              refs.push(new WeakRef(one));
            }
          });
          await gone(refs, collect);
          const { channels } = counts;
          // what earlier tests dropped may be collected, and leave, only now
          await turnUntil(() => counts.listeners <= 0 && counts.closed >= channels);
          expect(counts.timers).to.equal(0);
        } finally {
          counts.restore();
        }
      });

      it('is collected though its signal was asked for', async () => {
        const refs: WeakRef<object>[] = [];
        made(mode, () => {
          for (let index = 0; index < CREATIONS; index++) {
            const one = new SharedCancellation();
            one.share();
            refs.push(new WeakRef(one), new WeakRef(one.toAbortSignal()));
          }
        });
        await gone(refs, collect);
      });

      it('is collected at both ends, though it was revived and used', async () => {
        const refs: WeakRef<object>[] = [];
        const counts = countPlatform();
        try {
          await made(mode, async () => {
            for (let index = 0; index < 200; index++) await useAndDrop(refs, mode);
          });
          await gone(refs, collect);
          expect(counts.timers).to.equal(0);
        } finally {
          counts.restore();
        }
      });

      it('is kept while somebody listens, if another end can change it', async () => {
        let heard = 0;
        const end = made(mode, () => {
          const creator = new SharedCounter();
          creator.subscribe((self) => (heard = self.get()));
          return revive(creator.share());
        });
        for (let time = 0; time < 5; time++) {
          Reflect.apply(collect, globalThis, []);
          await turn();
        }
        end.increment(3);
        await turnUntil(() => heard === 3);
        expect(heard).to.equal(3);
      });

      it('goes on linking two other ends', async () => {
        const [one, other] = made(mode, () => {
          const creator = new SharedCounter();
          return [revive(creator.share()), revive(creator.share())] as const;
        });
        for (let time = 0; time < 5; time++) {
          Reflect.apply(collect, globalThis, []);
          await turn();
        }
        one.increment(2);
        await until(other, () => other.get() === 2);
        other.increment(3);
        await until(one, () => one.get() === 5);
      });
    }
  });
}

/** Two ends, used and forgotten. */
async function useAndDrop(refs: WeakRef<object>[], mode: string): Promise<void> {
  const creator = made(mode === 'twins' ? 'twins' : 'shared memory', () => new SharedCounter());
  const end = revive(creator.share());
  end.increment(2);
  await until(creator, () => creator.get() === 2);
  refs.push(new WeakRef(creator), new WeakRef(end));
}

/** In a function of its own, as one that waits keeps its variables. */
function pair(value: unknown): WeakRef<object>[] {
  const sync = new MessageChannelSync();
  const other = revive(sync.share());
  other.set('key', value);
  return [new WeakRef(sync), new WeakRef(other)];
}

/** Turns, and collects, until none is left. */
async function gone(refs: readonly WeakRef<object>[], collect: unknown): Promise<void> {
  for (;;) {
    await turn();
    if (typeof collect === 'function') Reflect.apply(collect, globalThis, []);
    await turn();
    if (refs.every((ref) => ref.deref() === undefined)) return;
  }
}

describe('a MessageChannelSync that is dropped', () => {
  it('has asked nothing of the platform, if it was not shared', async () => {
    const counts = await counting(() => {
      for (let index = 0; index < CREATIONS; index++) new MessageChannelSync().subscribe('key', nothing);
    });
    expect(counts).to.include({ channels: 0, posts: 0, listeners: 0, timers: 0 });
  });

  it('has given everything back, if it was closed', async () => {
    const counts = await counting(() => {
      for (let index = 0; index < CREATIONS; index++) {
        const sync = new MessageChannelSync();
        sync.share();
        sync.set('key', index);
        sync.close();
      }
    });
    expect(counts).to.include({ channels: CREATIONS, closed: CREATIONS, listeners: 0, timers: 0 });
  });

  const collect: unknown = Reflect.get(globalThis, 'gc');
  if (typeof collect === 'function') {
    it('is collected, and takes its ports along', async () => {
      const refs: WeakRef<object>[] = [];
      const counts = countPlatform();
      try {
        for (let index = 0; index < CREATIONS; index++) refs.push(...pair(index));
        await gone(refs, collect);
        await turnUntil(() => counts.listeners <= 0);
        expect(counts.timers).to.equal(0);
      } finally {
        counts.restore();
      }
    });
  }
});
