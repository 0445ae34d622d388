/** One table of cases for the compression operations: it runs over the plain functions, over a worker and over the page. */
import { expect } from '@open-wc/testing';
import { OperationError, type OperationErrorCode } from '../../src/errors.js';
import type { DecompressInput, DeflateFormat, Level } from '../../src/operations/compression.js';
import { concat, utf8, type Bytes } from '../../src/streams/bytes.js';
import { inflate } from '../../src/streams/inflate.js';
import { lendPieces } from '../../src/streams/read.js';
import { compressInRanges, formats, inflateNatively, levels, prose, withHeader } from '../support/compressing.js';
import type { CompressionCall as Call } from '../support/compressing.js';
import { rejection } from '../support/outcome.js';
import { bytesOf, plaintext, same } from '../support/sealing.js';

export interface CompressionCase {
  readonly title: string;
  readonly run: (call: Call) => Promise<void>;
}

const RANGE = 4096;
const sizes = [0, 1, 2, RANGE - 1, RANGE, RANGE + 1, 2 * RANGE, 5 * RANGE + 7];

async function refused(work: Promise<unknown>, code: OperationErrorCode, what = ''): Promise<void> {
  const reason = await rejection(work.then(() => `a result: ${what}`));
  expect(reason, what).to.be.instanceOf(OperationError);
  expect(reason, what).to.have.property('code', code);
}

async function decompressed(call: Call, bytes: Bytes, input: Partial<DecompressInput> = {}): Promise<Bytes> {
  return bytesOf(await call('decompress', { file: new Blob([bytes]), ...input }));
}

async function compressed(call: Call, bytes: Bytes, algorithm: DeflateFormat = 'gzip', level?: Level): Promise<Bytes> {
  return bytesOf(await call('compress', { file: new Blob([bytes]), algorithm, level }));
}

/** By the slower of the two decoders, which is zlib in JavaScript. */
async function byZlib(bytes: Bytes, algorithm: DeflateFormat): Promise<Bytes> {
  const pieces: Bytes[] = [];
  for await (const piece of inflate(
    lendPieces(new Blob([bytes]), 0, bytes.length, new AbortController().signal),
    algorithm,
  ))
    pieces.push(piece.slice());
  return concat(...pieces);
}

/** Both decoders give the bytes back: the browser's and ours. */
async function isRight(call: Call, result: Bytes, algorithm: DeflateFormat, bytes: Bytes, what: string): Promise<void> {
  expect(same(await inflateNatively(result, algorithm), bytes), `${what}, by the browser`).to.equal(true);
  expect(same(await decompressed(call, result), bytes), `${what}, by us`).to.equal(true);
}

