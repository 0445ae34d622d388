/** The file operations called as what they are: plain functions. */
import { expect } from '@open-wc/testing';
import type { AnyOperation } from '../../src/operation.js';
import { chunkFile, fileOperations, hashFile, mergeChunks } from '../../src/operations/file.js';
import { withoutWasm } from '../support/no-wasm.js';
import { listening, quiet } from '../support/operation-context.js';
import { rejection } from '../support/outcome.js';
import { fileCases, type FileCall } from './file-cases.js';

const call: FileCall = async (type, input) => {
  const operation: AnyOperation = fileOperations[type];
  return (await operation(input as never, quiet())) as never;
};
const MiB = 2 ** 20;

describe('the file operations', () => {
  for (const { title, run } of fileCases) it(title, () => run(call));

  it('hash large files where WebAssembly is forbidden, all but XXH3', async () => {
    const data = new Blob([new Uint8Array(16 * MiB + 1)]);
    const algorithms = ['SHA-256', 'MD5', 'CRC-32'] as const;
    const expected = await call('hash-file', { data, algorithms });
    const plain = await withoutWasm(() => call('hash-file', { data, algorithms }));
    expect(plain).to.deep.equal(expected);
    const reason = await withoutWasm(() => rejection(call('hash-file', { data, algorithms: ['SHA-1', 'XXH3'] })));
    expect(reason).to.have.property('code', 'unsupported');
  });

  it('tell how far they are, in bytes of the file, and stop when told', async () => {
    const data = new Blob([new Uint8Array(17 * MiB)]);
    const { context, reports } = listening();
    await hashFile({ data }, context);
    expect(reports.length).to.be.greaterThan(1);
    expect(reports.at(-1)).to.deep.equal({ loaded: data.size, total: data.size });
    const controller = new AbortController();
    const stopped = { ...quiet(controller.signal), progress: () => controller.abort(new Error('enough')) };
    expect(await rejection(hashFile({ data }, stopped))).to.have.property('message', 'enough');
  });

  it('take what is hashed in one go bit by bit too, unless it is the platform that hashes', async () => {
    const data = new Blob([new Uint8Array(4 * MiB)]);
    const { context, reports } = listening();
    await hashFile({ data, algorithms: ['MD5', 'SHA-256'] }, context);
    const loaded = reports.map((report) => report.loaded);
    expect(loaded.slice(0, 4)).to.deep.equal([MiB, 2 * MiB, 3 * MiB, 4 * MiB]);
    const controller = new AbortController();
    const stopped = { ...quiet(controller.signal), progress: () => controller.abort(new Error('enough')) };
    expect(await rejection(hashFile({ data, algorithms: ['MD5'] }, stopped))).to.have.property('message', 'enough');
  });

  it('tell how far merging is after each chunk, and hash no more of them when told to stop', async () => {
    const { chunks, metadata } = await chunkFile({ data: new Blob(['abcdefgh']), chunkSize: 1, hash: true }, quiet());
    const { context, reports } = listening();
    await mergeChunks({ chunks, metadata }, context);
    const counted = [1, 2, 3, 4, 5, 6, 7, 8, 16].map((loaded) => ({ loaded, total: 16 }));
    expect(reports).to.deep.equal(counted);

    const read: number[] = [];
    const watched = chunks.map((chunk, index) =>
      Object.assign(chunk.slice(), { slice: (...range: number[]) => (read.push(index), chunk.slice(...range)) }),
    );
    const controller = new AbortController();
    const progress = (loaded: number) => loaded === 3 && controller.abort(new Error('enough'));
    const stopped = { ...quiet(controller.signal), progress };
    expect(await rejection(mergeChunks({ chunks: watched, metadata }, stopped))).to.have.property('message', 'enough');
    expect(read).to.deep.equal([0, 1, 2]);
  });
});
