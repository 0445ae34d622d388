/** Ranges run a few at a time, arrive in order, and fail as one. */
import { expect } from '@open-wc/testing';
import { runRanges, type RangeRun } from '../../src/bridge/range-runner.js';
import type { Progress } from '../../src/operation.js';
import { gate } from '../support/gates.js';
import { rejection } from '../support/outcome.js';

const never = () => {
  throw new Error('nothing should have stopped');
};
const turn = () => new Promise((resolve) => setTimeout(resolve));
const blobOf = (text: string) => new Blob([text]);

function work(overrides: Partial<RangeRun<string>>): RangeRun<string> {
  return {
    ranges: ['a', 'b', 'c', 'd', 'e'],
    lanes: 2,
    total: 5,
    run: (range) => Promise.resolve(blobOf(range)),
    deliver: () => undefined,
    ...overrides,
  };
}

describe('runRanges', () => {
  it('delivers in order whatever the order in which ranges end', async () => {
    const gates = [gate(), gate(), gate()];
    const delivered: string[] = [];
    const done = runRanges(
      work({
        ranges: ['0', '1', '2'],
        lanes: 3,
        run: async (range) => {
          await gates[Number(range)]!.promise;
          return blobOf(range);
        },
        deliver: async (part) => void delivered.push(await part.text()),
      }),
      never,
    );
    gates[2]!.open();
    gates[1]!.open();
    await turn();
    expect(delivered).to.deep.equal([]);
    gates[0]!.open();
    await done;
    expect(delivered).to.deep.equal(['0', '1', '2']);
  });

  it('starts no more ranges than there are lanes until one was taken', async () => {
    const taken = gate();
    const started: string[] = [];
    const done = runRanges(
      work({
        run: (range) => {
          started.push(range);
          return Promise.resolve(blobOf(range));
        },
        deliver: (_part, position) => (position === 0 ? taken.promise : undefined),
      }),
      never,
    );
    await turn();
    expect(started).to.deep.equal(['a', 'b']);
    taken.open();
    await done;
    expect(started).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
  });

  it('adds progress up, and never takes it back when a range is done again', async () => {
    const reports: Progress[] = [];
    await runRanges(
      work({
        ranges: ['a', 'b'],
        lanes: 1,
        total: 20,
        run: (range, _position, onProgress) => {
          onProgress({ loaded: 7, total: 10 });
          onProgress({ loaded: 3, total: 10 });
          onProgress({ loaded: 10, total: 10 });
          return Promise.resolve(blobOf(range));
        },
        onProgress: (progress) => reports.push(progress),
      }),
      never,
    );
    expect(reports.map(({ loaded }) => loaded)).to.deep.equal([7, 10, 17, 20]);
    expect(new Set(reports.map(({ total }) => total))).to.deep.equal(new Set([20]));
  });

  for (const where of ['run', 'deliver'] as const) {
    it(`stops everything and rejects with the first failure of ${where}, once nothing runs any more`, async () => {
      const other = gate();
      const stopped: unknown[] = [];
      const failure = new Error('broken');
      let settled = false;
      const fail = () => Promise.reject(failure);
      const done = runRanges(
        work({
          run: async (range) => {
            if (range === 'b') await other.promise;
            return where === 'run' && range === 'a' ? fail() : blobOf(range);
          },
          deliver: () => (where === 'deliver' ? fail() : undefined),
        }),
        (reason) => stopped.push(reason),
      ).finally(() => (settled = true));
      done.catch(() => undefined);
      await turn();
      expect(stopped).to.deep.equal([failure]);
      expect(settled).to.equal(false);
      other.open();
      let caught: unknown;
      await done.catch((reason: unknown) => (caught = reason));
      expect(caught).to.equal(failure);
    });
  }

  it('does not wait for a result to be taken once a later range failed', async () => {
    const failure = new Error('broken');
    const hangs = gate();
    const delivered: number[] = [];
    const done = runRanges(
      work({
        async run(range) {
          if (range === 'a') return blobOf(range);
          await hangs.promise;
          throw failure;
        },
        deliver(_part, position) {
          delivered.push(position);
          hangs.open();
          return new Promise(() => undefined);
        },
      }),
      () => undefined,
    );
    expect(await rejection(done)).to.equal(failure);
    expect(delivered).to.deep.equal([0]);
  });
});
