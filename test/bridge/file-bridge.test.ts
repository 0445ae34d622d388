/** WorkerBridge.file: what its methods give, refuse, report and survive. */
import { expect } from '@open-wc/testing';
import { createBridge } from '../../src/bridge/bridge.js';
import { createFileBridge, type FileBridge } from '../../src/bridge/file-bridge.js';
import { blake3Ranges } from '../../src/bridge/hashed-file.js';
import { IPCError, OperationError } from '../../src/errors.js';
import type { HashAlgorithm } from '../../src/operations/file.js';
import { createPageWorker } from '../../src/pool/page-worker.js';
import { utf8 } from '../../src/streams/bytes.js';
import { openHasher } from '../../src/streams/hashers.js';
import { makePng } from '../support/media.js';
import { withoutWasm } from '../support/no-wasm.js';
import { rejection } from '../support/outcome.js';
import { placesOf } from '../support/places.js';
import { bytesOf, plaintext, same } from '../support/sealing.js';

const MiB = 2 ** 20;
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const abcMd5 = '900150983cd24fb0d6963f7d28e17f72';

const [inWorkers, onPage] = placesOf('file').map((place, i) => ({
  name: place.name,
  open: () => createFileBridge(place.openBridge(), placesOf('inspection')[i]!.openBridge()),
}));

async function refused(work: Promise<unknown>, code: string): Promise<Error> {
  const reason = await rejection(work);
  if (!(reason instanceof OperationError || reason instanceof IPCError)) throw reason;
  expect(reason.code).to.equal(code);
  return reason;
}

async function blake3Of(bytes: Uint8Array): Promise<string> {
  const hasher = await openHasher('BLAKE3');
  hasher.update(bytes);
  return hasher.digest();
}

