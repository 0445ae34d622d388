/** One progress over stages: that it never goes back, and ends at the end. */
import { expect } from '@open-wc/testing';
import { createStages } from '../../src/bridge/stages.js';
import type { Progress } from '../../src/operation.js';

function watched(total: number) {
  const reports: Progress[] = [];
  return { stages: createStages(total, (report) => void reports.push(report)), reports };
}

describe('the progress of stages', () => {
  it('gives each stage its share of what is left', () => {
    const { stages, reports } = watched(100);
    const first = stages.begin('first', [1, 3]);
    first({ loaded: 5, total: 10 });
    // the second turned out to be cheaper than the third
    const second = stages.begin('second', [1, 2]);
    second({ loaded: 10, total: 10 });
    stages.begin('third', [7]);
    stages.end();
    expect(reports.map(({ status, loaded, total }) => [status, loaded, total])).to.deep.equal([
      ['first', 0, 100],
      ['first', 12, 100],
      ['second', 25, 100],
      ['second', 50, 100],
      ['third', 50, 100],
      ['third', 100, 100],
    ]);
  });

  it('never goes back: not for work that is done again, not for a report that comes late', () => {
    const { stages, reports } = watched(1000);
    const first = stages.begin('first', [1, 1]);
    first({ loaded: 8, total: 10 });
    first({ loaded: 1, total: 10 });
    const second = stages.begin('second', [1]);
    first({ loaded: 10, total: 10 });
    second({ loaded: 99, total: 10 });
    second({ loaded: 1, total: 0 });
    stages.end();
    expect(reports.map(({ loaded }) => loaded)).to.deep.equal([0, 400, 500, 1000, 1000]);
  });

  it('is told of an empty file too, and where nothing costs anything', () => {
    const { stages, reports } = watched(0);
    stages.begin('only', [0])({ loaded: 0, total: 0 });
    stages.end();
    expect(reports).to.deep.equal(Array(2).fill({ loaded: 0, total: 0, status: 'only' }));
  });

  it('may have nobody who listens', () => {
    const stages = createStages(10, undefined);
    stages.begin('only', [1])({ loaded: 1, total: 2 });
    expect(() => stages.end()).not.to.throw();
  });
});
