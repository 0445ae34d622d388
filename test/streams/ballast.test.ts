/** What has the garbage collector come in time: asked for by the MiB, whatever the pieces, and never a reason to fail. */
import { expect } from '@open-wc/testing';
import { openStreamDestination } from '../../src/bridge/destination.js';
import { createBallast } from '../../src/streams/ballast.js';
import { through } from '../../src/streams/through.js';

const MiB = 2 ** 20;
const real = globalThis.ArrayBuffer;

/** As a port does that hands it to another thread. */
const moveAway = (piece: Uint8Array<ArrayBuffer>): void => {
  structuredClone(piece, { transfer: [piece.buffer] });
};

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

  it('is as much for a piece of many MiB as for many of one', () => {
    const ballast = createBallast();
    ballast(3.5 * MiB);
    expect(asked).to.deep.equal([4 * MiB, 4 * MiB, 4 * MiB]);
    ballast(MiB / 2);
    expect(asked).to.have.lengthOf(4);
  });

  it('is left out where there is no memory for it', () => {
    globalThis.ArrayBuffer = new Proxy(real, {
      construct() {
        throw new RangeError('Array buffer allocation failed');
      },
    });
    expect(() => createBallast()(MiB)).not.to.throw();
  });

  it('is asked for as a transform stream gives its pieces', async () => {
    async function* pieces() {
      for (let i = 0; i < 24; i++) yield Promise.resolve(new Uint8Array(128 * 1024));
    }
    const copies = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
    for await (const piece of through(copies, pieces())) moveAway(piece);
    expect(asked.filter((size) => size === 4 * MiB)).to.have.lengthOf(3);
  });

  it('is asked for as a stream of the caller takes its pieces', async () => {
    const destination = openStreamDestination(new WritableStream({ write: moveAway }));
    for (let i = 0; i < 6; i++) await destination.write([new Uint8Array(MiB / 2)]);
    expect(asked.filter((size) => size === 4 * MiB)).to.have.lengthOf(3);
    destination.abort(new Error('done'));
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
