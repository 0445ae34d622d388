/** One table of cases for the file operations: it runs over the plain functions, over a worker and over the page. */
import { expect } from '@open-wc/testing';
import { OperationError, type OperationErrorCode } from '../../src/errors.js';
import type { InputOf, OutputOf } from '../../src/operation.js';
import type { ChunkFaults, ChunkMetadata, Cut, fileOperations, HashAlgorithm } from '../../src/operations/file.js';
import { toHex, utf8 } from '../../src/streams/bytes.js';
import { rejection } from '../support/outcome.js';
import { bytesOf, plaintext, same } from '../support/sealing.js';

type Operations = typeof fileOperations;
export type FileCall = <Type extends keyof Operations>(
  type: Type,
  input: InputOf<Operations[Type]>,
) => Promise<OutputOf<Operations[Type]>>;

export interface FileCase {
  readonly title: string;
  readonly run: (call: FileCall) => Promise<void>;
}

const MiB = 2 ** 20;
const everything: HashAlgorithm[] = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'MD5', 'CRC-32', 'XXH3', 'BLAKE3'];
/** What sha256sum, b3sum and their kind say of a file that is empty. */
const ofNothing = {
  'SHA-1': 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'SHA-256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  MD5: 'd41d8cd98f00b204e9800998ecf8427e',
  'CRC-32': '00000000',
  XXH3: '2d06800538d394c2',
  BLAKE3: 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262',
} satisfies Partial<Record<HashAlgorithm, string>>;

