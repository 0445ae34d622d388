/** Damaged files: each is refused with its own code, and nothing of it is handed out. */
import { expect } from '@open-wc/testing';
import { OperationError } from '../../src/errors.js';
import { concat, type Bytes } from '../../src/streams/bytes.js';
import { openHead } from '../../src/streams/open-head.js';
import { boundaries, codeOfCut, cut, damages, flipBit, layoutOf, withUint32 } from '../support/broken-files.js';
import { rejection } from '../support/outcome.js';
import { openBytes, plaintext, sealBytes, testKey } from '../support/sealing.js';

const SIZE = 2 * 16_384 + 100;

/** The code that the work was refused with; never its result, which a failure would print. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  const reason = await rejection(work.then(() => 'opened'));
  if (reason instanceof OperationError) return reason.code;
  throw reason;
}

describe('a damaged file', () => {
  let sealed: Bytes;
  let other: Bytes;
  before(async () => {
    sealed = await sealBytes(plaintext(SIZE));
    other = await sealBytes(plaintext(SIZE, 2));
  });

  for (const { name, code, make } of damages) {
    it(`that ${name} is refused: ${code}`, async () => {
      expect(await codeOf(openBytes(make(sealed, other)))).to.equal(code);
    });
  }

  it('is refused wherever it was cut, at each boundary and beside it', async () => {
    for (const length of boundaries(sealed)) {
      const code = await codeOf(openBytes(cut(sealed, length), testKey, 16_384));
      expect(code, `cut to ${length} bytes`).to.equal(codeOfCut(sealed, length));
    }
  });

  it('is refused for every single bit of its header and of the length after it', async () => {
    for (let bit = 0; bit < 60 * 8; bit++) {
      const code = await codeOf(openBytes(flipBit(sealed, bit >> 3, bit & 7)));
      expect(['not-sealed', 'unsupported', 'cannot-open', 'truncated'], `bit ${bit}`).to.include(code);
    }
  });

  it('is refused for bits of its metadata and body, wherever they are', async () => {
    const { body, end } = layoutOf(sealed);
    for (let round = 0; round < 150; round++) {
      const offset = 60 + Math.floor(Math.random() * (end - 60));
      const code = await codeOf(openBytes(flipBit(sealed, offset, round & 7), testKey, 16_384));
      expect(code, `bit ${round & 7} of byte ${offset}`).to.equal(offset < body ? 'cannot-open' : 'corrupt');
    }
  });

  it('is refused when its length is possible but not the one in its metadata', async () => {
    const sealedAs = await Promise.all([0, 99, 101, 16_384].map((rest) => sealBytes(plaintext(2 * 16_384 + rest))));
    for (const longer of sealedAs) {
      const spliced = concat(sealed.subarray(0, layoutOf(sealed).body), longer.subarray(layoutOf(longer).body));
      expect(await codeOf(openBytes(spliced))).to.equal('corrupt');
    }
  });
});

describe('a file sealed with a passphrase', () => {
  let sealed: Bytes;
  before(async () => {
    sealed = await sealBytes(plaintext(10), { secret: 'right', kdf: { name: 'pbkdf2', iterations: 100_000 } });
  });

  it('opens with no other passphrase, and with no key', async () => {
    for (const secret of ['wrong', 'right ', 'Right', testKey]) {
      expect(await codeOf(openBytes(sealed, secret))).to.equal('cannot-open');
    }
  });

  it('says the same whichever secret or header byte is wrong', async () => {
    const wrong = [
      openBytes(sealed, 'wrong'),
      openBytes(sealed, testKey),
      openBytes(flipBit(sealed, 20), 'right'),
      openBytes(flipBit(sealed, 47), 'right'),
      openBytes(flipBit(sealed, 54), 'right'),
      openBytes(flipBit(sealed, 130), 'right'),
    ];
    const messages = await Promise.all(wrong.map(async (opening) => String(await rejection(opening))));
    expect(new Set(messages).size).to.equal(1);
  });

  it('is refused for bits of its salt and its iterations', async () => {
    for (let offset = 12; offset < 48; offset += 3) {
      expect(['cannot-open', 'unsupported']).to.include(await codeOf(openBytes(flipBit(sealed, offset), 'right')));
    }
  });

  it('is refused before anything is derived when it asks for too much or too little', async () => {
    const hostile: [string, Bytes][] = [
      ['4e9 iterations', withUint32(sealed, 44, 4_000_000_000)],
      ['20,000,001 iterations', withUint32(sealed, 44, 20_000_001)],
      ['99,999 iterations', withUint32(sealed, 44, 99_999)],
      ['no iterations', withUint32(sealed, 44, 0)],
      ['Argon2id of 4 TiB', argon2id(sealed, 0xffffffff, 1, 1)],
      ['Argon2id of 1 GiB + 1', argon2id(sealed, 1024 * 1024 + 1, 1, 1)],
      ['Argon2id of 8 MiB - 1', argon2id(sealed, 8 * 1024 - 1, 1, 1)],
      ['Argon2id with 17 passes', argon2id(sealed, 8 * 1024, 17, 1)],
      ['Argon2id with no pass', argon2id(sealed, 8 * 1024, 0, 1)],
      ['Argon2id with 17 lanes', argon2id(sealed, 8 * 1024, 1, 17)],
      ['Argon2id with no lane', argon2id(sealed, 8 * 1024, 1, 0)],
    ];
    const derivations: string[] = [];
    for (const name of ['deriveKey', 'deriveBits', 'importKey'] as const) {
      Object.defineProperty(crypto.subtle, name, { configurable: true, value: () => derivations.push(name) });
    }
    try {
      for (const [what, file] of hostile) {
        const opening = openHead({ file: new Blob([file]), secret: 'right' });
        expect(await codeOf(opening), what).to.equal('unsupported');
      }
    } finally {
      for (const name of ['deriveKey', 'deriveBits', 'importKey']) Reflect.deleteProperty(crypto.subtle, name);
    }
    expect(derivations).to.deep.equal([]);
  });
});

function argon2id(sealed: Bytes, memory: number, passes: number, lanes: number): Bytes {
  const changed = withUint32(withUint32(sealed, 44, passes), 48, memory);
  changed[9] = 2;
  changed[52] = lanes;
  return changed;
}
