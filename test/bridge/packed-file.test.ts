/** WorkerBridge.pipeline: what is packed comes out again, whatever happened to the chunks, or it is said what is wrong with them. */
import { expect, waitUntil } from '@open-wc/testing';
import type { PackedFile } from '../../src/bridge/packed-file.js';
import type { PipelineBridge } from '../../src/bridge/pipeline-bridge.js';
import type { PipelineStages } from '../../src/bridge/pipeline-stages.js';
import type { Progress } from '../../src/operation.js';
import type { Chunk, ChunkFaults, ChunkMetadata } from '../../src/operations/file.js';
import { chance } from '../support/chance.js';
import { prose } from '../support/compressing.js';
import { rejection } from '../support/outcome.js';
import { pipelinePlaces, resultFolders, type OpenPipeline } from '../support/pipeline.js';
import { bytesOf, plaintext, same, testKey } from '../support/sealing.js';

const MiB = 2 ** 20;
const text = prose(3 * MiB + 1);
const noise = plaintext(3 * MiB + 1);
const fileOf = (bytes: BlobPart, name = 'secret plan.txt') =>
  new File([bytes], name, { type: 'text/plain', lastModified: 1_700_000_000_000 });
/** What arrives at the other end: through JSON, as it would. */
const sent = (manifest: ChunkMetadata): ChunkMetadata => JSON.parse(JSON.stringify(manifest)) as ChunkMetadata;

const packing = ['hash', 'compress', 'seal', 'chunk'];
const unpacking = ['merge', 'open', 'decompress', 'verify'];

function expectWhole(reports: readonly Progress[], total: number, stages: readonly string[]): void {
  expect(reports.every((report) => report.total === total)).to.equal(true);
  const loaded = reports.map((report) => report.loaded);
  expect(loaded).to.deep.equal([...loaded].sort((one, two) => one - two));
  expect(loaded.at(-1)).to.equal(total);
  expect([...new Set(reports.map(({ status }) => status))]).to.deep.equal(stages);
}

async function faultsOf(work: Promise<unknown>): Promise<ChunkFaults> {
  const reason = await rejection(work);
  if (!(reason instanceof Error)) throw reason;
  expect(reason).to.have.property('code', 'corrupt', reason.message);
  return reason.cause as ChunkFaults;
}

async function damaged(chunk: Blob): Promise<Blob> {
  const bytes = await bytesOf(chunk);
  bytes[bytes.length >> 1]! ^= 1;
  return new Blob([bytes]);
}

function shuffled<Value>(list: readonly Value[], seed = 5): Value[] {
  const pick = chance(seed);
  return list
    .map((value) => ({ value, key: pick(1e6) }))
    .sort((one, two) => one.key - two.key)
    .map(({ value }) => value);
}

