/** The last block of deflate data, found in streams written by hand, bit by bit, and in those of every encoder. */
import { expect } from '@open-wc/testing';
import { concat, type Bytes } from '../../src/streams/bytes.js';
import { findLastBlock, type LastBlock } from '../../src/streams/deflate-walk.js';
import { encode } from '../../src/streams/encode.js';
import { createPakoDeflater } from '../../src/streams/pako-deflate.js';
import { levels, prose } from '../support/compressing.js';
import { plaintext } from '../support/sealing.js';

/** Runs of bits, each with its first bit first, as bytes and what a walk needs behind them. */
function bits(...runs: readonly string[]): DataView {
  const text = runs.join('');
  const bytes = new Uint8Array(Math.ceil(text.length / 8) + 4);
  for (let at = 0; at < text.length; at++) bytes[at >> 3]! |= Number(text[at]) << (at & 7);
  return new DataView(bytes.buffer);
}

function walk(view: DataView): LastBlock {
  const steps = findLastBlock(view);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

const endOfFixed = '0000000';
/** Flag, kind 01 (first bit first: 10), then codes of the fixed table. */
const fixedBlock = (flag: 0 | 1, ...codes: readonly string[]) => [`${flag}10`, ...codes, endOfFixed].join('');
/** "0" is 48: code 00110000 + 48 of the fixed table. */
const letter = '01100000';
/** Length 258 has code 285 (11000101), distance 1 code 00000. Length 11-12 has code 265 (0001001) and one extra bit. */
const repeat = '11000101' + '00000';
const repeatWithExtra = '0001001' + '1' + '00100' + '0';

describe('the last block of deflate data', () => {
  for (const { what, view, flag, end } of [
    { what: 'an empty fixed block', view: bits(fixedBlock(1)), flag: 0, end: 10 },
    { what: 'a literal', view: bits(fixedBlock(1, letter)), flag: 0, end: 18 },
    { what: 'a repetition', view: bits(fixedBlock(1, letter, repeat)), flag: 0, end: 31 },
    {
      what: 'extra bits of a length and a distance',
      view: bits(fixedBlock(1, letter, repeatWithExtra)),
      flag: 0,
      end: 32,
    },
    { what: 'two fixed blocks', view: bits(fixedBlock(0, letter), fixedBlock(1)), flag: 18, end: 28 },
    {
      what: 'a stored block behind a fixed one',
      view: bits(fixedBlock(0), '100', '000', '1100000000000000', '0011111111111111', letter, letter, letter),
      flag: 10,
      end: 72,
    },
  ]) {
    it(`is found: ${what}`, () => expect(walk(view)).to.deep.equal({ flag, end }));
  }

  for (const { what, view } of [
    { what: 'a kind of block that does not exist', view: bits('111', '00000') },
    { what: 'no end', view: bits('110', letter, letter) },
    { what: 'nothing at all', view: bits('') },
    { what: 'a stored block longer than the data', view: bits('100', '00000', '1111111111111111', '0000000000000000') },
  ]) {
    it(`is looked for in vain: ${what}`, () => expect(() => walk(view)).to.throw());
  }

  const pieces = [prose(200_000), plaintext(100_000), new Uint8Array(300_000), prose(90_000, 5)];
  const pace = () => undefined;

  /** Where the data end, only an encoder that has no frame tells: at most seven bits behind the last block. */
  function endsThere(chunks: readonly Bytes[]): void {
    const data = concat(...chunks);
    const { flag, end } = walk(new DataView(concat(data, new Uint8Array(4)).buffer));
    expect(Math.ceil(end / 8)).to.equal(data.length);
    expect((data[flag >> 3]! >> (flag & 7)) & 1).to.equal(1);
  }

  it('ends where the data of each encoder do, at every level', async () => {
    async function* input() {
      for (const piece of pieces) yield await Promise.resolve(piece);
    }
    for (const level of [undefined, ...levels]) {
      const chunks: Bytes[] = [];
      for await (const chunk of encode(input(), 'deflate-raw', level, pace)) chunks.push(chunk);
      endsThere(chunks);
    }
    for (const level of levels) {
      const deflater = createPakoDeflater('deflate-raw', level);
      const chunks = pieces.flatMap((piece) => deflater.write(piece));
      endsThere([...chunks, ...deflater.end()]);
    }
  });
});
