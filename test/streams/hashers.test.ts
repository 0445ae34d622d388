/** Every hash by either implementation gives what its own vectors say. */
import { expect } from '@open-wc/testing';
import { OperationError } from '../../src/errors.js';
import { utf8 } from '../../src/streams/bytes.js';
import { hashAlgorithms, type HashAlgorithm } from '../../src/streams/hash-names.js';
import { openHasher } from '../../src/streams/hashers.js';
import { withoutWasm } from '../support/no-wasm.js';
import { rejection } from '../support/outcome.js';
import { plaintext } from '../support/sealing.js';
import blake3 from '../vectors/blake3_test_vectors.json';

/** Of `abc`: FIPS 180-2, RFC 1321, the CRC catalogue, xxHash's own tool, the BLAKE3 team's b3sum. */
const abc: Record<HashAlgorithm, string> = {
  'SHA-1': 'a9993e364706816aba3e25717850c26c9cd0d89d',
  'SHA-256': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  'SHA-384': 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  'SHA-512':
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  MD5: '900150983cd24fb0d6963f7d28e17f72',
  'CRC-32': '352441c2',
  XXH3: '78af5f94892f3950',
  BLAKE3: '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85',
};

const digestOf = async (algorithm: HashAlgorithm, ...parts: Uint8Array[]) => {
  const hasher = await openHasher(algorithm);
  for (const part of parts) hasher.update(part);
  return hasher.digest();
};

describe('a hasher', () => {
  for (const algorithm of hashAlgorithms) {
    it(`gives the published ${algorithm}, and is as new after it`, async () => {
      const hasher = await openHasher(algorithm);
      for (let twice = 0; twice < 2; twice++) {
        hasher.update(utf8('a'));
        hasher.update(utf8('bc'));
        expect(hasher.digest()).to.equal(abc[algorithm]);
      }
    });

    it(`goes on from a saved ${algorithm}`, async () => {
      const bytes = plaintext(5000);
      const first = await openHasher(algorithm);
      first.update(bytes.subarray(0, 3001));
      const second = await openHasher(algorithm);
      second.load(first.save());
      second.update(bytes.subarray(3001));
      expect(second.digest()).to.equal(await digestOf(algorithm, bytes));
    });

    if (algorithm === 'XXH3') continue;
    it(`gives the same ${algorithm} without WebAssembly`, async () => {
      const bytes = plaintext(70_000);
      const expected = await digestOf(algorithm, bytes);
      await withoutWasm(async () => {
        expect(await digestOf(algorithm, utf8('abc'))).to.equal(abc[algorithm]);
        expect(await digestOf(algorithm, bytes.subarray(0, 999), bytes.subarray(999))).to.equal(expected);
      });
    });
  }

  it('without WebAssembly has no XXH3, and cannot be saved or continued', async () => {
    await withoutWasm(async () => {
      const plain = await openHasher('MD5');
      for (const attempt of [
        () => openHasher('XXH3'),
        () => Promise.resolve().then(() => plain.save()),
        () => Promise.resolve().then(() => plain.load(new Uint8Array(4))),
      ]) {
        expect(await rejection(attempt()))
          .to.be.instanceOf(OperationError)
          .with.property('code', 'unsupported');
      }
    });
  });

  for (const { input_len, hash } of blake3.cases) {
    it(`gives the BLAKE3 team's hash of ${input_len} bytes, by either implementation`, async () => {
      const input = Uint8Array.from({ length: input_len }, (_, i) => i % 251);
      const digest = await digestOf('BLAKE3', input);
      const plain = await withoutWasm(() => digestOf('BLAKE3', input));
      expect([digest, plain]).to.deep.equal([hash.slice(0, 64), hash.slice(0, 64)]);
    });
  }
});
