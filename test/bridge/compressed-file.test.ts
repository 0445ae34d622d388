/** Whole files through WorkerBridge.compression: in a worker and on the page, into memory, onto disk and into streams. */
import { expect } from '@open-wc/testing';
import { createCompressionBridge, type CompressionBridge } from '../../src/bridge/compression-bridge.js';
import { IPCError, OperationError } from '../../src/errors.js';
import type { Progress } from '../../src/operation.js';
import { concat, utf8 } from '../../src/streams/bytes.js';
import { inflateNatively, prose } from '../support/compressing.js';
import { gate } from '../support/gates.js';
import { rejection } from '../support/outcome.js';
import { placesOf } from '../support/places.js';
import { bytesOf, plaintext, same } from '../support/sealing.js';

const MiB = 2 ** 20;
const large = prose(2.5 * MiB);
const fileOf = (bytes: BlobPart, name = 'report.txt', type = 'text/plain'): File =>
  new File([bytes], name, { type, lastModified: 1_700_000_000_000 });

/** A stream that keeps what it is given, and remembers how it ended. */
function keeper(onWrite: () => void | Promise<void> = () => undefined) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const end = { closed: 0, aborted: 0 };
  const stream = new WritableStream<Uint8Array<ArrayBuffer>>({
    async write(piece) {
      parts.push(piece.slice());
      await onWrite();
    },
    close() {
      end.closed++;
    },
    abort() {
      end.aborted++;
    },
  });
  return { stream, end, bytes: () => concat(...parts) };
}

async function hasDisk(): Promise<boolean> {
  try {
    await navigator.storage.getDirectory();
    return true;
  } catch {
    return false;
  }
}

async function refused(work: Promise<unknown>, code: string): Promise<void> {
  expect(await rejection(work)).to.have.property('code', code);
}

