/** What has the garbage collector come in time: asked for by the MiB, whatever the pieces, and never a reason to fail. */
import { expect } from '@open-wc/testing';
import { createBallast } from '../../src/streams/ballast.js';

const MiB = 2 ** 20;
const real = globalThis.ArrayBuffer;

describe('ballast', () => {
  let asked: number[];

  beforeEach(() => {
    asked = [];
    globalThis.ArrayBuffer = new Proxy(real, {
      construct(target, [length]: [number]) {
        asked.push(length);
        return new target(length);
      },
    });
  });

  afterEach(() => {
    globalThis.ArrayBuffer = real;
  });

  it('is four times as much as was given, once in a MiB', () => {
    const ballast = createBallast();
    for (let i = 0; i < 63; i++) ballast(MiB / 64);
    expect(asked).to.deep.equal([]);
    ballast(MiB / 64);
    expect(asked).to.deep.equal([4 * MiB]);
    for (let i = 0; i < 64; i++) ballast(MiB / 64);
    expect(asked).to.deep.equal([4 * MiB, 4 * MiB]);
  });

  it('is no more for a piece that is larger', () => {
    createBallast()(32 * MiB);
    expect(asked).to.deep.equal([4 * MiB]);
  });

  it('is left out where there is no memory for it', () => {
    globalThis.ArrayBuffer = new Proxy(real, {
      construct() {
        throw new RangeError('Array buffer allocation failed');
      },
    });
    expect(() => createBallast()(MiB)).not.to.throw();
  });

  it('is counted by each for itself', () => {
    const [one, other] = [createBallast(), createBallast()];
    one(MiB - 1);
    other(MiB - 1);
    expect(asked).to.deep.equal([]);
    one(1);
    expect(asked).to.deep.equal([4 * MiB]);
  });
});
