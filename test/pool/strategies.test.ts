/** Which worker is picked. */
import { expect } from '@open-wc/testing';
import { leastBusy, roundRobin } from '../../src/pool/strategies.js';

const workers = (...loads: number[]) => loads.map((load, index) => ({ id: index + 1, load }));

describe('leastBusy', () => {
  it('picks the one with the fewest tasks', () => {
    expect(leastBusy(workers(3, 1, 2), 0)).to.include({ id: 2 });
  });

  it('picks the first among equals', () => {
    expect(leastBusy(workers(2, 1, 1), 0)).to.include({ id: 2 });
  });

  it('picks none from none', () => {
    expect(leastBusy(workers(), 0)).to.equal(undefined);
  });
});

describe('roundRobin', () => {
  it('picks the next by id, whatever the order and the load, and begins again after the last', () => {
    const three = workers(5, 0, 9).reverse();
    const ids = [];
    for (let turn = 0, last = 0; turn < 7; turn++) {
      last = roundRobin(three, last)?.id ?? 0;
      ids.push(last);
    }
    expect(ids).to.deep.equal([1, 2, 3, 1, 2, 3, 1]);
  });

  it('passes over those that are gone', () => {
    const [one, , three] = workers(0, 0, 0);
    expect(roundRobin([one!, three!], 1)).to.equal(three);
    expect(roundRobin([one!, three!], 2)).to.equal(three);
    expect(roundRobin([one!, three!], 3)).to.equal(one);
  });

  it('picks none from none', () => {
    expect(roundRobin(workers(), 4)).to.equal(undefined);
  });
});
