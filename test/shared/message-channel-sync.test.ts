import { expect } from '@open-wc/testing';
import { MessageChannelSync, revive } from '../../src/shared/index.js';
import { chance } from '../support/chance.js';
import { dismiss, hand } from '../support/shared-hands.js';
import { turn, turnUntil } from '../support/turns.js';

function pair(): [MessageChannelSync, MessageChannelSync] {
  const one = new MessageChannelSync();
  return [one, MessageChannelSync.fromPort(one.getPort())];
}

/** Everything that is set by now was told everywhere: each end writes a mark that comes after it, and hears those of all. */
async function settled(ends: readonly MessageChannelSync[], name: string): Promise<void> {
  let open = ends.length ** 2;
  for (const end of ends) for (const index of ends.keys()) end.subscribe(`${name} ${index}`, () => open--);
  ends.forEach((end, index) => end.set(`${name} ${index}`, true));
  await turnUntil(() => open === 0);
}

describe('a MessageChannelSync', () => {
  afterEach(dismiss);

  it('tells the other end of every change, in order, and its own listeners', async () => {
    const [one, other] = pair();
    const heard: unknown[] = [];
    const own: unknown[] = [];
    other.subscribe('key', (value) => heard.push(value));
    one.subscribe('key', (value, key) => own.push([key, value]));
    const values = Array.from({ length: 100 }, (_, index) => index);
    for (const value of values) one.set('key', value);
    expect(one.get('key')).to.equal(99);
    await settled([one, other], 'end');
    expect(heard).to.deep.equal(values);
    expect(own).to.deep.equal(values.map((value) => ['key', value]));
    expect(other.get('key')).to.equal(99);
  });

  it('lets both ends write at once and see each change of the other', async () => {
    const [one, other] = pair();
    await settled([one, other], 'begin');
    const heard: unknown[][] = [[], []];
    one.subscribe('b', (value) => heard[0]!.push(value));
    other.subscribe('a', (value) => heard[1]!.push(value));
    for (let index = 0; index < 50; index++) {
      one.set('a', index);
      other.set('b', index);
      if (index % 7 === 0) await turn();
    }
    await settled([one, other], 'end');
    const all = Array.from({ length: 50 }, (_, index) => index);
    expect(heard).to.deep.equal([all, all]);
  });

  it('gives a newcomer what is there, and lets what it writes at once be the last word', async () => {
    const one = new MessageChannelSync();
    for (let index = 0; index < 20; index++) one.set('key', index);
    one.set('other', 'here');
    const late = MessageChannelSync.fromPort(one.getPort());
    late.set('key', 'mine');
    expect(late.get('key')).to.equal('mine');
    expect(late.get('other')).to.be.undefined;
    await settled([one, late], 'end');
    expect([one.get('key'), late.get('key'), late.get('other')]).to.deep.equal(['mine', 'mine', 'here']);
  });

  for (const leaves of [false, true]) {
    it(`hears each write of a newcomer, in order, ${leaves ? 'though it leaves at once' : 'also before it has heard'}`, async () => {
      const one = new MessageChannelSync();
      for (let index = 0; index < 20; index++) one.set('done', index);
      await turn();
      const heard: unknown[] = [];
      one.subscribe('done', (done) => heard.push(['done', done, one.get('result')]));
      one.subscribe('result', (result) => heard.push(['result', result]));
      const late = MessageChannelSync.fromPort(one.getPort());
      late.set('done', false);
      late.set('result', 7);
      late.set('done', true);
      expect([late.get('done'), late.get('result')]).to.deep.equal([true, 7]);
      if (leaves) late.close();
      await turnUntil(() => one.get('done') === true);
      await turn();
      expect(heard).to.deep.equal([
        ['done', false, undefined],
        ['result', 7],
        ['done', true, 7],
      ]);
      expect([late.get('done'), late.get('result')]).to.deep.equal([true, 7]);
    });
  }

  it('tells both ends of both writes, in one order, where both write one key at once', async () => {
    const [one, other] = pair();
    await settled([one, other], 'begin');
    const heard: unknown[][] = [[], []];
    one.subscribe('key', (value) => heard[0]!.push(value));
    other.subscribe('key', (value) => heard[1]!.push(value));
    other.set('key', 'of the other');
    one.set('key', 'of one');
    expect([one.get('key'), other.get('key')]).to.deep.equal(['of one', 'of the other']);
    await settled([one, other], 'end');
    const order = ['of one', 'of the other'];
    expect(heard).to.deep.equal([order, order]);
    expect([one.get('key'), other.get('key')]).to.deep.equal(['of the other', 'of the other']);
  });

  it('reads its own last write until it has its place, and hears of it then', async () => {
    const { port1, port2 } = new MessageChannel();
    const asked: unknown[] = [];
    port1.onmessage = ({ data }) => asked.push(data);
    const end = MessageChannelSync.fromPort(port2);
    const heard: unknown[] = [];
    end.subscribe('key', (value) => heard.push([value, end.get('key')]));
    end.set('key', 1);
    end.set('key', 2);
    port1.postMessage({ type: 'set', writes: [{ key: 'key', value: 'of another' }] });
    await turnUntil(() => heard.length === 1 && asked.length === 3);
    expect(asked).to.deep.equal([
      { type: 'hello' },
      { type: 'write', key: 'key', value: 1 },
      { type: 'write', key: 'key', value: 2 },
    ]);
    for (const type of ['yours', 'yours', 'yours']) port1.postMessage({ type });
    port1.postMessage({ type: 'set', writes: [{ key: 'key', value: 'later' }] });
    await turnUntil(() => heard.length === 4);
    expect(heard).to.deep.equal([
      ['of another', 2],
      [1, 2],
      [2, 2],
      ['later', 'later'],
    ]);
    end.close();
    port1.close();
  });

  const tellsOfEnds = 'onclose' in MessagePort.prototype;
  it(`gives what it wrote its place itself when the end above ${tellsOfEnds ? 'is gone' : 'says goodbye'} without an answer`, async () => {
    const { port1, port2 } = new MessageChannel();
    const late = MessageChannelSync.fromPort(port2);
    const next = MessageChannelSync.fromPort(late.getPort());
    const heard: unknown[][] = [[], []];
    late.subscribe('key', (value) => heard[0]!.push(value));
    next.subscribe('key', (value) => heard[1]!.push(value));
    late.set('key', 'mine');
    next.set('key', 'next');
    await turnUntil(() => late.isConnected() && next.get('key') === 'next');
    if (!tellsOfEnds) port1.postMessage({ type: 'bye', writes: [] });
    port1.close();
    await turnUntil(() => heard[1]!.length === 2);
    expect(heard).to.deep.equal([
      ['mine', 'next'],
      ['mine', 'next'],
    ]);
    next.set('key', 'last');
    await turnUntil(() => late.get('key') === 'last');
    expect(late.isConnected()).to.be.true;
  });

  it('leaves behind what it and those below wrote, when an end between two others is closed', async () => {
    const top = new MessageChannelSync();
    const middle = revive(top.share());
    const low = revive(middle.share());
    const never = middle.share();
    await settled([top, middle, low], 'begin');
    const heard: unknown[][] = [[], []];
    top.subscribe('key', (value) => heard[0]!.push(value));
    low.subscribe('key', (value) => heard[1]!.push(value));
    low.set('key', 'low');
    middle.set('key', 'middle');
    await turnUntil(() => heard[0]!.length === 2);
    middle.set('key', 'last of the middle');
    low.set('other', 'low');
    middle.close();
    expect(middle.get('key')).to.equal('last of the middle');
    await turnUntil(() => !low.isConnected() && top.get('key') === 'last of the middle');
    expect(heard[0]).to.have.members(['low', 'middle', 'last of the middle']);
    expect(heard[1]).to.deep.equal(heard[0]);
    expect([low.get('key'), low.get('other')]).to.deep.equal(['last of the middle', 'low']);
    const latecomer = revive(never);
    await turnUntil(() => latecomer.get('key') !== undefined);
    expect(latecomer.get('key')).to.equal('last of the middle');
    expect(latecomer.isConnected()).to.be.false;
  });

  it('takes along what a newcomer writes before it leaves again', async () => {
    const one = new MessageChannelSync();
    one.set('key', 1);
    one.set('key', 2);
    const late = MessageChannelSync.fromPort(one.getPort());
    late.set('key', 'mine');
    late.close();
    await turnUntil(() => one.get('key') === 'mine');
    expect(late.get('key')).to.equal('mine');
  });

  it('keeps copies', async () => {
    const [one, other] = pair();
    const list = [1, { deep: new Date(0) }];
    one.set('list', list);
    list.push(2);
    await settled([one, other], 'end');
    expect(one.get('list')).to.deep.equal([1, { deep: new Date(0) }]);
    expect(other.get('list')).to.deep.equal([1, { deep: new Date(0) }]);
  });

  it('refuses what cannot be cloned, and changes nothing', async () => {
    const [one, other] = pair();
    one.set('key', 1);
    const heard: unknown[] = [];
    one.subscribe('key', (value) => heard.push(value));
    expect(() => one.set('key', () => 1))
      .to.throw(/"key" cannot be copied/)
      .with.property('code', 'uncloneable');
    await settled([one, other], 'end');
    expect([one.get('key'), other.get('key')]).to.deep.equal([1, 1]);
    expect(heard).to.deep.equal([]);
  });

  it('says goodbye when it is closed, and the other goes on with all it knew', async () => {
    const [one, other] = pair();
    await settled([one, other], 'begin');
    expect(other.isConnected()).to.be.true;
    one.set('key', 'last');
    one.close();
    one.close();
    await turnUntil(() => !other.isConnected());
    expect(other.get('key')).to.equal('last');
    other.set('key', 'alone');
    expect(one.get('key')).to.equal('last');
    expect(one.isConnected()).to.be.false;
    for (const act of [() => one.set('key', 1), () => one.getPort(), () => one.subscribe('key', () => undefined)]) {
      expect(act).to.throw().with.property('code', 'closed');
    }
  });

  it('stops telling whom it should', async () => {
    const [one, other] = pair();
    const heard: unknown[] = [];
    const listener = (value: unknown): void => void heard.push(value);
    const stop = other.subscribe('key', listener);
    const stopAgain = other.subscribe('key', listener);
    stop();
    stop();
    one.set('key', 1);
    await settled([one, other], 'end');
    expect(heard).to.deep.equal([1]);
    stopAgain();
    one.set('key', 2);
    await settled([one, other], 'end again');
    expect(heard).to.deep.equal([1]);
  });

  it('says what is no port', () => {
    expect(() => MessageChannelSync.fromPort({} as MessagePort))
      .to.throw()
      .with.property('code', 'not-ours');
  });

  it('works across a real thread', async () => {
    const one = new MessageChannelSync();
    one.set('from the page', { n: 1 });
    const there = hand();
    await there.give('it', one.share());
    await there.call('it', 'set', ['from the worker', [2]]);
    await turnUntil(() => one.get('from the worker') !== undefined);
    expect(one.get('from the worker')).to.deep.equal([2]);
    // it has come by another port than the calls do
    let value: unknown;
    do ({ value } = await there.call('it', 'get', ['from the page']));
    while (value === undefined);
    expect(value).to.deep.equal({ n: 1 });
  });

  it('tells three threads that write at once of all that was written, in one order', async () => {
    const one = new MessageChannelSync();
    const hands = [hand(), hand()];
    for (const there of hands) {
      await there.give('it', one.share());
      await there.call('it', 'listen', ['key', 'end']);
    }
    const heard: unknown[] = [];
    one.subscribe('key', (value) => heard.push(value));
    const writing = hands.map((there, index) => there.call('it', 'write', ['key', `of worker ${index}`, 100]));
    for (let index = 0; index < 100; index++) {
      one.set('key', `of the page ${index}`);
      if (index % 7 === 0) await turn();
    }
    await Promise.all(writing);
    await turnUntil(() => heard.length === 300);
    one.set('key', 'end');
    await turn();
    for (const there of hands) expect((await there.call('it', 'heard', ['key'])).value).to.deep.equal(heard);
    expect(new Set(heard)).to.have.property('size', 301);
  });

  for (let seed = 1; seed <= 20; seed++) {
    it(`tells every end of every write in one order, whoever shared with whom (seed ${seed})`, async () => {
      const pick = chance(seed);
      const keys = ['key 0', 'key 1', 'key 2'];
      const ends: MessageChannelSync[] = [];
      const heard: unknown[][] = [];
      const written: unknown[][] = [];
      const join = (end: MessageChannelSync): void => {
        const changes: unknown[] = [];
        for (const key of keys) end.subscribe(key, (value) => changes.push(value));
        ends.push(end);
        heard.push(changes);
        written.push([]);
      };
      join(new MessageChannelSync());
      while (ends.length < 5) join(revive(ends[pick(ends.length)]!.share()));
      for (let step = 0; step < 300; step++) {
        const writer = pick(ends.length);
        const value = `${step} by ${writer}`;
        ends[writer]!.set(keys[pick(3)]!, value);
        written[writer]!.push(value);
        if (pick(8) === 0) await turn();
      }
      await settled(ends, 'end');
      await turn();
      for (const changes of heard) expect(changes).to.deep.equal(heard[0]);
      for (const [writer, values] of written.entries()) {
        expect(
          heard[0]!.filter((value) => values.includes(value)),
          `of ${writer}`,
        ).to.deep.equal(values);
      }
      expect(heard[0]).to.have.lengthOf(300);
      for (const key of keys) expect(new Set(ends.map((end) => end.get(key))), key).to.have.property('size', 1);
    });

    it(`gives those who come in between the same last values (seed ${seed})`, async () => {
      const pick = chance(seed);
      const ends = [new MessageChannelSync()];
      for (let step = 0; step < 300; step++) {
        const end = ends[pick(ends.length)]!;
        if (ends.length < 5 && pick(20) === 0) ends.push(revive(end.share()));
        else end.set(`key ${pick(3)}`, `${step} by ${ends.indexOf(end)}`);
        if (pick(8) === 0) await turn();
      }
      await settled(ends, 'end');
      for (const key of ['key 0', 'key 1', 'key 2']) {
        expect(new Set(ends.map((end) => end.get(key))), key).to.have.property('size', 1);
      }
    });
  }
});