const inRanges: CompressionCase[] = [
  ...formats.map((algorithm) => ({
    title: `joins ranges into one stream at every boundary: ${algorithm}`,
    run: async (call: Call) => {
      for (const size of sizes) {
        for (const bytes of [prose(size), plaintext(size), new Uint8Array(size)]) {
          const result = await compressInRanges(call, bytes, { algorithm, rangeSize: RANGE });
          await isRight(call, result, algorithm, bytes, `${size} bytes`);
        }
      }
    },
  })),
  ...levels.map((level) => ({
    title: `joins ranges into one stream at level ${level}`,
    run: async (call: Call) => {
      for (const algorithm of formats) {
        for (const size of [0, 1, RANGE, RANGE + 1, 2 * RANGE + 7]) {
          const bytes = prose(size);
          const result = await compressInRanges(call, bytes, { algorithm, level, rangeSize: RANGE });
          await isRight(call, result, algorithm, bytes, `${size} bytes, ${algorithm}`);
        }
      }
    },
  })),
  {
    title: 'joins a hundred ranges of few bytes',
    run: async (call) => {
      const bytes = prose(100 * 7 + 3);
      for (const level of [undefined, 0, 9] as const) {
        const result = await compressInRanges(call, bytes, { algorithm: 'gzip', level, rangeSize: 7 });
        await isRight(call, result, 'gzip', bytes, `level ${level}`);
      }
    },
  },
  {
    title: 'joins ranges of many blocks each',
    run: async (call) => {
      const bytes = concat(prose(700_000), plaintext(300_000), prose(200_000, 2), new Uint8Array(500_000));
      for (const level of [undefined, 1, 9] as const) {
        const result = await compressInRanges(call, bytes, { algorithm: 'gzip', level, rangeSize: 400_000 });
        await isRight(call, result, 'gzip', bytes, `level ${level}`);
      }
    },
  },
  {
    title: 'gives the same bytes when asked again, without a name or date',
    run: async (call) => {
      const bytes = prose(3 * RANGE);
      const [one, two] = await Promise.all(
        [1, 2].map(() => compressInRanges(call, bytes, { algorithm: 'gzip', level: 5, rangeSize: RANGE })),
      );
      expect(same(one!, two!)).to.equal(true);
      expect([...one!.subarray(0, 8)]).to.deep.equal([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
    },
  },
  {
    title: 'hands a range out as bytes',
    run: async (call) => {
      const file = new Blob([prose(RANGE)]);
      const range = { start: 0, end: RANGE, last: false };
      const input = { file, range, algorithm: 'gzip', level: undefined } as const;
      const [blob, pieces] = await Promise.all([call('compress-range', input), call('compress-pieces', input)]);
      expect(same(concat(...pieces.body), await bytesOf(blob.body))).to.equal(true);
      expect([pieces.checksum, pieces.size]).to.deep.equal([blob.checksum, RANGE]);
    },
  },
  {
    title: 'answers `changed` when the file is shorter than it was said to be',
    run: async (call) => {
      const range = { start: 0, end: 9, last: true };
      const input = { file: new Blob(['short']), range, algorithm: 'gzip' } as const;
      await refused(call('compress-range', { ...input, level: undefined }), 'changed');
      await refused(call('compress-range', { ...input, level: 6 }), 'changed');
    },
  },
];

const inOneGo: CompressionCase[] = [
  ...formats.map((algorithm) => ({
    title: `compresses in one go: ${algorithm}`,
    run: async (call: Call) => {
      for (const level of [undefined, ...levels]) {
        for (const size of [0, 1, 100_000]) {
          const bytes = prose(size);
          await isRight(
            call,
            await compressed(call, bytes, algorithm, level),
            algorithm,
            bytes,
            `level ${level}, ${size}`,
          );
        }
      }
    },
  })),
  {
    title: 'is smaller with a higher level',
    run: async (call) => {
      const bytes = prose(300_000);
      const [stored, fast, small] = await Promise.all(
        ([0, 1, 9] as const).map(async (level) => (await compressed(call, bytes, 'gzip', level)).length),
      );
      expect(stored).to.be.within(300_000, 301_000);
      expect(fast).to.be.below(stored!);
      expect(small).to.be.below(fast!);
    },
  },
  {
    title: 'stores what is compressed already, and only that, when the level is auto',
    run: async (call) => {
      for (const [bytes, type, isStored] of [
        [plaintext(400_000), '', true],
        [concat(prose(40_000), plaintext(360_000)), 'image/jpeg', true],
        [concat(prose(60_000), plaintext(340_000)), '', false],
        [prose(400_000), 'image/jpeg', false],
        [prose(400_000), '', false],
        [prose(100), '', false],
      ] as const) {
        const result = await bytesOf(
          await call('compress', { file: new Blob([bytes], { type }), algorithm: 'gzip', level: 'auto' }),
        );
        expect(same(await inflateNatively(result, 'gzip'), bytes)).to.equal(true);
        // the first block's kind: 0 is stored
        expect(((result[10]! >> 1) & 3) === 0, `${type} ${result.length}`).to.equal(isStored);
      }
      const { level } = await call('prepare-compress', {
        file: new Blob([plaintext(RANGE)]),
        algorithm: 'gzip',
        level: 'auto',
      });
      expect(level).to.equal(0);
    },
  },
  {
    title: 'compresses by brotli where the browser can, and says `unsupported` where not',
    run: async (call) => {
      const file = new Blob([prose(50_000)]);
      if (!hasBrotli()) {
        await refused(call('compress', { file, algorithm: 'brotli' }), 'unsupported');
        await refused(call('decompress', { file, algorithm: 'brotli' }), 'unsupported');
        return;
      }
      const result = await bytesOf(await call('compress', { file, algorithm: 'brotli', level: 'auto' }));
      expect(result.length).to.be.below(25_000);
      const back = await decompressed(call, result, { algorithm: 'brotli' });
      expect(same(back, prose(50_000))).to.equal(true);
      await refused(decompressed(call, result.slice(0, -5), { algorithm: 'brotli' }), 'corrupt');
      await refused(decompressed(call, prose(500), { algorithm: 'brotli' }), 'corrupt');
      await refused(decompressed(call, result, { algorithm: 'brotli', maxSize: 49_999 }), 'too-large');
      await refused(call('compress', { file, algorithm: 'brotli', level: 5 }), 'invalid');
    },
  },
];

function hasBrotli(): boolean {
  try {
    new CompressionStream('brotli' as CompressionFormat);
    return true;
  } catch {
    return false;
  }
}

const member = (call: Call, text: string): Promise<Bytes> => compressed(call, utf8(text));

const fine: CompressionCase[] = [
  {
    title: 'decompresses several members, an empty one among them',
    run: async (call) => {
      const members = [await member(call, 'one '), await member(call, ''), await member(call, 'two')];
      expect(new TextDecoder().decode(await decompressed(call, concat(...members)))).to.equal('one two');
    },
  },
  {
    title: 'decompresses members that end at every place of a piece',
    run: async (call) => {
      const long = await compressed(call, plaintext(40_000));
      const short = await member(call, 'x');
      const all = concat(long, ...Array.from({ length: 3000 }, () => short), long);
      expect(await decompressed(call, all)).to.have.length(83_000);
    },
  },
  {
    title: 'goes on where the platform gave up: a first member larger than what is handed out at once',
    run: async (call) => {
      const bytes = prose(3_000_000);
      const packed = await compressed(call, bytes);
      expect(same(await decompressed(call, concat(packed, packed)), concat(bytes, bytes))).to.equal(true);
      await refused(decompressed(call, packed.slice(0, -9)), 'truncated');
      await refused(decompressed(call, flipped(packed, -2)), 'corrupt');
    },
  },
  {
    title: 'takes every optional field of a gzip header',
    run: async (call) => {
      const plain = await member(call, 'text');
      const extra = Uint8Array.of(3, 0, 1, 2, 3);
      const name = utf8('name.txt\0');
      for (const [flags, ...fields] of [
        [1],
        [4, extra],
        [8, name],
        [16, utf8('comment\0')],
        [28, extra, name, utf8('\0')],
      ] as const) {
        const bytes = withHeader(plain, flags, ...fields);
        expect(new TextDecoder().decode(await decompressed(call, bytes)), String(flags)).to.equal('text');
      }
      // the low half of the CRC-32 of 1f 8b 08 02 and six zeros
      const checked = withHeader(plain, 2, Uint8Array.of(0x1d, 0x26)).fill(0, 8, 10);
      expect(new TextDecoder().decode(await decompressed(call, checked))).to.equal('text');
    },
  },
  {
    title: 'decompresses what is much smaller than it was',
    run: async (call) => {
      const bytes = new Uint8Array(5_000_000);
      expect(same(await decompressed(call, await compressed(call, bytes, 'gzip', 9)), bytes)).to.equal(true);
    },
  },
];

interface Bad {
  readonly what: string;
  readonly code: OperationErrorCode;
  /** Named, it may be another error: a guess says only that nothing fits. */
  readonly named?: OperationErrorCode;
  readonly make: (gzip: Bytes) => Bytes;
}

const flipped = (bytes: Bytes, at: number): Bytes =>
  bytes.map((byte, i) => (i === (at + bytes.length) % bytes.length ? byte ^ 0x41 : byte));

const bad: readonly Bad[] = [
  { what: 'nothing', code: 'not-compressed', named: 'truncated', make: () => new Uint8Array(0) },
  { what: 'one byte', code: 'not-compressed', named: 'truncated', make: () => utf8('x') },
  { what: 'the first byte', code: 'truncated', make: (gzip) => gzip.slice(0, 1) },
  { what: 'text', code: 'not-compressed', make: () => prose(1000) },
  { what: 'random bytes', code: 'not-compressed', make: () => plaintext(1000, 3) },
  { what: 'zeros', code: 'not-compressed', make: () => new Uint8Array(100) },
  { what: 'another magic', code: 'not-compressed', make: (gzip) => flipped(gzip, 1) },
  { what: 'an unknown method', code: 'unsupported', make: (gzip) => flipped(gzip, 2) },
  { what: 'reserved flags', code: 'unsupported', make: (gzip) => withHeader(gzip, 0x20) },
  { what: 'a wrong checksum of the header', code: 'corrupt', make: (gzip) => withHeader(gzip, 2, Uint8Array.of(1, 2)) },
  { what: 'a name without end', code: 'truncated', make: (gzip) => withHeader(gzip.slice(0, 10), 8, utf8('name')) },
  { what: 'an extra field of 64 KiB', code: 'truncated', make: (gzip) => withHeader(gzip, 4, Uint8Array.of(255, 255)) },
  { what: 'only a header', code: 'truncated', make: (gzip) => gzip.slice(0, 10) },
  { what: 'no trailer', code: 'truncated', make: (gzip) => gzip.slice(0, -8) },
  { what: 'half a trailer', code: 'truncated', make: (gzip) => gzip.slice(0, -4) },
  { what: 'a wrong checksum', code: 'corrupt', make: (gzip) => flipped(gzip, -8) },
  { what: 'a wrong size', code: 'corrupt', make: (gzip) => flipped(gzip, -1) },
  { what: 'an impossible block', code: 'corrupt', make: (gzip) => concat(gzip.subarray(0, 10), Uint8Array.of(7)) },
  { what: 'a byte more', code: 'corrupt', make: (gzip) => concat(gzip, Uint8Array.of(0)) },
  { what: 'text behind the end', code: 'corrupt', make: (gzip) => concat(gzip, utf8('\x1fmore')) },
  { what: 'half a member more', code: 'truncated', make: (gzip) => concat(gzip, gzip.slice(0, -1)) },
  { what: 'a damaged second member', code: 'corrupt', make: (gzip) => concat(gzip, flipped(gzip, -5)) },
];

const refusals: CompressionCase[] = [
  ...bad.map(({ what, code, named = code, make }) => ({
    title: `refuses gzip that has ${what}: ${code}`,
    run: async (call: Call) => {
      const bytes = make(await compressed(call, prose(2000)));
      await refused(decompressed(call, bytes), code);
      await refused(decompressed(call, bytes, { algorithm: 'gzip' }), named, 'named');
    },
  })),
  ...formats.map((algorithm) => ({
    title: `refuses what was cut anywhere: ${algorithm}`,
    run: async (call: Call) => {
      const whole = await compressed(call, prose(60), algorithm);
      for (let length = 0; length < whole.length; length++) {
        await refused(decompressed(call, whole.slice(0, length), { algorithm }), 'truncated', String(length));
      }
    },
  })),
  ...formats.map((algorithm) => ({
    title: `refuses a flipped bit anywhere, or gives ${algorithm === 'deflate-raw' ? 'what zlib gives: raw data have no checksum' : `the right bytes: ${algorithm}`}`,
    run: async (call: Call) => {
      const bytes = prose(60);
      const whole = await compressed(call, bytes, algorithm);
      let refusals = 0;
      for (let bit = 0; bit < whole.length * 8; bit++) {
        const changed = whole.slice();
        changed[bit >> 3]! ^= 1 << (bit & 7);
        const outcome = await decompressed(call, changed, { algorithm }).catch((reason: unknown) => reason);
        if (!(outcome instanceof Uint8Array)) {
          expect(outcome, `bit ${bit}`).to.be.instanceOf(OperationError);
          refusals++;
          continue;
        }
        const right = algorithm === 'deflate-raw' ? await byZlib(changed, algorithm) : bytes;
        expect(same(outcome, right), `bit ${bit}`).to.equal(true);
      }
      expect(refusals).to.be.above(algorithm === 'deflate-raw' ? 0 : whole.length * 7);
    },
  })),
  {
    title: 'takes no text for zlib data because of how it begins',
    run: async (call) => {
      for (const text of ['x = 1', '80 pages', 'hCello', 'x^2 + y^2', 'x = größer\n\tals y', '80']) {
        await refused(decompressed(call, utf8(text)), 'not-compressed', text);
        await refused(decompressed(call, utf8(text.padEnd(9000, text))), 'not-compressed', `${text}, long`);
      }
    },
  },
  {
    title: 'knows zlib data that are cut, damaged or need a dictionary',
    run: async (call) => {
      const whole = await compressed(call, prose(9000), 'deflate', 3);
      expect([...whole.subarray(0, 2)]).to.deep.equal([0x78, 0x5e]);
      expect(same(await decompressed(call, whole), prose(9000))).to.equal(true);
      await refused(decompressed(call, whole.slice(0, -1)), 'truncated');
      await refused(decompressed(call, whole.slice(0, 500)), 'truncated');
      await refused(decompressed(call, flipped(whole, -1)), 'corrupt');
      await refused(decompressed(call, Uint8Array.of(0x78, 0xbb, 0, 0, 0, 1, 3, 0)), 'unsupported');
    },
  },
  {
    title: 'refuses what follows zlib and raw data',
    run: async (call) => {
      for (const algorithm of ['deflate', 'deflate-raw'] as const) {
        const more = concat(await compressed(call, prose(60), algorithm), Uint8Array.of(0));
        await refused(decompressed(call, more, { algorithm }), 'corrupt', algorithm);
      }
    },
  },
  {
    title: 'refuses a preset dictionary and a window that zlib has not',
    run: async (call) => {
      for (const head of [
        [0x78, 0xbb, 0, 0, 0, 1],
        [0x88, 0x1c],
      ]) {
        const bytes = concat(Uint8Array.from(head), new Uint8Array(20));
        await refused(decompressed(call, bytes, { algorithm: 'deflate' }), 'unsupported', String(head));
      }
    },
  },
  {
    title: 'ends at the largest size allowed, and not one byte before',
    run: async (call) => {
      const bytes = prose(100_000);
      const result = await compressed(call, bytes);
      expect(await decompressed(call, result, { maxSize: 100_000 })).to.have.length(100_000);
      await refused(decompressed(call, result, { maxSize: 99_999 }), 'too-large');
      await refused(decompressed(call, result, { maxSize: 1 }), 'too-large');
    },
  },
  {
    title: 'ends 10 MB that would become 10 GB of zeros',
    run: async (call) => {
      const zeros = { file: new Blob([new Uint8Array(2 ** 24)]), algorithm: 'gzip', level: undefined } as const;
      const { header } = await call('prepare-compress', zeros);
      const { body } = await call('compress-range', { ...zeros, range: { start: 0, end: 2 ** 24, last: false } });
      const bomb = new Blob([header, ...Array<Blob>(640).fill(body)]);
      expect(bomb.size).to.be.within(10_000_000, 11_000_000);
      await refused(call('decompress', { file: bomb }), 'too-large');
      await refused(call('decompress', { file: bomb, maxRatio: Infinity, maxSize: 1e8 }), 'too-large');
    },
  },
  {
    title: 'ends what grows out of proportion, before it is large',
    run: async (call) => {
      const zeros = await compressed(call, new Uint8Array(16_000_000), 'gzip', 9);
      // 96 MB from 94 KB
      const bomb = concat(...Array.from({ length: 6 }, () => zeros));
      await refused(decompressed(call, bomb), 'too-large');
      expect((await call('decompress', { file: new Blob([bomb]), maxRatio: 2000 })).size).to.equal(96_000_000);
    },
  },
];

const hostile: CompressionCase[] = [
  {
    title: 'takes a gzip header with a name of 3 MB, and the largest extra field',
    run: async (call) => {
      const plain = await member(call, 'text');
      const long = withHeader(plain, 8, utf8(`${'n'.repeat(3_000_000)}\0`));
      const extra = withHeader(plain, 4, Uint8Array.of(255, 255), new Uint8Array(65_535));
      for (const bytes of [long, extra, concat(plain, long, extra)]) {
        expect(new TextDecoder().decode(await decompressed(call, bytes))).to.match(/^(?:text){1,3}$/);
      }
    },
  },
  {
    title: 'takes a hundred thousand empty members',
    run: async (call) => {
      const empty = await member(call, '');
      const many = new Blob(Array<Bytes>(100_000).fill(empty));
      expect((await call('decompress', { file: many })).size).to.equal(0);
    },
  },
  {
    title: 'ends a bomb that is spread over many members',
    run: async (call) => {
      const zeros = await compressed(call, new Uint8Array(1_000_000), 'gzip', 9);
      const bomb = new Blob(Array<Bytes>(400).fill(zeros));
      await refused(call('decompress', { file: bomb }), 'too-large');
    },
  },
];

export const compressionCases: readonly CompressionCase[] = [...inRanges, ...inOneGo, ...fine, ...refusals, ...hostile];