for (const place of pipelinePlaces) {
  describe(`a file through the pipeline ${place.name}`, () => {
    let open: OpenPipeline;
    let pipeline: PipelineBridge;
    let packed: PackedFile;
    before(async () => {
      open = place.open();
      ({ pipeline } = open);
      packed = await pipeline.packFile(fileOf(noise), testKey, { chunkSize: MiB / 2 });
    });
    after(() => open.destroy());
    const unpack = (chunks: readonly (Chunk | undefined)[], manifest = sent(packed.manifest)) =>
      pipeline.unpackFile(chunks, manifest, testKey);

    for (const size of [0, 1, 2, 65_535, 65_536, MiB - 1, MiB, MiB + 1, 2 * MiB, 2 * MiB + 1, 3 * MiB + 1]) {
      it(`is the same again: ${size} bytes, that shrink and that do not`, async () => {
        for (const bytes of [text.subarray(0, size), noise.subarray(0, size)]) {
          const reports: Progress[] = [];
          const onProgress = (report: Progress) => void reports.push(report);
          const { chunks, manifest } = await pipeline.packFile(fileOf(bytes), testKey, { onProgress });
          expectWhole(reports, size, packing);
          expect(chunks.every((chunk, i) => chunk.size === MiB || i === chunks.length - 1)).to.equal(true);
          reports.length = 0;
          const back = await pipeline.unpackFile(chunks, sent(manifest), testKey, { onProgress });
          expectWhole(reports, manifest.totalSize, unpacking);
          expect([back.name, back.type, back.lastModified]).to.deep.equal([
            'secret plan.txt',
            'text/plain',
            1_700_000_000_000,
          ]);
          expect(same(await bytesOf(back), bytes)).to.equal(true);
        }
      });
    }

    it('is named in the manifest as nothing, or as the caller wants', async () => {
      const { manifest, sha256, file } = packed;
      const told = JSON.stringify(manifest);
      for (const secret of ['plan', 'text/plain', '1700000000000', sha256]) expect(told).not.to.contain(secret);
      expect([manifest.fileName, file.name]).to.deep.equal(['package.sealed', 'package.sealed']);
      const named = await pipeline.packFile(fileOf('a'), testKey, { name: 'for/you' });
      expect(named.manifest.fileName).to.equal('for_you');
      const back = await pipeline.unpackFile(named.chunks, named.manifest, testKey, { name: 'mine' });
      expect(back.name).to.equal('mine');
      expect((await pipeline.packFile(new Uint8Array(1), testKey)).manifest.fileName).to.equal('package.sealed');
    });

    it('is hashed as sha256sum does, and sealed as a gzip file that opens by hand', async () => {
      const { crypto, compression, file } = open.stages;
      expect(packed.sha256).to.equal(await file.hashFile(noise, 'SHA-256', {}));
      const gzip = await crypto.openFile(packed.file, testKey, {});
      expect(gzip.name).to.equal('secret plan.txt.gz');
      const plain = await compression.decompressData(gzip, 'gzip', {});
      expect(same(await bytesOf(plain), noise)).to.equal(true);
    });

    it('is stored where nothing can be gained, and shrinks where it can', async () => {
      expect(packed.file.size).to.be.within(noise.length, noise.length + 6000);
      expect((await pipeline.packFile(text, testKey)).file.size).to.be.lessThan(text.length / 2);
    });

    it('may shrink to nearly nothing, as far as is allowed', async () => {
      // beyond what decompressData allows by itself
      const zeros = new Uint8Array(90 * MiB);
      const { chunks, manifest } = await pipeline.packFile(zeros, testKey, { to: 'memory' });
      expect(chunks).to.have.length(1);
      expect((await pipeline.unpackFile(chunks, manifest, testKey)).size).to.equal(zeros.length);
      const refused = pipeline.unpackFile(chunks, manifest, testKey, { maxSize: zeros.length - 1 });
      expect(await rejection(refused)).to.have.property('code', 'too-large');
    });

    it('comes out whatever the order of its chunks is, numbered or not', async () => {
      const numbered = packed.chunks.map((data, index) => ({ index, data }));
      expect(packed.chunks).to.have.length(7);
      for (const chunks of [packed.chunks, [...packed.chunks].reverse(), shuffled(packed.chunks), shuffled(numbered)]) {
        expect(same(await bytesOf(await unpack(chunks)), noise)).to.equal(true);
      }
    });

    it('is told what is lost, doubled, damaged, or all of it', async () => {
      const chunks = packed.chunks;
      const none = { missing: [], doubled: [], damaged: [], unknown: [] };
      const bad = await damaged(chunks[3]!);
      const holes = chunks.map((chunk, i) => (i === 2 ? undefined : chunk));
      expect(await faultsOf(unpack(holes))).to.deep.equal({ ...none, missing: [2] });
      expect(await faultsOf(unpack(chunks.slice(0, 5)))).to.deep.equal({ ...none, missing: [5, 6] });
      expect(await faultsOf(unpack([]))).to.deep.equal({ ...none, missing: [0, 1, 2, 3, 4, 5, 6] });
      expect(await faultsOf(unpack([...chunks, chunks[1]!]))).to.deep.equal({ ...none, doubled: [1] });
      expect(await faultsOf(unpack(chunks.map((chunk, i) => (i === 3 ? bad : chunk))))).to.deep.equal({
        ...none,
        damaged: [3],
      });
      expect(await faultsOf(unpack([...chunks, bad]))).to.deep.equal({ ...none, unknown: [7] });
      const numbered = chunks.map((data, index) => ({ index, data }));
      const all = shuffled([...numbered.slice(2), numbered[4]!, { index: 0, data: bad }, { index: 99, data: bad }]);
      const { missing, doubled, damaged: broken, unknown } = await faultsOf(unpack(all));
      expect([missing, doubled, broken]).to.deep.equal([[1], [4], [0]]);
      expect(unknown).to.deep.equal([all.findIndex(({ index }) => index === 99)]);
    });

    it('does not open with another secret', async () => {
      const other = pipeline.unpackFile(packed.chunks, packed.manifest, new Uint8Array(32));
      expect(await rejection(other)).to.have.property('code', 'cannot-open');
      const phrase = await pipeline.packFile(fileOf('a'), 'correct horse', {
        kdf: { name: 'pbkdf2', iterations: 1e5 },
      });
      const { chunks, manifest } = phrase;
      expect(await rejection(pipeline.unpackFile(chunks, manifest, 'wrong'))).to.have.property('code', 'cannot-open');
      expect(await (await pipeline.unpackFile(chunks, manifest, 'correct horse')).text()).to.equal('a');
    });

    it('is not taken for another, whatever the manifest says', async () => {
      const { manifest, chunks } = packed;
      const swapped = manifest.chunks.map((chunk, i) => ({
        ...chunk,
        sha256: manifest.chunks[i < 2 ? 1 - i : i]!.sha256,
      }));
      const unknown = manifest.chunks.map((chunk) => ({ ...chunk, sha256: 'ab'.repeat(32) }));
      for (const [change, code] of [
        [{ count: 6 }, 'invalid'],
        [{ totalSize: 5 }, 'invalid'],
        [{ totalSize: '5' }, 'invalid'],
        [{ chunkSize: MiB }, 'invalid'],
        [{ fileName: 5 }, 'invalid'],
        [{ chunks: manifest.chunks.slice(1) }, 'invalid'],
        [{ chunks: [...manifest.chunks].reverse() }, 'invalid'],
        [{ chunks: [] }, 'invalid'],
        [{ chunks: [null] }, 'invalid'],
        [{ chunks: manifest.chunks.map((chunk) => ({ ...chunk, sha256: undefined })) }, 'invalid'],
        [{ chunks: unknown }, 'corrupt'],
        // in the order that the manifest says, which is not that of the file
        [{ chunks: swapped }, 'not-sealed'],
      ] as const) {
        const wrong = { ...sent(manifest), ...change } as ChunkMetadata;
        expect(await rejection(unpack(chunks, wrong)), JSON.stringify(change)).to.have.property('code', code);
      }
      for (const wrong of [null, undefined, 'x', {}] as unknown as ChunkMetadata[]) {
        const reason = await rejection(pipeline.unpackFile(chunks, wrong, testKey));
        expect(reason).to.have.property('code', 'invalid');
      }
      // what it is called there is of no weight
      const renamed = await unpack(chunks, { ...sent(manifest), fileName: 'evil.exe', type: 'x/y', lastModified: 1 });
      expect([renamed.name, renamed.type]).to.deep.equal(['secret plan.txt', 'text/plain']);
    });

    it('is only what packFile made', async () => {
      const { crypto, file } = open.stages;
      for (const plain of ['text', new Uint8Array(0)]) {
        const sealed = await crypto.sealFile(fileOf(plain), testKey, {});
        const { chunks, metadata } = await file.chunkFile(sealed, MiB, 'a', { hash: true });
        expect(await rejection(unpack(chunks, metadata))).to.have.property('code', 'unsupported');
      }
    });

    it('is refused when what comes out is not what went in', async () => {
      const lying = place.open((stages) => ({
        file: { ...stages.file, hashFile: () => Promise.resolve('ab'.repeat(32)) },
      }));
      const { chunks, manifest } = await lying.pipeline.packFile(fileOf('text'), testKey);
      lying.destroy();
      const reason = await rejection(unpack(chunks, manifest));
      expect(reason).to.have.property('code', 'corrupt');
      expect(reason)
        .to.have.property('message')
        .that.matches(/not the one that was packed/);
    });

    it('is refused at the door when what is asked makes no sense', async () => {
      const { chunks, manifest } = packed;
      const stream = new WritableStream() as unknown as 'disk';
      for (const work of [
        () => pipeline.packFile('text' as unknown as Blob, testKey),
        () => pipeline.packFile(noise, ''),
        () => pipeline.packFile(noise, testKey, { chunkSize: 0 }),
        () => pipeline.packFile(noise, testKey, { chunkSize: 1.5 }),
        () => pipeline.packFile(noise, testKey, { level: 11 as 9 }),
        () => pipeline.packFile(noise, testKey, { to: stream }),
        () => pipeline.packFile(noise, testKey, { timeout: -1 }),
        () => pipeline.unpackFile('text' as unknown as Blob[], manifest, testKey),
        () => pipeline.unpackFile(chunks, manifest, new Uint8Array(31)),
        () => pipeline.unpackFile(chunks, manifest, testKey, { to: stream }),
        () => pipeline.unpackFile(chunks, manifest, testKey, { maxSize: 0 }),
        () => pipeline.unpackFile(chunks, manifest, testKey, { maxSize: Number.NaN }),
      ]) {
        expect(await rejection(work())).to.have.property('code', 'invalid');
      }
    });

    it('is not begun for a passphrase that cannot be stretched so', async () => {
      const reports: Progress[] = [];
      const onProgress = (progress: Progress) => reports.push(progress);
      for (const kdf of [
        { name: 'pbkdf2', iterations: 1 },
        { name: 'scrypt' } as unknown as { name: 'pbkdf2' },
      ] as const) {
        const work = pipeline.packFile(noise, 'passphrase', { kdf, onProgress });
        expect(await rejection(work)).to.have.property('code', 'invalid');
      }
      expect(reports).to.deep.equal([]);
    });

    it('takes the secret as it was at the call', async () => {
      const key = new Uint8Array(32).fill(9);
      const work = pipeline.packFile(fileOf('text'), key);
      key.fill(0);
      const { chunks, manifest } = await work;
      const back = await pipeline.unpackFile(chunks, manifest, new Uint8Array(32).fill(9));
      expect(await back.text()).to.equal('text');
    });

    it('stands nowhere on disk between the stages when the result is kept in memory', async () => {
      const places: unknown[] = [];
      const watched = place.open(({ crypto, compression, file }: PipelineStages) => ({
        crypto: {
          sealFile: (data, secret, options) => crypto.sealFile(data, secret, options),
          openFile(data, secret, options) {
            places.push(options.to);
            return crypto.openFile(data, secret, options);
          },
        },
        compression: {
          compressData(data, options) {
            places.push(options.to);
            return compression.compressData(data, options);
          },
          decompressData: (data, name, options) => compression.decompressData(data, name, options),
        },
        file,
      }));
      for (const to of ['memory', 'auto'] as const) {
        const { chunks, manifest } = await watched.pipeline.packFile(fileOf(text), testKey, { to });
        await watched.pipeline.unpackFile(chunks, manifest, testKey, { to });
      }
      expect(places).to.deep.equal(['memory', 'memory', 'auto', 'auto']);
      watched.destroy();
    });

    it('has one deadline for all stages', async () => {
      const timeout = 1;
      expect(await rejection(pipeline.packFile(noise, testKey, { timeout }))).to.have.property('code', 'timeout');
      const { chunks, manifest } = packed;
      const work = pipeline.unpackFile(chunks, manifest, testKey, { timeout });
      expect(await rejection(work)).to.have.property('code', 'timeout');
    });
  });

  describe(`what the pipeline has on disk ${place.name}`, () => {
    type Happening = (stage: string) => void;
    const failure = new Error('broken');
    /** Each stage that makes a file makes it on disk, and `happens` is told of each once it has begun; one fails. */
    const onDisk = async (happens: Happening = () => undefined, failing = () => '') => {
      const to = (await resultFolders()) === null ? 'auto' : 'disk';
      const begun = async <Result>(stage: string, start: () => Promise<Result>): Promise<Result> => {
        if (failing() === stage) throw failure;
        const work = start();
        happens(stage);
        return work;
      };
      return place.open(({ crypto, compression, file }: PipelineStages) => ({
        crypto: {
          sealFile: (data, secret, options) => begun('seal', () => crypto.sealFile(data, secret, { ...options, to })),
          openFile: (data, secret, options) => begun('open', () => crypto.openFile(data, secret, { ...options, to })),
        },
        compression: {
          compressData: (data, options) => begun('compress', () => compression.compressData(data, { ...options, to })),
          decompressData: (data, name, options) =>
            begun('decompress', () => compression.decompressData(data, name, { ...options, to })),
        },
        file: {
          hashFile: (data, name, options) => begun('hash', () => file.hashFile(data, name, options)),
          chunkFile: (data, size, name, options) => begun('chunk', () => file.chunkFile(data, size, name, options)),
          mergeChunks: (chunks, options) => begun('merge', () => file.mergeChunks(chunks, options)),
        },
      }));
    };
    const count = async () => (await resultFolders())?.length ?? 0;
    const freed = (wanted: number) =>
      waitUntil(async () => (await count()) === wanted, 'the disk is freed', { timeout: 15_000 });

    it('is the result and nothing else, until that is discarded', async () => {
      const before = await count();
      const step = (await resultFolders()) === null ? 0 : 1;
      const open = await onDisk();
      const { pipeline } = open;
      const { chunks, manifest, file } = await pipeline.packFile(fileOf(text), testKey);
      await freed(before + step);
      const back = await pipeline.unpackFile(chunks, manifest, testKey);
      await freed(before + 2 * step);
      expect(same(await bytesOf(back), text)).to.equal(true);
      await Promise.all([pipeline.discard(file), pipeline.discard(back)]);
      expect(await count()).to.equal(before);
      open.destroy();
    });

    for (const ending of ['aborted', 'failed'] as const) {
      it(`is nothing when a stage is ${ending}, whichever it is`, async () => {
        const before = await count();
        let at = '';
        let controller = new AbortController();
        const abort: Happening = (stage) => {
          if (stage === at) controller.abort(new Error('enough'));
        };
        const open = await (ending === 'failed' ? onDisk(undefined, () => at) : onDisk(abort));
        const { pipeline } = open;
        const expectEnd = async (work: Promise<unknown>) => {
          const reason = await rejection(work);
          if (ending === 'failed') expect(reason).to.equal(failure);
          else expect(reason).to.include({ code: 'aborted', name: 'AbortError' });
        };
        for (at of packing) {
          controller = new AbortController();
          await expectEnd(pipeline.packFile(fileOf(text), testKey, { signal: controller.signal }));
          await freed(before);
        }
        at = '';
        const { chunks, manifest, file } = await pipeline.packFile(fileOf(text), testKey, { to: 'memory' });
        const kept = await count();
        // `verify` is the call that `hash` is
        for (at of ['merge', 'open', 'decompress', 'hash']) {
          controller = new AbortController();
          const { signal } = controller;
          await expectEnd(pipeline.unpackFile(chunks, manifest, testKey, { signal }));
          await freed(kept);
        }
        await pipeline.discard(file);
        open.destroy();
      });
    }

    it('is nothing when the last report aborts it', async () => {
      const before = await count();
      const open = await onDisk();
      const { pipeline } = open;
      const controller = new AbortController();
      const onProgress = ({ loaded, total, status }: Progress) => {
        if (loaded === total && status === 'chunk') controller.abort();
      };
      const { signal } = controller;
      const reason = await rejection(pipeline.packFile(fileOf(text), testKey, { signal, onProgress }));
      expect(reason).to.have.property('code', 'aborted');
      await freed(before);
      open.destroy();
    });
  });
}
