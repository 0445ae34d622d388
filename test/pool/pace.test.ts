/** How far ahead an operation is sent, after what it took. */
import { expect } from '@open-wc/testing';
import { createPace, createPaces } from '../../src/pool/pace.js';
import { createTask, type AnyTask } from '../../src/pool/task.js';

describe('the pace of an operation', () => {
  const after = (...runs: readonly (readonly [times: number, ms: number])[]): number => {
    const pace = createPace();
    for (const [times, ms] of runs) for (let time = 0; time < times; time++) pace.add(ms);
    return pace.depth;
  };

  const growing: [runs: number, depth: number][] = [
    [0, 1],
    [7, 1],
    [8, 2],
    [15, 2],
    [16, 4],
    [32, 8],
    [64, 16],
    [127, 16],
    [128, 32],
    [10_000, 32],
  ];
  for (const [runs, depth] of growing) {
    it(`is ${depth} after ${runs} runs that took next to nothing`, () => {
      expect(after([runs, 0.01])).to.equal(depth);
    });
  }

  const timed: [ms: number, depth: number][] = [
    [0, 32],
    [0.1, 32],
    [0.2, 20],
    [0.5, 8],
    [1, 4],
    [1.5, 2],
    [1.99, 2],
    [2, 1],
    [50, 1],
  ];
  for (const [ms, depth] of timed) {
    it(`comes to ${depth} when each takes ${ms} ms`, () => {
      expect(after([1000, ms])).to.equal(depth);
    });
  }

  it('sends no more than 4 ms of work when a clock of whole milliseconds says 0 and 1 in turn', () => {
    const pace = createPace();
    for (let run = 0; run < 1000; run++) pace.add(run % 2);
    expect(pace.depth).to.be.within(7, 9);
  });

  it('begins again at one after the first that is slow', () => {
    expect(after([1000, 0], [1, 2])).to.equal(1);
    expect(after([1000, 0], [1, 2], [7, 0])).to.equal(1);
    expect(after([1000, 0], [1, 2], [8, 0])).to.equal(2);
  });

  it('begins again when it is stopped', () => {
    const pace = createPace();
    for (let run = 0; run < 1000; run++) pace.add(0);
    pace.stop();
    expect(pace.depth).to.equal(1);
  });

  it('takes no notice of one whose worker does not say what it took', () => {
    expect(after([1000, NaN])).to.equal(1);
    expect(after([128, 0], [1, NaN])).to.equal(32);
  });
});

describe('the paces of a pool', () => {
  const task = (given: Omit<AnyTask, 'type' | 'payload'> & { readonly type?: string } = {}) =>
    createTask(
      { type: 'echo', payload: 0, ...given },
      1,
      () => undefined,
      () => undefined,
    );
  const sending = { sendsAhead: true, taskTimeout: 0 };

  it('are one for each channel and type', () => {
    const paceOf = createPaces(sending);
    const pace = paceOf(task());
    expect(paceOf(task())).to.equal(pace);
    expect(paceOf(task({ type: 'other' }))).not.to.equal(pace);
    expect(paceOf(task({ channel: 'other' }))).not.to.equal(pace);
    expect(paceOf(task({ timeout: 0 }))).to.equal(pace);
    expect(paceOf(task({ timeout: Infinity, transfer: [] }))).to.equal(pace);
  });

  it('are none for tasks that move something, or have a signal or a time limit', () => {
    expect(createPaces(sending)(task({ transfer: [new ArrayBuffer(1)] }))).to.equal(null);
    expect(createPaces(sending)(task({ signal: new AbortController().signal }))).to.equal(null);
    expect(createPaces(sending)(task({ timeout: 1000 }))).to.equal(null);
    expect(createPaces({ ...sending, taskTimeout: 1000 })(task())).to.equal(null);
    expect(createPaces({ ...sending, taskTimeout: Infinity })(task())).not.to.equal(null);
    expect(createPaces({ ...sending, taskTimeout: 1000 })(task({ timeout: 0 }))).not.to.equal(null);
  });

  it('are none where nothing is sent ahead', () => {
    expect(createPaces({ ...sending, sendsAhead: false })(task())).to.equal(null);
  });
});
