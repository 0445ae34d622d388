/** The laws of sealing: what was sealed opens, whatever the split, and the bytes depend on nothing but the salts. */
import { expect } from '@open-wc/testing';
import { sealedSize } from '../../src/streams/cobblestone.js';
import { sealHead, type Salts } from '../../src/streams/seal-head.js';
import { sealPieces, sealRange } from '../../src/streams/seal-range.js';
import { openHead } from '../../src/streams/open-head.js';
import { openPieces, openRange } from '../../src/streams/open-range.js';
import { OperationError } from '../../src/errors.js';
import { type OperationContext } from '../../src/operation.js';
import { listening, quiet } from '../support/operation-context.js';
import { rejection } from '../support/outcome.js';
import { bytesOf, openBytes, openWhole, plaintext, same, sealBytes, testKey } from '../support/sealing.js';
import { layoutOf } from '../support/broken-files.js';

const CHUNK = 16_384;
const salts: Salts = {
  kdf: new Uint8Array(32).fill(1),
  metadata: new Uint8Array(24).fill(2),
  body: new Uint8Array(24).fill(3),
};
const sizes = [
  0,
  1,
  2,
  CHUNK - 1,
  CHUNK,
  CHUNK + 1,
  2 * CHUNK - 1,
  2 * CHUNK,
  2 * CHUNK + 1,
  9 * CHUNK,
  300 * CHUNK + 7,
];

