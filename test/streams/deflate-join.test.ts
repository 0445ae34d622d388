/** Parts of one deflate stream: by the place that an encoder tells, and by the one that is made. */
import { expect } from '@open-wc/testing';
import { concat, type Bytes } from '../../src/streams/bytes.js';
import { asPart } from '../../src/streams/deflate-join.js';
import { createPakoDeflater } from '../../src/streams/pako-deflate.js';
import { createZlibDeflater } from '../../src/streams/zlib.js';
import { inflateNatively, levels } from '../support/compressing.js';
import { plaintext, same } from '../support/sealing.js';

const pace = () => undefined;

describe('a part of a deflate stream', () => {
  it('ends where its encoder was flushed, whatever its blocks are', async () => {
    const chunks = [Uint8Array.of(0xff, 0xff, 0xff), Uint8Array.of(0xff, 0xff)];
    const { body } = await asPart(chunks, 'deflate-raw', false, pace, 4);
    expect([...body]).to.deep.equal([0xff, 0xff, 0xff, 0xff]);
  });

  for (const [name, create] of Object.entries({ zlib: createZlibDeflater, pako: createPakoDeflater })) {
    it(`is followed by another, of ${name}, at every level`, async () => {
      // as long as what an encoder gives at once, less, more, and nothing
      const inputs = [
        plaintext(64 * 1024),
        plaintext(1),
        new Uint8Array(300_000),
        plaintext(100_001),
        new Uint8Array(0),
      ];
      for (const level of levels) {
        const parts: Bytes[] = [];
        for (const input of [...inputs, plaintext(9)]) {
          const deflater = await create('gzip', level);
          const open = [...deflater.write(input), ...deflater.flush()];
          const chunks = [...open, ...deflater.end()];
          deflater.close();
          const isLast = parts.length === inputs.length;
          const part = await asPart(chunks, 'gzip', isLast, pace, isLast ? undefined : concat(...open).length);
          parts.push(part.body);
        }
        const back = await inflateNatively(concat(...parts), 'deflate-raw');
        expect(same(back, concat(...inputs, plaintext(9))), `level ${level}`).to.equal(true);
      }
    });
  }
});
