/** One transfer at points in time that the test chooses: what is measured, and when it is measured anew. */
import { expect } from '@open-wc/testing';
import type { Reading, Source, Unit } from '../../../components/parts/sources/source.js';
import { Transfer } from '../../../components/parts/transfer.js';

interface Moved extends Source {
  unit: Unit;
  reading: Reading;
}

function moved(): Moved {
  return {
    unit: 'byte',
    reading: { loaded: 0, total: 1000, phase: 'active' },
    read() {
      return this.reading;
    },
    listen: () => () => undefined,
  };
}

function transfer(): Transfer {
  return new Transfer({ target: new EventTarget(), entered: () => undefined, stallAfter: () => 5000 });
}

describe('a transfer', () => {
  /** Looks every 300 ms, `each` further. */
  function run(one: Transfer, source: Moved, from: number, looks: number, each: number): void {
    for (let look = 1; look <= looks; look++) {
      source.reading = { ...source.reading, loaded: source.reading.loaded + each };
      one.look(from + look * 300);
    }
  }

  it('measures anew when its source counts something else', () => {
    const [one, source] = [transfer(), moved()];
    one.follow(source, 0);
    run(one, source, 0, 10, 30);
    expect(one.rate).to.be.closeTo(100, 1);
    expect(one.remaining).to.be.closeTo(7, 1);
    source.unit = 'none';
    source.reading = { loaded: 0.3, total: 2, phase: 'active' };
    one.look(3300);
    expect([one.rate, one.remaining, one.state]).to.deep.equal([null, null, 'active']);
    run(one, source, 3300, 10, 0.03);
    expect(one.rate).to.be.closeTo(0.1, 0.01);
    expect(one.remaining).to.be.closeTo(14, 1);
  });

  it('tells of its end in full before the next source, which a listener gave it, begins', () => {
    const target = new EventTarget();
    const one = new Transfer({ target, entered: () => undefined, stallAfter: () => 5000 });
    const [first, second] = [moved(), moved()];
    const seen: string[] = [];
    target.addEventListener('load', () => one.follow(second, 600));
    for (const type of ['loadstart', 'load', 'loadend']) target.addEventListener(type, () => seen.push(type));
    one.follow(first, 0);
    first.reading = { loaded: 1000, total: 1000, phase: 'complete' };
    one.look(300);
    expect(seen).to.deep.equal(['loadstart', 'load', 'loadend', 'loadstart']);
    expect(one.state).to.equal('active');
  });

  it('is called paused for a source that does not say so itself, and for no other', () => {
    for (const tellsPause of [false, true]) {
      const [one, source] = [transfer(), { ...moved(), pause: () => undefined, resume: () => undefined, tellsPause }];
      one.follow(source, 0);
      one.pause();
      expect(one.state).to.equal(tellsPause ? 'active' : 'paused');
      one.resume();
      expect(one.state).to.equal('active');
    }
  });
});
