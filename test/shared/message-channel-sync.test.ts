import { expect } from '@open-wc/testing';
import { MessageChannelSync, revive } from '../../src/shared/index.js';
import { chance } from '../support/chance.js';
import { dismiss, hand } from '../support/shared-hands.js';
import { turn, turnUntil } from '../support/turns.js';

function pair(): [MessageChannelSync, MessageChannelSync] {
  const one = new MessageChannelSync();
  return [one, MessageChannelSync.fromPort(one.getPort())];
}

/** Everything that is set by now has arrived: each end writes a mark that comes after it. */
async function settled(ends: readonly MessageChannelSync[], name: string): Promise<void> {
  ends.forEach((end, index) => end.set(`${name} ${index}`, true));
  await turnUntil(() => ends.every((end) => ends.every((_, index) => end.get(`${name} ${index}`) === true)));
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

  it('writes its last word when it has heard, not when one that came through it leaves before', async () => {
    const { port1, port2 } = new MessageChannel();
    const told: unknown[] = [];
    port1.onmessage = ({ data }) => told.push(data);
    const middle = MessageChannelSync.fromPort(port2);
    const late = MessageChannelSync.fromPort(middle.getPort());
    middle.set('key', 'mine');
    late.set('of the late one', 1);
    late.close();
    await turnUntil(() => middle.get('of the late one') === 1);
    for (let time = 0; time < 5; time++) await turn();
    expect(told).to.deep.equal([{ type: 'hello' }]);
    port1.postMessage({
      type: 'welcome',
      entries: [{ key: 'key', value: 'there', stamp: { count: 20, writer: 'one' } }],
    });
    await turnUntil(() => told.length === 3);
    expect(told.slice(1)).to.have.nested.property('[0].entry.stamp.count', 21);
    expect([middle.get('key'), middle.get('of the late one')]).to.deep.equal(['mine', 1]);
    middle.close();
    port1.close();
  });

  const tellsOfEnds = 'onclose' in MessagePort.prototype;
  it(`is the last word of a newcomer whose other end ${tellsOfEnds ? 'is gone' : 'says goodbye'} before it is welcomed`, async () => {
    const { port1, port2 } = new MessageChannel();
    const late = MessageChannelSync.fromPort(port2);
    const next = MessageChannelSync.fromPort(late.getPort());
    late.set('key', 'mine');
    if (!tellsOfEnds) port1.postMessage({ type: 'bye', entries: [] });
    port1.close();
    await turnUntil(() => next.get('key') === 'mine');
    next.set('key', 'next');
    await turnUntil(() => late.get('key') === 'next');
    expect(late.isConnected()).to.be.true;
  });

  it('agrees where both write one key at once, and tells whoever has the earlier one of the later', async () => {
    const [one, other] = pair();
    await settled([one, other], 'begin');
    const heard: unknown[][] = [[], []];
    one.subscribe('key', (value) => heard[0]!.push(value));
    other.subscribe('key', (value) => heard[1]!.push(value));
    one.set('key', 'of one');
    other.set('key', 'of the other');
    await settled([one, other], 'end');
    const last = one.get('key');
    expect(other.get('key')).to.equal(last);
    const both = last === 'of one' ? ['of the other', 'of one'] : ['of one', 'of the other'];
    expect(heard).to.deep.equal(last === 'of one' ? [['of one'], both] : [both, ['of the other']]);
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
    expect((await there.call('it', 'get', ['from the page'])).value).to.deep.equal({ n: 1 });
  });

  for (let seed = 1; seed <= 20; seed++) {
    it(`agrees at every end, whoever shared with whom (seed ${seed})`, async () => {
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