async function refused(work: Promise<unknown>, code: OperationErrorCode): Promise<OperationError> {
  const reason = await rejection(work);
  if (!(reason instanceof OperationError)) throw reason;
  expect(reason.code).to.equal(code);
  return reason;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

const hashing: FileCase[] = [
  {
    title: 'hashes nothing by every function at once',
    run: async (call) => {
      const digests = await call('hash-file', { data: new Blob([]), algorithms: everything });
      expect(Object.keys(digests)).to.deep.equal(everything);
      expect(digests).to.include(ofNothing);
    },
  },
  {
    title: 'hashes a Blob, a buffer and a view alike, by SHA-256 unless told otherwise',
    run: async (call) => {
      const bytes = utf8('-abc-');
      const view = bytes.subarray(1, 4);
      for (const data of [new Blob([view]), view.slice().buffer, view]) {
        const digests = await call('hash-file', { data });
        expect(digests).to.deep.equal({ 'SHA-256': await sha256(utf8('abc')) });
      }
    },
  },
  {
    title: 'hashes what is too large for one native digest to the same, all functions in one read',
    run: async (call) => {
      const bytes = plaintext(16 * MiB + 5);
      const whole = await call('hash-file', { data: new Blob([bytes]), algorithms: everything });
      for (const name of ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const) {
        expect(whole[name]).to.equal(toHex(new Uint8Array(await crypto.subtle.digest(name, bytes))));
      }
      const parts = bytes.length - 2 * MiB;
      const state = await call('hash-part', { data: new Blob([bytes.subarray(0, parts)]), algorithms: everything });
      const rest = await call('hash-file', { data: new Blob([bytes]), algorithms: everything, state });
      expect(rest).to.deep.equal(whole);
    },
  },
  {
    title: 'goes on from a state, in the whole or with what follows, after a journey through JSON',
    run: async (call) => {
      const bytes = plaintext(1000);
      const algorithms = ['SHA-256', 'BLAKE3'] as const;
      const whole = await call('hash-file', { data: bytes, algorithms });
      for (const cut of [0, 1, 64, 65, 999, 1000]) {
        const state = await call('hash-part', { data: bytes.subarray(0, cut), algorithms });
        expect(state.offset).to.equal(cut);
        const again = JSON.parse(JSON.stringify(state)) as typeof state;
        expect(await call('hash-file', { data: bytes, algorithms, state: again })).to.deep.equal(whole);
        const rest = { data: bytes.subarray(cut), from: cut, state: again };
        expect(await call('hash-file', { ...rest, algorithms: ['BLAKE3'] })).to.deep.equal({ BLAKE3: whole.BLAKE3 });
        const end = await call('hash-part', { ...rest, algorithms });
        expect(await call('hash-file', { data: new Blob([]), from: 1000, state: end, algorithms })).to.deep.equal(
          whole,
        );
      }
    },
  },
  {
    title: 'begins where the state is null, as of a storage that has none',
    run: async (call) => {
      const whole = await call('hash-file', { data: utf8('ab') });
      expect(await call('hash-file', { data: utf8('ab'), state: null })).to.deep.equal(whole);
      const state = await call('hash-part', { data: utf8('a'), state: null });
      expect(await call('hash-file', { data: utf8('ab'), state })).to.deep.equal(whole);
    },
  },
  {
    title: 'refuses a state that was damaged, or is of another place or function',
    run: async (call) => {
      const data = plaintext(300);
      const state = await call('hash-part', { data: data.subarray(0, 200) });
      const [first = ''] = state.saved;
      const other = first === 'A' ? 'B' : 'A';
      for (const wrong of [
        { ...state, offset: 100 },
        { ...state, offset: -1 },
        { ...state, offset: 0.5 },
        { ...state, algorithms: ['MD5' as const] },
        { ...state, algorithms: [] },
        { ...state, saved: '' },
        { ...state, saved: '?' },
        { ...state, saved: other + state.saved.slice(1) },
        { ...state, saved: state.saved.slice(4) },
        { ...state, saved: 'A'.repeat(100_000) },
      ]) {
        await refused(call('hash-file', { data, state: wrong }), 'invalid');
      }
      for (const wrong of [0, '', 'state', [], {}]) {
        await refused(call('hash-file', { data, state: wrong as never }), 'invalid');
      }
      const told = await refused(call('hash-file', { data, state, algorithms: ['MD5'] }), 'invalid');
      expect(told.message).to.contain('MD5').and.to.contain('SHA-256');
      await refused(call('hash-file', { data: data.subarray(0, 100), state }), 'invalid');
      await refused(call('hash-file', { data, state, from: 201 }), 'invalid');
      for (const from of [1, -1, Number.NaN]) await refused(call('hash-file', { data, from }), 'invalid');
    },
  },
  {
    title: 'hashes a BLAKE3 tree in ranges',
    run: async (call) => {
      const data = new Blob([plaintext(5 * 8192 + 100)]);
      const ranges = [0, 1, 2, 3, 4, 5].map((i) => ({
        index: i * 8,
        start: i * 8192,
        end: Math.min((i + 1) * 8192, data.size),
        last: i === 5,
      }));
      const parts = await Promise.all(ranges.map((range) => call('blake3-subtree', { data, range })));
      const { BLAKE3 } = await call('hash-file', { data, algorithms: ['BLAKE3'] });
      expect(await call('blake3-merge', { parts })).to.equal(BLAKE3);
    },
  },
];

const cutting: FileCase[] = [
  ...[0, 1, 999, 1000, 1001, 2000, 4321].map((size) => ({
    title: `merges what was cut: ${size} bytes in chunks of 1000`,
    run: async (call: FileCall) => {
      const bytes = plaintext(size);
      const file = new File([bytes], 'a.bin', { type: 'x/y', lastModified: 5 });
      for (const hash of [false, true]) {
        const { chunks, metadata } = await call('chunk-file', { data: file, chunkSize: 1000, hash });
        const { fileName, type, lastModified, totalSize, chunkSize, count } = metadata;
        const facts = { fileName, type, lastModified, totalSize, chunkSize, count };
        const expected = { fileName: 'a.bin', type: 'x/y', lastModified: 5, totalSize: size, chunkSize: 1000 };
        expect(facts).to.deep.equal({ ...expected, count: Math.ceil(size / 1000) });
        expect(chunks.map((chunk) => chunk.size)).to.deep.equal(metadata.chunks.map((chunk) => chunk.size));
        for (const { index, offset, size: length, sha256: told } of metadata.chunks) {
          expect(offset).to.equal(index * 1000);
          const digest = await sha256(bytes.slice(offset, offset + length));
          expect(told).to.equal(hash ? digest : undefined);
        }
        expect(metadata.sha256).to.equal(hash ? await sha256(bytes) : undefined);
        const merged = await call('merge-chunks', { chunks, metadata });
        expect(same(await bytesOf(merged), bytes)).to.equal(true);
        expect([merged.name, merged.type, merged.lastModified]).to.deep.equal(['a.bin', 'x/y', 5]);
      }
    },
  })),
  {
    title: 'cuts bytes under a name',
    run: async (call) => {
      const { metadata } = await call('chunk-file', { data: plaintext(10), chunkSize: 4, fileName: 'b' });
      expect(metadata).to.include({ fileName: 'b', type: '', count: 3 });
    },
  },
  {
    title: 'refuses sizes that make no chunks, or too many',
    run: async (call) => {
      const data = plaintext(10);
      for (const chunkSize of [0, -1, 0.5, Number.NaN, Infinity, 2 ** 60]) {
        await refused(call('chunk-file', { data, chunkSize }), 'invalid');
      }
      await refused(call('chunk-file', { data: new Blob([new Uint8Array(1_000_001)]), chunkSize: 1 }), 'invalid');
    },
  },
];

const bytes = plaintext(4500);
const cutHashed = (call: FileCall) => call('chunk-file', { data: bytes, chunkSize: 1000, fileName: 'f', hash: true });
const cutPlain = (call: FileCall) => call('chunk-file', { data: bytes, chunkSize: 1000, fileName: 'f' });
const good: ChunkFaults = { missing: [], doubled: [], damaged: [], unknown: [] };
const changed = new Blob([plaintext(1000, 99)]);

interface Fault {
  readonly what: string;
  readonly cut: (call: FileCall) => Promise<Cut>;
  readonly list: (chunks: readonly Blob[]) => InputOf<Operations['merge-chunks']>['chunks'];
  readonly faults: Partial<ChunkFaults>;
}
const changing = <One>(list: readonly One[], at: number, by: One): One[] => list.map((one, i) => (i === at ? by : one));
const numbered = (chunks: readonly Blob[]) => chunks.map((data, index) => ({ index, data }));

const faults: Fault[] = [
  { what: 'no chunks at all', cut: cutPlain, list: () => [], faults: { missing: [0, 1, 2, 3, 4] } },
  { what: 'the last chunk lost', cut: cutPlain, list: (all) => all.slice(0, -1), faults: { missing: [4] } },
  {
    what: 'holes',
    cut: cutPlain,
    list: (all) => all.map((chunk, i) => (i === 1 ? undefined : i === 3 ? null : chunk)),
    faults: { missing: [1, 3] },
  },
  { what: 'one too many', cut: cutPlain, list: (all) => [...all, changed], faults: { unknown: [5] } },
  { what: 'a short one', cut: cutPlain, list: (all) => changing(all, 2, changed.slice(1)), faults: { damaged: [2] } },
  {
    what: 'numbers that are doubled and numbers that nobody has',
    cut: cutPlain,
    list: (all) => [...numbered(all).slice(1), { index: 2, data: changed }, { index: -1, data: changed }],
    faults: { missing: [0], doubled: [2], unknown: [5] },
  },
  {
    what: 'one damaged, by its hash',
    cut: cutHashed,
    list: (all) => changing(all, 3, changed),
    faults: { damaged: [3] },
  },
  {
    what: 'one damaged under its number, out of order',
    cut: cutHashed,
    list: (all) => numbered(changing(all, 3, changed)).reverse(),
    faults: { damaged: [3] },
  },
  {
    what: 'one doubled and one lost, told by their hashes',
    cut: cutHashed,
    list: (all) => [...all.slice(1).reverse(), ...all.slice(2, 3)],
    faults: { missing: [0], doubled: [2] },
  },
  { what: 'a stranger', cut: cutHashed, list: (all) => [...all, changed], faults: { unknown: [5] } },
];

const merging: FileCase[] = [
  ...faults.map(({ what, cut, list, faults: expected }) => ({
    title: `refuses to merge ${what}, and names it`,
    run: async (call: FileCall) => {
      const { chunks, metadata } = await cut(call);
      const reason = await refused(call('merge-chunks', { chunks: list(chunks), metadata }), 'corrupt');
      expect(reason.cause).to.deep.equal({ ...good, ...expected });
    },
  })),
  {
    title: 'merges chunks in any order, by number or by hash, equal ones too',
    run: async (call) => {
      const data = new Uint8Array([...plaintext(3000), ...new Uint8Array(3000), 1]);
      for (const hash of [true, false]) {
        const { chunks, metadata } = await call('chunk-file', { data, chunkSize: 1000, hash });
        const lists = [numbered(chunks).reverse(), ...(hash ? [[...chunks].reverse()] : [])];
        for (const list of lists) {
          const merged = await call('merge-chunks', { chunks: list, metadata });
          expect(same(await bytesOf(merged), data)).to.equal(true);
        }
      }
    },
  },
  {
    title: 'merges without a description: as they come, or by their numbers; a hole is missing all the same',
    run: async (call) => {
      const chunks = [new Blob(['a']), new Blob(['b'])];
      const [one, two] = numbered(chunks);
      expect(await (await call('merge-chunks', { chunks })).text()).to.equal('ab');
      expect(await (await call('merge-chunks', { chunks: [two, one] })).text()).to.equal('ab');
      const lost = await refused(call('merge-chunks', { chunks: [two] }), 'corrupt');
      expect(lost.cause).to.deep.equal({ ...good, missing: [0] });
      const far = await refused(call('merge-chunks', { chunks: [{ index: 1e15, data: changed }] }), 'corrupt');
      expect(far.cause).to.deep.equal({ ...good, missing: [0], unknown: [0] });
    },
  },
  {
    title: 'refuses a description that contradicts itself',
    run: async (call) => {
      const { chunks, metadata } = await cutHashed(call);
      const [first] = metadata.chunks;
      const wrong = [
        { totalSize: 4501 },
        { totalSize: -1 },
        { count: 4 },
        { chunkSize: 0 },
        { chunkSize: 500 },
        { chunks: [] },
        { chunks: [...metadata.chunks].reverse() },
        { chunks: JSON.parse('[null,null,null,null,null]') as [] },
        { chunkSize: 2 ** 60 },
        { totalSize: 2 ** 52, chunkSize: 2 ** 52 },
        { chunks: changing(metadata.chunks, 1, { ...first!, index: 1 }) },
        { chunks: changing(metadata.chunks, 1, { ...metadata.chunks[1]!, sha256: undefined }) },
        { sha256: 'abc' },
      ] satisfies Partial<ChunkMetadata>[];
      for (const change of wrong) {
        await refused(call('merge-chunks', { chunks, metadata: { ...metadata, ...change } }), 'invalid');
      }
    },
  },
  {
    title: 'tells when each chunk is as described and the whole is not',
    run: async (call) => {
      const { chunks, metadata } = await cutHashed(call);
      const other = { ...metadata, sha256: 'a'.repeat(64) };
      const reason = await refused(call('merge-chunks', { chunks, metadata: other }), 'corrupt');
      expect(reason.message).to.contain('whole');
    },
  },
];

export const fileCases: readonly FileCase[] = [...hashing, ...cutting, ...merging];
