/** One timer for many deadlines. */
import { expect } from '@open-wc/testing';
import { createDeadlines } from '../../src/protocol/deadlines.js';

describe('deadlines', () => {
  it('have one timer, set anew only for what is due earlier', () => {
    const set = globalThis.setTimeout;
    const delays: (number | undefined)[] = [];
    const recording = (...[, delay]: Parameters<typeof setTimeout>) => delays.push(delay);
    Reflect.set(globalThis, 'setTimeout', recording);
    try {
      const deadlines = createDeadlines(() => Infinity);
      const start = performance.now();
      for (const after of [5000, 6000, 7000, 1000, Infinity]) deadlines.add(start + after);
      deadlines.clear();
    } finally {
      globalThis.setTimeout = set;
    }
    expect(delays).to.have.length(2);
    expect(delays[1]).to.be.below(delays[0]!);
  });

  it('sweep until what was due, and then wait for what the sweep names', async () => {
    const start = performance.now();
    const wanted = [start + 5, start + 15];
    const until = await new Promise<number[]>((resolve) => {
      const swept: number[] = [];
      const deadlines = createDeadlines((time) => {
        swept.push(time);
        if (swept.length === 2) resolve(swept);
        return swept.length === 1 ? wanted[1]! : Infinity;
      });
      deadlines.add(wanted[0]!);
    });
    for (const [index, due] of wanted.entries()) expect(until[index]).to.be.at.least(due);
  });
});
