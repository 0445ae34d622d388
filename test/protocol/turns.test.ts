/** Requests that were sent ahead: one at a time, in order, or back as they came. */
import { expect } from '@open-wc/testing';
import type { RequestMessage } from '../../src/protocol/messages.js';
import { createTurns, type Turns } from '../../src/protocol/turns.js';
import { gate, type Gate } from '../support/gates.js';

describe('the turns of requests', () => {
  let turns: Turns;
  let running: { readonly id: string; age: number }[];
  let begun: string[];
  let back: string[];
  let handed: Gate;
  const request = (id: string, patience?: number): RequestMessage => ({
    ...{ id, type: 'echo', channel: 'custom', payload: null, timestamp: 0 },
    ...(patience !== undefined && { patience }),
  });
  const begin = ({ id }: RequestMessage) => {
    begun.push(id);
    running.push({ id, age: 0 });
  };
  const send = (id: string, patience?: number) => {
    const message = request(id, patience);
    if (!turns.hold(message)) begin(message);
  };
  const end = (id: string, ms: number) => {
    running = running.filter((one) => one.id !== id);
    turns.ended(ms);
  };

  beforeEach(() => {
    running = [];
    begun = [];
    back = [];
    handed = gate();
    turns = createTurns({
      age: () => running[0]?.age ?? null,
      begin,
      handBack({ id }) {
        back.push(id);
        handed.open();
      },
    });
  });
  afterEach(() => turns.clear());

  it('are not waited for by requests that have no patience', () => {
    for (const id of ['a', 'b', 'c']) send(id);
    expect(begun).to.deep.equal(['a', 'b', 'c']);
  });

  it('come one after the other', () => {
    send('a');
    for (const id of ['b', 'c', 'd']) send(id, 60_000);
    expect(begun).to.deep.equal(['a']);
    end('a', 1);
    expect(begun).to.deep.equal(['a', 'b']);
    end('b', 1);
    end('c', 1);
    expect(begun).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(back).to.deep.equal([]);
  });

  it('come at once where nothing runs', () => {
    send('a', 2);
    end('a', 1);
    send('b', 2);
    expect(begun).to.deep.equal(['a', 'b']);
  });

  it('go on when one ends in the middle of its own beginning', () => {
    turns = createTurns({
      age: () => running[0]?.age ?? null,
      begin(message) {
        begin(message);
        end(message.id, 0);
      },
      handBack: () => undefined,
    });
    send('a');
    for (const id of ['b', 'c', 'd']) send(id, 60_000);
    end('a', 0);
    expect(begun).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('do not come after one that took as long as the patience: what waits goes back', () => {
    send('a');
    for (const id of ['b', 'c']) send(id, 60_000);
    end('a', 60_000);
    expect(begun).to.deep.equal(['a']);
    expect(back).to.deep.equal(['b', 'c']);
  });

  it('do not come while one has not ended for so long', async () => {
    send('a');
    for (const id of ['b', 'c']) send(id, 1);
    for (const one of running) one.age = 1;
    await handed.promise;
    expect(begun).to.deep.equal(['a']);
    expect(back).to.deep.equal(['b', 'c']);
  });

  it('go back with all that was sent ahead later, so that none overtakes another', () => {
    send('a');
    send('b', 60_000);
    for (const one of running) one.age = 60_000;
    send('c', 60_000);
    end('a', 60_000);
    send('d', 60_000);
    expect(back).to.deep.equal(['c', 'b', 'd']);
    send('e');
    end('e', 1);
    send('f', 60_000);
    expect(begun).to.deep.equal(['a', 'e', 'f']);
  });

  it('are given up by those that are not wanted any more', () => {
    send('a');
    for (const id of ['b', 'c']) send(id, 60_000);
    turns.remove('b');
    turns.remove('unknown');
    end('a', 1);
    expect(begun).to.deep.equal(['a', 'c']);
  });

  it('are over when nothing is served any more', () => {
    send('a');
    send('b', 60_000);
    turns.clear();
    end('a', 1);
    expect(begun).to.deep.equal(['a']);
  });
});
