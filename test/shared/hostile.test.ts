/** Shared state against hands that mean it harm, and listeners that do the unexpected in the middle of being told. */
import { expect } from '@open-wc/testing';
import { MessageChannelSync, revive, SharedCancellation, SharedCounter, SharedFlag } from '../../src/shared/index.js';
import { rejection } from '../support/outcome.js';
import { made, modes, until } from '../support/shared-hands.js';
import { turn, turnUntil } from '../support/turns.js';

const port = (): MessagePort => new MessageChannel().port1;
const snapshot = { cells: [0], text: '' };

describe('revive refuses', () => {
  const handles: [what: string, handle: () => unknown][] = [
    ['a text', () => 'counter'],
    ['a passage that is nothing', () => ({ kind: 'counter', passage: null })],
    ['a passage that is a number', () => ({ kind: 'counter', passage: 1 })],
    ['an empty passage', () => ({ kind: 'counter', passage: {} })],
    ['a passage of private memory', () => ({ kind: 'counter', passage: { buffer: new ArrayBuffer(24) } })],
    ['memory that is no buffer', () => ({ kind: 'counter', passage: { buffer: { byteLength: 24 } } })],
    ['a port that is none', () => ({ kind: 'counter', passage: { port: {}, snapshot } })],
    ['a port without a snapshot', () => ({ kind: 'counter', passage: { port: port() } })],
    ['too few cells', () => ({ kind: 'progress', passage: { port: port(), snapshot } })],
    [
      'cells that are no list',
      () => ({ kind: 'counter', passage: { port: port(), snapshot: { cells: 1, text: '' } } }),
    ],
    ...[NaN, Infinity, 0.5, 2 ** 53, -1, '1', null, 1n].map((cell): [string, () => unknown] => [
      `a flag of ${String(cell)} (${typeof cell})`,
      () => ({ kind: 'flag', passage: { port: port(), snapshot: { cells: [cell], text: '' } } }),
    ]),
    [
      'a text that is none',
      () => ({ kind: 'cancellation', passage: { port: port(), snapshot: { cells: [0, 0], text: 1 } } }),
    ],
    [
      'a text that is too long',
      () => ({ kind: 'cancellation', passage: { port: port(), snapshot: { cells: [0, 0], text: 'x'.repeat(513) } } }),
    ],
    ['a sync without a passage', () => ({ kind: 'sync', passage: undefined })],
    ['a sync without a port', () => ({ kind: 'sync', passage: {} })],
    ['the name of what every object has', () => ({ kind: 'constructor', passage: { port: port(), snapshot } })],
    ['a kind of the prototype', () => ({ kind: '__proto__', passage: { port: port(), snapshot } })],
    ['a kind that is no text', () => ({ kind: ['counter'], passage: { port: port(), snapshot } })],
  ];
  for (const [what, handle] of handles) {
    it(what, () => {
      expect(() => revive(handle() as never))
        .to.throw()
        .with.property('code', 'not-ours');
    });
  }

  it('what only inherits a kind', () => {
    expect(() => revive(Object.create({ kind: 'counter' }) as never))
      .to.throw()
      .with.property('code', 'not-ours');
  });
});