describe('sealing and opening', () => {
  for (const size of sizes) {
    it(`gives back ${size} bytes, for every split of ranges on both sides`, async () => {
      const bytes = plaintext(size);
      for (const [sealSplit, openSplit] of [
        [1, 1],
        [CHUNK, 4 * CHUNK],
        [2 * CHUNK, CHUNK],
        [3 * CHUNK, 2 * CHUNK],
        [undefined, undefined],
      ]) {
        const sealed = await sealBytes(bytes, { ...(sealSplit !== undefined && { rangeSize: sealSplit }) });
        const body = layoutOf(sealed).body;
        expect(sealed.length - body).to.equal(sealedSize(size));
        expect(same(await openBytes(sealed, testKey, openSplit), bytes)).to.equal(true);
      }
    });
  }

  it('gives the same bytes for the same salts, whatever the split and the order', async () => {
    const bytes = plaintext(7 * CHUNK + 5);
    const whole = await sealBytes(bytes, { salts });
    for (const rangeSize of [CHUNK, 2 * CHUNK, 3 * CHUNK, 7 * CHUNK]) {
      expect(same(await sealBytes(bytes, { salts, rangeSize }), whole)).to.equal(true);
    }
    const metadata = { name: 'plan.txt', type: 'text/plain', lastModified: 1_700_000_000_000, size: bytes.length };
    const plan = await sealHead({ metadata, secret: testKey, rangeSize: CHUNK }, salts);
    const parts: Blob[] = [];
    for (const [position, range] of [...plan.ranges.entries()].reverse()) {
      parts[position] = await sealRange({ ...plan, file: new Blob([bytes]), range }, quiet());
    }
    expect(same(await bytesOf(new Blob([plan.prefix, ...parts])), whole)).to.equal(true);
  });

  it('gives the same bytes as pieces in buffers of their own, moved to whoever asked for them', async () => {
    const bytes = plaintext(150 * CHUNK + 5);
    const file = new Blob([bytes]);
    const moved: Transferable[] = [];
    const context: OperationContext = {
      ...quiet(),
      transfer: (value, list) => {
        moved.push(...list);
        return value;
      },
    };
    const metadata = { name: '', type: '', lastModified: 0, size: bytes.length };
    const plan = await sealHead({ metadata, secret: testKey });
    const pieces = await sealPieces({ ...plan, file, range: plan.ranges[0]! }, context);
    expect(moved).to.deep.equal(pieces.map(({ buffer }) => buffer));
    expect(new Set(moved).size).to.equal(3);
    const sealed = new Blob([plan.prefix, ...pieces]);
    expect(same(await openBytes(await bytesOf(sealed)), bytes)).to.equal(true);
    const opening = await openHead({ file: sealed, secret: testKey });
    const opened = await openPieces({ ...opening, file: sealed, range: opening.ranges[0]! }, quiet());
    expect(same(await bytesOf(new Blob([...opened])), bytes)).to.equal(true);
  });

  it('gives other bytes each time, since the salts are random', async () => {
    const [one, two] = await Promise.all([sealBytes(plaintext(50)), sealBytes(plaintext(50))]);
    expect(same(one.slice(60), two.slice(60))).to.equal(false);
    const input = { secret: 'p', kdf: { name: 'pbkdf2', iterations: 100_000 } } as const;
    const [three, four] = await Promise.all([sealBytes(plaintext(50), input), sealBytes(plaintext(50), input)]);
    expect(same(three.slice(12, 44), four.slice(12, 44))).to.equal(false);
  });

  it('cannot be given salts by a caller', async () => {
    const metadata = { name: '', type: '', lastModified: 0, size: 0 };
    const input = { metadata, secret: testKey, salts, salt: salts.body, nonce: new Uint8Array(12) };
    const [one, two] = await Promise.all([sealHead(input), sealHead(input)]);
    expect(same(one.prefix, two.prefix)).to.equal(false);
  });

  it('knows the size of the sealed file before any of it exists', async () => {
    for (const size of sizes) {
      const metadata = { name: 'ü'.repeat(size % 300), type: '', lastModified: 0, size };
      const plan = await sealHead({ metadata, secret: testKey });
      const file = new Blob([plaintext(size)]);
      const parts = await Promise.all(plan.ranges.map((range) => sealRange({ ...plan, file, range }, quiet())));
      expect(plan.total).to.equal(size);
      expect(new Blob([plan.prefix, ...parts]).size).to.equal(plan.size);
    }
  });

  it('restores name, type, date and size, and shows none of them', async () => {
    const sealed = await sealBytes(plaintext(123));
    const { plan } = await openWhole(sealed);
    expect(plan.metadata).to.deep.equal({
      name: 'plan.txt',
      type: 'text/plain',
      lastModified: 1_700_000_000_000,
      size: 123,
    });
    expect(new TextDecoder('latin1').decode(sealed)).to.not.contain('plan');
  });

  it('gives keys that cannot be read back, for one direction only', async () => {
    const metadata = { name: '', type: '', lastModified: 0, size: 0 };
    const sealing = await sealHead({ metadata, secret: testKey });
    const opening = await openHead({ file: new Blob([await sealBytes(plaintext(0))]), secret: testKey });
    expect([sealing.key.extractable, opening.key.extractable]).to.deep.equal([false, false]);
    expect([sealing.key.usages, opening.key.usages]).to.deep.equal([['encrypt'], ['decrypt']]);
    expect(Object.keys(sealing).sort()).to.deep.equal(['baseNonce', 'key', 'prefix', 'ranges', 'size', 'total']);
  });

  it('opens a stretch of the file without the rest', async () => {
    const bytes = plaintext(6 * CHUNK);
    const file = new Blob([await sealBytes(bytes)]);
    const plan = await openHead({ file, secret: testKey, rangeSize: 2 * CHUNK });
    const part = await openRange({ ...plan, file, range: plan.ranges[1]! }, quiet());
    expect(same(await bytesOf(part), bytes.slice(2 * CHUNK, 4 * CHUNK))).to.equal(true);
  });

  it('reports bytes of plaintext that only grow, and end at the range', async () => {
    const size = 200 * CHUNK + 9;
    const file = new Blob([plaintext(size)]);
    const sealing = await sealHead({ metadata: { name: '', type: '', lastModified: 0, size }, secret: testKey });
    const listener = listening();
    const part = await sealRange({ ...sealing, file, range: sealing.ranges[0]! }, listener.context);
    const sealed = new Blob([sealing.prefix, part]);
    const opening = await openHead({ file: sealed, secret: testKey });
    const other = listening();
    await openRange({ ...opening, file: sealed, range: opening.ranges[0]! }, other.context);
    for (const { reports } of [listener, other]) {
      expect(reports.length).to.be.greaterThan(3);
      expect(reports.at(-1)).to.deep.equal({ loaded: size, total: size });
      expect(reports.every(({ loaded }, i) => i === 0 || loaded >= reports[i - 1]!.loaded)).to.equal(true);
    }
  });

  it('refuses a range that is not whole chunks', async () => {
    const plan = await sealHead({
      metadata: { name: '', type: '', lastModified: 0, size: 3 * CHUNK },
      secret: testKey,
    });
    const file = new Blob([plaintext(3 * CHUNK)]);
    for (const range of [
      { index: 1, start: 0, end: CHUNK, last: false },
      { index: 0, start: 0, end: CHUNK + 1, last: false },
      { index: 1, start: CHUNK, end: 0, last: false },
    ]) {
      const reason = await rejection(Promise.resolve().then(() => sealRange({ ...plan, file, range }, quiet())));
      expect(reason).to.be.instanceOf(OperationError).with.property('code', 'invalid');
    }
  });

  it('stops with the reason of its signal', async () => {
    const plan = await sealHead({
      metadata: { name: '', type: '', lastModified: 0, size: 400 * CHUNK },
      secret: testKey,
    });
    const file = new Blob([plaintext(400 * CHUNK)]);
    const controller = new AbortController();
    const reason = new Error('enough');
    const context = { ...quiet(controller.signal), progress: () => controller.abort(reason) };
    expect(await rejection(sealRange({ ...plan, file, range: plan.ranges[0]! }, context))).to.equal(reason);
    expect(await rejection(sealRange({ ...plan, file, range: plan.ranges[0]! }, context))).to.equal(reason);
  });

  it('answers `changed` when the file is shorter than it was', async () => {
    const plan = await sealHead({
      metadata: { name: '', type: '', lastModified: 0, size: 2 * CHUNK },
      secret: testKey,
    });
    const file = new Blob([plaintext(2 * CHUNK - 1)]);
    const reason = await rejection(sealRange({ ...plan, file, range: plan.ranges[0]! }, quiet()));
    expect(reason).to.be.instanceOf(OperationError).with.property('code', 'changed');
  });
});
