/** Project Wycheproof's Cobblestone-256 messages, as whole messages and as ranges. */
import { expect } from '@open-wc/testing';
import { OperationError } from '../../src/errors.js';
import { fromHex, toHex, type Bytes } from '../../src/streams/bytes.js';
import {
  MESSAGE_HEAD,
  openedSize,
  openMessage,
  SALT,
  deriveMessageKeys,
  chunkNonce,
} from '../../src/streams/cobblestone.js';
import { rawSecret } from '../../src/streams/kdf.js';
import { openRange } from '../../src/streams/open-range.js';
import { sealedRanges } from '../../src/streams/ranges.js';
import { quiet } from '../support/operation-context.js';
import { rejection } from '../support/outcome.js';
import vectors from '../vectors/c2sp_chunked_encryption_aes_256_gcm_test.json';

interface Case {
  tcId: number;
  comment: string;
  key: string;
  ctx: string;
  ct: string;
  result: string;
  baseNonce?: string;
  msgLength?: number;
  msgSha512?: string;
}
const cases: Case[] = vectors.testGroups.flatMap(({ tests }) => tests);

async function inflate(hex: string): Promise<Bytes> {
  const stream = new Blob([fromHex(hex)]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const sha512 = async (bytes: Bytes) => toHex(new Uint8Array(await crypto.subtle.digest('SHA-512', bytes)));

/** The same message by the way of large files: keys first, then one range of two chunks after the other. */
async function openInRanges(key: Bytes, message: Bytes, context: Bytes): Promise<Bytes> {
  const size = openedSize(message.length);
  if (size === undefined) throw new OperationError('corrupt', 'no message has this length');
  const keys = await deriveMessageKeys(await rawSecret(key), message.slice(0, SALT), context, 'decrypt');
  if (toHex(keys.commitment) !== toHex(message.subarray(SALT, MESSAGE_HEAD)))
    throw new OperationError('cannot-open', 'another commitment');
  const file = new Blob([message]);
  const ranges = sealedRanges(size, 2 * 16_384, MESSAGE_HEAD);
  const parts = await Promise.all(ranges.map((range) => openRange({ file, range, ...keys }, quiet())));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const ways = [
  {
    name: 'as a whole',
    open: async (key: Bytes, message: Bytes, context: Bytes) => openMessage(await rawSecret(key), message, context),
  },
  { name: 'in ranges', open: openInRanges },
];

describe('Cobblestone-256 messages of Project Wycheproof', () => {
  it('are 35', () => {
    expect([cases.length, vectors.numberOfTests]).to.deep.equal([35, 35]);
  });

  for (const { name, open } of ways) {
    for (const { tcId, comment, key, ctx, ct, result, msgLength, msgSha512 } of cases) {
      const verb = result === 'valid' ? 'opens' : 'refuses';
      it(`${verb} case ${tcId} ${name}: ${comment}`, async () => {
        const opening = inflate(ct).then((message) => open(fromHex(key), message, fromHex(ctx)));
        if (result !== 'valid') {
          const reason = await rejection(opening);
          expect(reason).to.be.instanceOf(OperationError);
          const wrongLength = key.length !== 64;
          expect((reason as OperationError).code).to.be.oneOf(wrongLength ? ['invalid'] : ['cannot-open', 'corrupt']);
          return;
        }
        const plaintext = await opening;
        expect(plaintext.length).to.equal(msgLength);
        expect(await sha512(plaintext)).to.equal(msgSha512);
      });
    }
  }

  it('have the base nonce that is derived here', async () => {
    for (const { key, ctx, ct, baseNonce, result } of cases) {
      if (result !== 'valid') continue;
      const message = await inflate(ct);
      const keys = await deriveMessageKeys(
        await rawSecret(fromHex(key)),
        message.slice(0, SALT),
        fromHex(ctx),
        'decrypt',
      );
      expect(toHex(keys.baseNonce)).to.equal(baseNonce);
    }
  });
});

describe('chunkNonce', () => {
  it('is the base nonce XOR the number, big-endian, in its low 38 bits', () => {
    const zero = new Uint8Array(12);
    expect(toHex(chunkNonce(zero, 0))).to.equal('000000000000000000000000');
    expect(toHex(chunkNonce(zero, 255))).to.equal('0000000000000000000000ff');
    expect(toHex(chunkNonce(zero, 2 ** 31 + 256))).to.equal('000000000000000080000100');
    expect(toHex(chunkNonce(zero, 2 ** 38 - 1))).to.equal('000000000000003fffffffff');
    expect(toHex(chunkNonce(new Uint8Array(12).fill(0xff), 2 ** 32 + 1))).to.equal('fffffffffffffffefffffffe');
  });

  it('leaves the base nonce as it is', () => {
    const base = new Uint8Array(12).fill(1);
    chunkNonce(base, 77);
    expect(base.every((byte) => byte === 1)).to.equal(true);
  });
});
