/** However a file is cut into subtrees, its BLAKE3 is the one of the whole. */
import { expect } from '@open-wc/testing';
import { OperationError } from '../../src/errors.js';
import { BLAKE3_CHUNK, openBlake3Tree } from '../../src/streams/blake3-tree.js';
import type { Bytes } from '../../src/streams/bytes.js';
import { openHasher } from '../../src/streams/hashers.js';
import { withoutWasm } from '../support/no-wasm.js';
import { rejection } from '../support/outcome.js';
import { plaintext } from '../support/sealing.js';
import vectors from '../vectors/blake3_test_vectors.json';

/** In pieces of `step` bytes. */
function* inPieces(bytes: Bytes, step: number): Generator<Bytes> {
  for (let start = 0; start < bytes.length; start += step) yield bytes.subarray(start, start + step);
}

async function byParts(input: Bytes, chunks: number, step: number): Promise<string> {
  const size = chunks * BLAKE3_CHUNK;
  const values: Bytes[] = [];
  let start = 0;
  for (; start + size < input.length; start += size) {
    // each by another hand
    const tree = await openBlake3Tree();
    values.push(await tree.subtree(inPieces(input.subarray(start, start + size), step), start / BLAKE3_CHUNK));
  }
  const tree = await openBlake3Tree();
  return tree.merge(values, await tree.ending(inPieces(input.subarray(start), step), start / BLAKE3_CHUNK));
}

describe('a BLAKE3 tree', () => {
  for (const chunks of [2, 4, 16]) {
    it(`of subtrees of ${chunks} chunks has the 35 published hashes`, async () => {
      for (const { input_len, hash } of vectors.cases) {
        const input = Uint8Array.from({ length: input_len }, (_, i) => i % 251);
        expect(await byParts(input, chunks, 1000), `${input_len} bytes`).to.equal(hash.slice(0, 64));
      }
    });
  }

  for (const subtrees of [2, 3, 5, 7, 8, 9, 15, 17, 33]) {
    it(`is that of the whole, around the end of ${subtrees} subtrees and whatever the pieces`, async () => {
      const hasher = await openHasher('BLAKE3');
      for (const more of [-1, 0, 1]) {
        const input = plaintext(subtrees * 8 * BLAKE3_CHUNK + more, subtrees);
        hasher.update(input);
        const whole = hasher.digest();
        for (const step of [777, 65_536]) {
          expect(await byParts(input, 8, step), `${more}, pieces of ${step}`).to.equal(whole);
        }
      }
    });
  }

  it('counts chunks beyond 32 bits', async () => {
    const tree = await openBlake3Tree();
    const low = await tree.subtree([plaintext(2048)], 0);
    const high = await tree.subtree([plaintext(2048)], 2 ** 33);
    expect(high).to.have.length(32);
    expect(high).not.to.deep.equal(low);
  });

  it('is `unsupported` where WebAssembly is forbidden', async () => {
    const reason = await withoutWasm(() => rejection(openBlake3Tree()));
    expect(reason).to.be.instanceOf(OperationError).with.property('code', 'unsupported');
  });
});
