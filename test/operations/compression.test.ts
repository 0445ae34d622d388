/** The compression operations called as what they are: plain functions. */
import { expect } from '@open-wc/testing';
import type { AnyOperation } from '../../src/operation.js';
import { compressionOperations } from '../../src/operations/compression.js';
import type { Bytes } from '../../src/streams/bytes.js';
import type { CompressionCall } from '../support/compressing.js';
import { quiet } from '../support/operation-context.js';
import { rejection } from '../support/outcome.js';
import { compressionCases } from './compression-cases.js';

const call: CompressionCall = async (type, input) => {
  const operation: AnyOperation = compressionOperations[type];
  return (await operation(input as never, quiet())) as never;
};

async function withDecoder(Decoder: typeof TransformStream<Bytes, Bytes>, work: () => Promise<void>): Promise<void> {
  const own = globalThis.DecompressionStream;
  Object.defineProperty(globalThis, 'DecompressionStream', { configurable: true, writable: true, value: Decoder });
  try {
    await work();
  } finally {
    Object.defineProperty(globalThis, 'DecompressionStream', { configurable: true, writable: true, value: own });
  }
}

describe('the compression operations', () => {
  for (const { title, run } of compressionCases) it(title, () => run(call));

  it('give a brotli decoder few bytes at a time, and none once a limit is passed', async () => {
    // each piece becomes a MiB: a decoder as greedy as brotli may be
    const given: number[] = [];
    class Greedy extends TransformStream<Bytes, Bytes> {
      constructor() {
        super({
          transform(piece, controller) {
            given.push(piece.length);
            controller.enqueue(new Uint8Array(2 ** 20));
          },
        });
      }
    }
    await withDecoder(Greedy, async () => {
      const input = { file: new Blob([new Uint8Array(100_000)]), algorithm: 'brotli', maxSize: 3 * 2 ** 20 } as const;
      expect(await rejection(call('decompress', input))).to.have.property('code', 'too-large');
    });
    expect(Math.max(...given)).to.equal(64);
    expect(given.length).to.be.within(4, 6);
  });
});