for (const place of placesOf('compression')) {
  describe(`a file compressed ${place.name}`, () => {
    let bridge: CompressionBridge;
    before(() => (bridge = createCompressionBridge(place.openBridge())));
    after(() => bridge.destroy());

    for (const { size, level } of [
      { size: 0, level: undefined },
      { size: 1, level: 9 },
      { size: 100_000, level: 'auto' },
      { size: 2.5 * MiB, level: undefined },
      { size: 2.5 * MiB, level: 4 },
    ] as const) {
      it(`is the same again, and one member: ${size} bytes, level ${level}`, async () => {
        const bytes = large.slice(0, size);
        const file = await bridge.compressData(fileOf(bytes), { level });
        expect([file.name, file.type]).to.deep.equal(['report.txt.gz', 'application/gzip']);
        expect(file.lastModified).to.equal(1_700_000_000_000);
        expect(same(await inflateNatively(await bytesOf(file), 'gzip'), bytes)).to.equal(true);
        const back = await bridge.decompressData(file);
        expect([back.name, back.lastModified]).to.deep.equal(['report.txt', 1_700_000_000_000]);
        expect(same(await bytesOf(back), bytes)).to.equal(true);
      });
    }

    it('is named by what it is', async () => {
      const named = async (name: string, algorithm?: 'deflate' | 'deflate-raw') =>
        (await bridge.compressData(fileOf('text', name), { algorithm })).name;
      expect(await named('a.txt', 'deflate')).to.equal('a.txt.zz');
      expect(await named('a.txt', 'deflate-raw')).to.equal('a.txt.deflate');
      expect(await named('')).to.equal('untitled.gz');
      const gzip = await bytesOf(await bridge.compressData(utf8('text')));
      for (const [name, inside] of [
        ['a.tgz', 'a.tar'],
        ['A.TAR.GZ', 'A.tar'],
        ['b.svgz', 'b.svg'],
        ['c', 'c.out'],
        ['.gz', '.gz.out'],
        ['', 'untitled.out'],
      ] as const) {
        expect((await bridge.decompressData(fileOf(gzip, name))).name).to.equal(inside);
      }
      expect((await bridge.decompressData(gzip, undefined, { name: 'x/../y' })).name).to.equal('x_.._y');
    });

    it('is stored when it is compressed already and the level is auto', async () => {
      const bytes = plaintext(3 * MiB);
      const file = await bridge.compressData(fileOf(bytes, 'a.jpg', 'image/jpeg'), { level: 'auto' });
      expect(file.size).to.be.within(bytes.length, bytes.length + 1000);
      expect(same(await inflateNatively(await bytesOf(file), 'gzip'), bytes)).to.equal(true);
    });

    it('is kept on disk when asked to, where there is one', async () => {
      const work = bridge.compressData(fileOf(large), { to: 'disk' });
      if (!(await hasDisk())) return refused(work, 'unwritable');
      const file = await work;
      const back = await bridge.decompressData(file, 'gzip', { to: 'disk' });
      expect(same(await bytesOf(back), large)).to.equal(true);
      await Promise.all([bridge.discard(file), bridge.discard(back)]);
      await rejection(back.arrayBuffer());
      return undefined;
    });

    it('is written to a stream in order, and read from one', async () => {
      for (const bytes of [large, large.slice(0, 50_000)]) {
        const packed = keeper();
        const description = await bridge.compressData(fileOf(bytes), { to: packed.stream });
        expect(description.name).to.equal('report.txt.gz');
        expect(description.size).to.equal(packed.bytes().length);
        const unpacked = keeper();
        await bridge.decompressData(packed.bytes(), 'gzip', { to: unpacked.stream });
        expect(same(unpacked.bytes(), bytes)).to.equal(true);
        expect([packed.end, unpacked.end]).to.deep.equal(Array(2).fill({ closed: 1, aborted: 0 }));
      }
    });

    it('comes through a stream no faster than it is taken', async () => {
      const first = gate();
      const taken = gate();
      let writes = 0;
      const slow = keeper(() => {
        writes++;
        first.open();
        return taken.promise;
      });
      const bytes = concat(large, large, large, large);
      const file = await bridge.compressData(bytes);
      const reports: Progress[] = [];
      const done = bridge.decompressData(file, 'gzip', {
        to: slow.stream,
        onProgress: (now) => void reports.push(now),
      });
      await first.promise;
      // another call goes to the other worker and comes back: time enough to run away
      await bridge.decompressData(await bridge.compressData(large));
      expect(writes).to.equal(1);
      expect(reports.every(({ loaded }) => loaded < file.size)).to.equal(true);
      taken.open();
      expect((await done).size).to.equal(bytes.length);
    });

    it('tells what a stream said when it refuses the bytes', async () => {
      const full = new Error('full');
      const stream = () => new WritableStream<Uint8Array<ArrayBuffer>>({ write: () => Promise.reject(full) });
      const gzip = await bridge.compressData(large);
      for (const start of [
        () => bridge.compressData(large, { to: stream() }),
        () => bridge.decompressData(gzip, 'gzip', { to: stream() }),
      ]) {
        const reason = await rejection(start());
        expect(reason).to.be.instanceOf(OperationError).with.property('code', 'unwritable');
        expect(reason).to.have.property('cause', full);
      }
    });

    it('aborts the stream, and hands out no File, when the data turn out to be damaged', async () => {
      const gzip = await bytesOf(await bridge.compressData(large));
      const cut = gzip.slice(0, -100);
      const target = keeper();
      await refused(bridge.decompressData(cut, undefined, { to: target.stream }), 'truncated');
      expect(target.end).to.deep.equal({ closed: 0, aborted: 1 });
      await refused(bridge.decompressData(cut), 'truncated');
      await refused(bridge.decompressData(concat(gzip, utf8('junk'))), 'corrupt');
      await refused(bridge.decompressData(large), 'not-compressed');
      await refused(bridge.decompressData(gzip, undefined, { maxSize: MiB }), 'too-large');
    });

    it('reports its progress in bytes of the input, up to the end', async () => {
      for (const bytes of [large, large.slice(0, 5000)]) {
        const reports: Progress[] = [];
        const file = await bridge.compressData(bytes, { onProgress: (now) => void reports.push(now) });
        expect(reports.at(-1)).to.include({ loaded: bytes.length, total: bytes.length });
        reports.length = 0;
        await bridge.decompressData(file, undefined, { onProgress: (now) => void reports.push(now) });
        expect(reports.at(-1)).to.include({ loaded: file.size, total: file.size });
      }
    });

    it('stops when it is aborted, and works on', async () => {
      for (const start of [
        (signal: AbortSignal) => bridge.compressData(new Uint8Array(8 * MiB), { level: 9, signal }),
        (signal: AbortSignal) => bridge.compressData(large.slice(0, 99), { signal, to: keeper().stream }),
      ]) {
        const controller = new AbortController();
        const work = start(controller.signal);
        controller.abort(new Error('enough'));
        expect(await rejection(work))
          .to.be.instanceOf(IPCError)
          .with.property('name', 'AbortError');
      }
      expect((await bridge.compressData(utf8('text'))).size).to.be.above(18);
    });

    it('recognises the format when null stands for none', async () => {
      const packed = await bridge.compressData(utf8('text'));
      expect(await (await bridge.decompressData(packed, null as unknown as undefined)).text()).to.equal('text');
    });

    it('refuses what makes no sense, before anything starts', async () => {
      const wrong = { algorithm: 'zip' } as unknown as { algorithm: 'gzip' };
      await refused(bridge.compressData(large, wrong), 'invalid');
      for (const level of [-1, 10, 1.5, Number.NaN, 'best']) {
        await refused(bridge.compressData(large, { level: level as 1 }), 'invalid');
      }
      await refused(bridge.compressData(large, { algorithm: 'brotli', level: 5 }), 'invalid');
      await refused(bridge.compressData('text' as unknown as Blob), 'invalid');
      await refused(bridge.compressData(large, { to: 'nowhere' as 'disk' }), 'invalid');
      await refused(bridge.decompressData(large, 'zip' as 'gzip'), 'invalid');
      for (const algorithm of ['', ['gzip'], 'constructor']) {
        await refused(bridge.compressData(large, { algorithm: algorithm as 'gzip' }), 'invalid');
        await refused(bridge.decompressData(large, algorithm as 'gzip'), 'invalid');
      }
      await refused(bridge.compressData(large, { name: 5 as unknown as string }), 'invalid');
      await refused(bridge.decompressData(large, 'gzip', { name: 5 as unknown as string }), 'invalid');
      for (const limit of [0, -1, Number.NaN, '5' as unknown as number]) {
        await refused(bridge.decompressData(large, 'gzip', { maxSize: limit }), 'invalid');
        await refused(bridge.decompressData(large, 'gzip', { maxRatio: limit }), 'invalid');
      }
    });
  });
}
