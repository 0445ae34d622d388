/** When calls that keep their deadline themselves have to be done, and when one that does not answer is given up. */
import { expect } from '@open-wc/testing';
import { createTimedCalls, type TimedCalls } from '../../src/bridge/timed-call.js';
import { gate } from '../support/gates.js';
import { ownClock, type OwnClock } from '../support/own-clock.js';

const never = () => new Promise<never>(() => undefined);

describe('a timed call', () => {
  let clock: OwnClock;
  let calls: TimedCalls;
  beforeEach(() => {
    clock = ownClock();
    calls = createTimedCalls();
  });
  afterEach(() => clock.restore());

  /** How it ended, once it has: what it answered, or the code it rejected with. */
  function outcomeOf(answer: Promise<string>): () => string {
    let outcome = 'open';
    answer.then(
      (value) => (outcome = value),
      (error: unknown) => (outcome = error instanceof Error && 'code' in error ? String(error.code) : String(error)),
    );
    return () => outcome;
  }

  for (const [timeout, way] of [
    [500, 50],
    [2500, 250],
    [60_000, 300],
  ] as const) {
    it(`has ${timeout - way} of ${timeout} ms for its work, and is given up before ${timeout + 100} are over`, async () => {
      const began = Date.now();
      let left = 0;
      const work = (until: number) => {
        left = until - began;
        return never();
      };
      const outcome = outcomeOf(calls.run({ timeout }, 1, work));
      await clock.pass(timeout);
      expect([left, outcome()]).to.deep.equal([timeout - way, 'open']);
      await clock.pass(99);
      expect(outcome()).to.equal('timeout');
    });
  }

  it('tells its work that it was given up', async () => {
    let signal: unknown;
    const outcome = outcomeOf(
      calls.run({}, 500, (until, call) => {
        signal = call.signal;
        return never();
      }),
    );
    await clock.pass(600);
    expect([outcome(), signal instanceof AbortSignal && signal.aborted]).to.deep.equal(['timeout', true]);
  });

  for (const timeout of [0, Infinity]) {
    it(`is never given up with a timeout of ${timeout}`, async () => {
      const outcome = outcomeOf(calls.run({ timeout }, 1, never));
      await clock.pass(10 ** 9);
      expect(outcome()).to.equal('open');
    });
  }

  it('is given up by the time that was stated although its turn never came, and holds nobody then', async () => {
    const first = gate();
    const one = outcomeOf(calls.run({}, 5000, () => first.promise.then(() => 'one'), true));
    const two = outcomeOf(calls.run({ timeout: 500 }, 5000, () => Promise.resolve('two'), true));
    const three = outcomeOf(calls.run({}, 5000, () => Promise.resolve('three'), true));
    await clock.pass(599);
    expect([one(), two(), three()]).to.deep.equal(['open', 'timeout', 'open']);
    first.open();
    await clock.pass(0);
    expect([one(), two(), three()]).to.deep.equal(['one', 'timeout', 'three']);
  });

  it('has what is left of the time that was stated when its turn comes, and all of a time that was not', async () => {
    const first = gate();
    const began = Date.now();
    const left: number[] = [];
    const note = (until: number) => {
      left.push(until - began);
      return Promise.resolve('');
    };
    void calls.run({ timeout: 0 }, 1, () => first.promise, true);
    void calls.run({ timeout: 1000 }, 5000, note, true);
    void calls.run({}, 5000, note, true);
    await clock.pass(400);
    first.open();
    await clock.pass(0);
    expect(left).to.deep.equal([900, 400 + 4700]);
  });

  it('is open no longer when all are ended, running or waiting', async () => {
    const outcomes = [1, 2].map(() => outcomeOf(calls.run({}, 5000, never, true)));
    await clock.pass(0);
    calls.end();
    await clock.pass(0);
    expect(outcomes.map((outcome) => outcome())).to.deep.equal(['terminated', 'terminated']);
  });
});
