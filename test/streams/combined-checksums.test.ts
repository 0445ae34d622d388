/** Checksums of a whole from those of its parts, against those of the browser's own encoder and of Python's zlib. */
import { expect } from '@open-wc/testing';
import { combineAdler32, combineCrc32 } from '../../src/streams/combined-checksums.js';
import { trailerOf } from '../../src/streams/deflate-frame.js';
import { toHex, type Bytes } from '../../src/streams/bytes.js';
import { prose } from '../support/compressing.js';

/** What the browser wrote behind the data. */
async function sumOf(bytes: Bytes, format: 'gzip' | 'deflate'): Promise<number> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream(format));
  const packed = await new Response(stream).arrayBuffer();
  return format === 'gzip'
    ? new DataView(packed, packed.byteLength - 8).getUint32(0, true)
    : new DataView(packed, packed.byteLength - 4).getUint32(0);
}

describe('checksums of parts', () => {
  for (const { format, combine } of [
    { format: 'gzip', combine: combineCrc32 },
    { format: 'deflate', combine: combineAdler32 },
  ] as const) {
    it(`combine to that of the whole, wherever it is cut: ${format}`, async () => {
      const whole = prose(70_000);
      const expected = await sumOf(whole, format);
      for (const at of [0, 1, 2, 255, 256, 32_768, 65_535, 65_536, 69_999, 70_000]) {
        const [one, two] = await Promise.all([sumOf(whole.slice(0, at), format), sumOf(whole.slice(at), format)]);
        expect(combine(one, two, whole.length - at), `cut at ${at}`).to.equal(expected);
      }
    });
  }

  // 257 times 16 MiB of zeros and then "end", by Python's zlib.crc32 and zlib.adler32
  const blocks = Array.from({ length: 257 }, () => 2 ** 24);

  it('combine over more than 4 GiB, and the size wraps', () => {
    const crc = [...blocks.map((size) => ({ checksum: 0xa47ca14a, size })), { checksum: 0xfc33b1, size: 3 }];
    expect(toHex(trailerOf('gzip', crc))).to.equal('baebdba003000001');
    const adler = [...blocks.map((size) => ({ checksum: 0x0f000001, size })), { checksum: 0x02720138, size: 3 }];
    expect(toHex(trailerOf('deflate', adler))).to.equal('12530138');
    // in two parts of more than 2^32 bytes, and of a few
    const large = crc.slice(0, -1).reduce((sum, { checksum, size }) => combineCrc32(sum, checksum, size), 0);
    expect(combineCrc32(0, large, 257 * 2 ** 24)).to.equal(large);
    expect(combineCrc32(large, 0xfc33b1, 3)).to.equal(0xa0dbebba);
  });

  it('are those of nothing when there is nothing', () => {
    expect(toHex(trailerOf('gzip', []))).to.equal('0000000000000000');
    expect(toHex(trailerOf('deflate', []))).to.equal('00000001');
    expect(trailerOf('deflate-raw', [])).to.have.length(0);
  });
});