for (const mode of modes) {
  const make = <Made>(maker: () => Made): Made => made(mode, maker);

  describe(`a primitive, over ${mode}`, () => {
    it('outlives the ends that were revived from it in its own thread, and their close()', async () => {
      const counter = make(() => new SharedCounter(1));
      for (let call = 2; call < 5; call++) {
        const end = revive(counter.share());
        expect(end.increment()).to.equal(call);
        end.close();
        await until(counter, () => counter.get() === call);
      }
      expect(counter.increment()).to.equal(5);
    });

    it('takes no text for a number, in any method', async () => {
      const counter = make(() => new SharedCounter(1));
      const odd = ['2', null, [2], 1.5, 2n, NaN, Infinity, -Infinity, 2 ** 53] as unknown as number[];
      for (const value of odd) {
        for (const act of ['increment', 'decrement', 'fetchAndIncrement', 'fetchAndDecrement', 'set'] as const) {
          expect(() => counter[act](value), `${act} ${String(value)}`).to.throw(RangeError);
        }
        expect(() => counter.compareAndSwap(1, value)).to.throw(RangeError);
        expect(await rejection(counter.compareAndSwapAsync(value, 1))).to.be.instanceOf(RangeError);
      }
      expect(counter.get()).to.equal(1);
    });

    it('tells one who begins to listen in a listener of later changes only', async () => {
      const counter = make(() => new SharedCounter());
      const heard: number[] = [];
      const stop = counter.subscribe(() => {
        stop();
        counter.subscribe((self) => heard.push(self.get()));
      });
      counter.increment();
      await turn();
      expect(heard).to.deep.equal([]);
      counter.increment();
      await turnUntil(() => heard.length > 0);
      expect(heard).to.deep.equal([2]);
    });

    it('tells of a change that a listener makes, and comes to an end', async () => {
      const counter = make(() => new SharedCounter());
      const heard: number[] = [];
      counter.subscribe((self) => {
        heard.push(self.get());
        if (self.get() < 5) self.increment();
      });
      counter.increment();
      await turnUntil(() => heard.at(-1) === 5);
      expect(heard).to.deep.equal([1, 2, 3, 4, 5]);
    });

    it('tells nobody more when a listener closes it', async () => {
      const counter = make(() => new SharedCounter());
      const heard: string[] = [];
      counter.subscribe((self) => {
        heard.push('first');
        self.close();
      });
      counter.subscribe(() => heard.push('second'));
      counter.increment();
      await turn();
      expect(heard).to.deep.equal(['first']);
    });

    it('may be cancelled again, handed on and closed by who is told that it was cancelled', async () => {
      const cancellation = make(() => new SharedCancellation());
      const told: unknown[] = [];
      const signal = cancellation.toAbortSignal();
      signal.addEventListener('abort', () => told.push(cancellation.cancel('again')));
      cancellation.subscribe((self) => {
        told.push(self.cancel('once more'), revive(self.share()).reason);
        self.close();
      });
      cancellation.cancel('first');
      await turnUntil(() => told.length === 3);
      expect([told, cancellation.reason]).to.deep.equal([[false, false, 'first'], 'first']);
    });

    it('tells once that it was cancelled, though its listener closes it and asks again', async () => {
      const cancellation = make(() => new SharedCancellation());
      const told: string[] = [];
      cancellation.subscribe((self) => {
        told.push('early');
        self.close();
        self.subscribe(() => told.push('from within'));
      });
      cancellation.subscribe(() => told.push('beside it'));
      cancellation.cancel();
      await turn();
      expect(told).to.deep.equal(['early', 'beside it', 'from within']);
    });

    it('gives no signal that can never abort, when it is closed', () => {
      const cancellation = make(() => new SharedCancellation());
      cancellation.close();
      for (let time = 0; time < 2; time++) {
        expect(() => cancellation.toAbortSignal())
          .to.throw()
          .with.property('code', 'closed');
      }
    });

    it('ends a wait that a listener began, when it is closed', async () => {
      const flag = make(() => new SharedFlag());
      let wait: Promise<boolean> | undefined;
      flag.subscribe((self) => {
        self.clear();
        wait = self.waitAsync();
        self.close();
      });
      flag.set();
      await turnUntil(() => wait !== undefined);
      expect(await wait).to.be.false;
      expect(await rejection(flag.waitAsync())).to.include({ code: 'closed' });
    });
  });
}

describe('a MessageChannelSync', () => {
  for (const [end, make] of [
    ['the first end', () => new MessageChannelSync()],
    ['an end that has to ask', () => revive(new MessageChannelSync().share())],
  ] as const) {
    it(`tells nobody of what was set before they listened, at ${end}`, async () => {
      const sync = make();
      const heard: unknown[] = [];
      sync.subscribe('key', (value) => heard.push(['early', value]));
      sync.set('key', 1);
      sync.subscribe('key', (value) => heard.push(['late', value]));
      await turnUntil(() => heard.length > 0);
      expect(heard).to.deep.equal([['early', 1]]);
    });
  }

  it('tells nobody anything more when it is closed, be it by a listener', async () => {
    const sync = new MessageChannelSync();
    const heard: unknown[] = [];
    sync.subscribe('key', (value) => {
      heard.push(value);
      sync.close();
    });
    sync.subscribe('key', () => heard.push('second'));
    sync.set('key', 1);
    sync.set('key', 2);
    await turn();
    expect(heard).to.deep.equal([1]);
  });

  it('has keys of any name', async () => {
    const one = new MessageChannelSync();
    const other = revive(one.share());
    const keys = ['__proto__', 'constructor', 'toString', '', '\u0000'];
    for (const key of keys) expect(one.get(key)).to.be.undefined;
    for (const key of keys) one.set(key, key);
    await turnUntil(() => keys.every((key) => other.get(key) === key));
    expect(Object.prototype).to.not.have.property('value');
  });

  it('takes no notice of messages that are none of ours', async () => {
    const one = new MessageChannelSync();
    const neighbour = one.getPort();
    const odd: unknown[] = [
      null,
      7,
      'set',
      {},
      { type: 'set' },
      { type: 'set', writes: null },
      { type: 'set', writes: [null] },
      { type: 'set', writes: [{ key: 1, value: 1 }] },
      { type: 'set', writes: [{ key: 'key' }] },
      // what an end above says, from one that is below
      { type: 'set', writes: [{ key: 'key', value: 1 }] },
      { type: 'yours' },
      { type: 'write' },
      { type: 'write', key: 1, value: 1 },
      { type: 'bye', writes: 1 },
    ];
    let faults = 0;
    const { onerror } = window;
    window.onerror = () => {
      faults++;
      return true;
    };
    try {
      for (const message of odd) neighbour.postMessage(message);
      neighbour.postMessage({ type: 'hello' });
      await turnUntil(() => one.isConnected());
    } finally {
      window.onerror = onerror;
    }
    expect(faults).to.equal(0);
    expect(one.get('key')).to.be.undefined;
    const other = revive(one.share());
    one.set('key', 'mine');
    await turnUntil(() => other.get('key') === 'mine');
  });
});