function moved(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

/** A list as numbers from a stranger make it: one chunk, and holes. */
function filledAt(index: number): Blob[] {
  const list: Blob[] = [];
  list[index] = new Blob(['a']);
  return list;
}

for (const place of [inWorkers!, onPage!]) {
  describe(`WorkerBridge.file ${place.name}`, () => {
    let bridge: FileBridge;
    before(() => (bridge = place.open()));
    after(() => bridge.destroy());

    it('gives one digest for a name, and a record for a list', async () => {
      const data = utf8('abc');
      expect(await bridge.hashFile(data)).to.equal(abc);
      expect(await bridge.hashFile(data, 'MD5')).to.equal(abcMd5);
      expect(await bridge.hashFile(data, ['MD5', 'SHA-256', 'MD5'])).to.deep.equal({ MD5: abcMd5, 'SHA-256': abc });
    });

    it('goes on from a part', async () => {
      const state = await bridge.hashPart(new Blob(['ab']), 'SHA-256');
      expect(await bridge.hashFile(new Blob(['abc']), 'SHA-256', { state })).to.equal(abc);
      expect(await bridge.hashFile(utf8('c'), 'SHA-256', { state, from: 2 })).to.equal(abc);
    });

    it('hashes BLAKE3 in ranges to what it is of the whole, and tells how far it is', async () => {
      const bytes = plaintext(9 * MiB + 5);
      const loaded: number[] = [];
      const onProgress = (progress: { loaded: number; total: number }) => {
        expect(progress.total).to.equal(bytes.length);
        loaded.push(progress.loaded);
      };
      expect(await bridge.hashFile(new Blob([bytes]), 'BLAKE3', { onProgress })).to.equal(await blake3Of(bytes));
      expect(loaded).to.deep.equal([...loaded].sort((one, two) => one - two));
      expect(loaded.at(-1)).to.equal(bytes.length);
    });

    it('cuts and merges, and names files safely', async () => {
      const file = new File([plaintext(2500)], '../a.bin', { type: 'x/y', lastModified: 5 });
      for (const hash of [false, true]) {
        const { chunks, metadata } = await bridge.chunkFile(file, 1000, undefined, { hash });
        const merged = await bridge.mergeChunks(chunks, { metadata });
        expect([merged.name, merged.type, merged.lastModified]).to.deep.equal(['.._a.bin', 'x/y', 5]);
        expect(same(await bytesOf(merged), await bytesOf(file))).to.equal(true);
        const faults = await refused(bridge.mergeChunks(chunks.slice(1), { metadata }), 'corrupt');
        expect(faults.cause).to.have.deep.property('missing', [hash ? 0 : 2]);
      }
      expect((await bridge.mergeChunks([])).name).to.equal('untitled');
    });

    it('detects a type, and reads metadata with hashes on request', async () => {
      const file = new File([makePng(7, 5)], 'a.gif');
      expect(await bridge.detectType(file)).to.include({ mimeType: 'image/png', mismatch: true });
      expect(await bridge.detectType(file, 'b.png')).to.include({ mismatch: false });
      const plain = await bridge.readMetadata(file);
      expect(plain).to.deep.include({ name: 'a.gif', image: { width: 7, height: 5, gps: false } });
      expect(plain.digests).to.equal(undefined);
      const { digests } = await bridge.readMetadata(utf8('abc'), 'a', { hash: ['SHA-256'] });
      expect(digests).to.deep.equal({ 'SHA-256': abc });
    });

    it('refuses at the door what it cannot take, by a rejection', async () => {
      const nothing = 1 as unknown as Blob;
      for (const work of [
        () => bridge.hashFile(nothing),
        () => bridge.hashFile(utf8('a'), 'sha-256' as HashAlgorithm),
        () => bridge.hashFile(utf8('a'), [] as const),
        () => bridge.hashFile(utf8('a'), 5 as unknown as HashAlgorithm),
        () => bridge.hashFile(moved().buffer),
        () => bridge.hashFile(moved()),
        () => bridge.hashFile(utf8('a'), 'MD5', { from: '0' as unknown as number }),
        () => bridge.hashFile(utf8('a'), 'MD5', { pool: {} as never }),
        () => bridge.hashFile(utf8('a'), 'MD5', { pool: null as never }),
        () => bridge.hashPart(nothing),
        () => bridge.chunkFile(utf8('a'), 1, 5 as unknown as string),
        () => bridge.detectType(utf8('a'), 5 as unknown as string),
        () => bridge.readMetadata(utf8('a'), {} as string),
        () => bridge.chunkFile(utf8('a'), 0),
        () => bridge.chunkFile(utf8('a'), Number.NaN),
        () => bridge.mergeChunks(nothing as unknown as Blob[]),
        () => bridge.mergeChunks([utf8('a') as unknown as Blob]),
        () => bridge.mergeChunks([], { metadata: {} as never }),
        () => bridge.mergeChunks([], { metadata: null as never }),
        () => bridge.mergeChunks(filledAt(2 ** 32 - 2)),
        () => bridge.detectType(nothing),
        () => bridge.readMetadata(nothing),
        () => bridge.readMetadata(utf8('a'), 'a', { hash: 'SHA1' as HashAlgorithm }),
      ]) {
        await refused(work(), 'invalid');
      }
    });

    it('gives up when told, whether it has to read or not', async () => {
      const signal = AbortSignal.abort(new Error('enough'));
      const data = new Blob([new Uint8Array(9 * MiB)]);
      for (const work of [
        () => bridge.hashFile(data, 'BLAKE3', { signal }),
        () => bridge.hashFile(data, 'SHA-256', { signal }),
        () => bridge.chunkFile(data, 1000, 'a', { signal }),
        () => bridge.mergeChunks([data], { signal }),
        () => bridge.readMetadata(data, 'a', { signal, hash: 'MD5' }),
      ]) {
        expect(await refused(work(), 'aborted')).to.have.property('name', 'AbortError');
      }
    });
  });
}

describe('WorkerBridge.file', () => {
  it('has one worker hash BLAKE3 where WebAssembly is forbidden', async () => {
    const bridge = onPage!.open();
    const bytes = plaintext(8 * MiB + 1);
    const expected = await blake3Of(bytes);
    const digest = await withoutWasm(() => bridge.hashFile(new Blob([bytes]), 'BLAKE3'));
    bridge.destroy();
    expect(digest).to.equal(expected);
  });

  it('gives the same BLAKE3 whatever the number of workers', async () => {
    const bytes = plaintext(10 * MiB + 1);
    const digests = [];
    for (const size of [1, 2, 3]) {
      const bridge = createFileBridge(createBridge({ channel: 'file', size, fallback: 'none' }));
      digests.push(await bridge.hashFile(new Blob([bytes]), 'BLAKE3'));
      expect(bridge.getStats().completed).to.equal(size === 1 ? 1 : 7);
      bridge.destroy();
    }
    expect(new Set(digests)).to.deep.equal(new Set([await blake3Of(bytes)]));
  });

  it('ends a parser that loops over a hostile file, and the next file is read', async () => {
    const source = () =>
      new Worker(new URL('../support/looping-parser.worker.ts', import.meta.url), { type: 'module' });
    const bridge = createFileBridge(
      undefined,
      createBridge({ channel: 'inspection', size: 1, fallback: 'none', source }),
    );
    await bridge.detectType(utf8('a'));
    const hostile = bridge.readMetadata(utf8('a'), 'a.png', { timeout: 200, hash: 'MD5' });
    const next = bridge.detectType(utf8('a'));
    expect(await refused(hostile, 'timeout')).to.have.property('name', 'TimeoutError');
    expect(await next).to.have.property('mimeType', 'a/b');
    bridge.destroy();
  });

  it('bounds the hashes that come with the metadata by the same deadline', async () => {
    const load = () => Promise.resolve({ inspection: { 'detect-type': () => null, 'read-metadata': () => null } });
    const quick = createBridge({ channel: 'inspection', source: () => createPageWorker(load) });
    const slow = () => new Promise<never>(() => undefined);
    const endless = () => Promise.resolve({ file: { 'hash-file': slow } });
    const hashing = createBridge({ channel: 'file', source: () => createPageWorker(endless) });
    const bridge = createFileBridge(hashing, quick);
    const work = bridge.readMetadata(utf8('a'), 'a', { timeout: 50, hash: 'MD5' });
    expect(await refused(work, 'timeout')).to.have.property('name', 'TimeoutError');
    bridge.destroy();
  });

  it('gives a parser fifteen seconds', async () => {
    const timeouts: unknown[] = [];
    const load = () => Promise.resolve({ inspection: { 'detect-type': () => null, 'read-metadata': () => null } });
    const inspection = createBridge({ channel: 'inspection', source: () => createPageWorker(load) });
    const watched = {
      ...inspection,
      run: (...[type, payload, options]: Parameters<typeof inspection.run>) => {
        timeouts.push(options?.timeout);
        return inspection.run(type, payload, options);
      },
    } as typeof inspection;
    const bridge = createFileBridge(undefined, watched);
    await bridge.detectType(utf8('a'));
    await bridge.readMetadata(utf8('a'));
    await bridge.detectType(utf8('a'), 'a', { timeout: undefined });
    await bridge.readMetadata(utf8('a'), 'a', { timeout: 5000 });
    bridge.destroy();
    expect(timeouts).to.deep.equal([15_000, 15_000, 15_000, 5000]);
  });

  it('cuts BLAKE3 into full subtrees of one size, and a last part of at least a byte', () => {
    for (const size of [0, 1, 2 * MiB, 2 * MiB + 1, 8 * MiB, 100 * MiB + 3, 3000 * MiB]) {
      const ranges = blake3Ranges(size);
      const bytes = ranges[0]!.end;
      for (const [i, { index, start, end, last }] of ranges.entries()) {
        expect([start, index, last]).to.deep.equal([i * bytes, (i * bytes) / 1024, i === ranges.length - 1]);
        if (!last) expect([end - start, Math.log2(bytes) % 1]).to.deep.equal([bytes, 0]);
      }
      expect(ranges.at(-1)!.end).to.equal(size);
      expect(size - ranges.at(-1)!.start).to.be.within(Math.min(size, 1), 16 * MiB);
    }
  });
});
