/** Project Wycheproof's AES-GCM and PBKDF2 cases, through the operations. */
import { expect } from '@open-wc/testing';
import { OperationError } from '../../src/errors.js';
import { decrypt, deriveKey, encrypt } from '../../src/operations/crypto.js';
import { concat, fromHex, toHex } from '../../src/streams/bytes.js';
import type { TakenNonce } from '../../src/streams/nonce-manager.js';
import { quiet } from '../support/operation-context.js';
import { rejection } from '../support/outcome.js';
import gcm from '../vectors/aes_gcm_test.json';
import pbkdf2 from '../vectors/pbkdf2_hmacsha256_test.json';

/** A published nonce comes from no NonceManager: only a test may say that it does. */
const published = (hex: string) => fromHex(hex) as TakenNonce;

describe('encrypt and decrypt on the AES-GCM cases of Project Wycheproof', () => {
  const groups = gcm.testGroups.filter(
    (group) => group.keySize === 256 && group.ivSize === 96 && group.tagSize === 128,
  );
  const cases = groups.flatMap(({ tests }) => tests);

  it('run all 66 of them', () => {
    expect(cases.length).to.equal(66);
  });

  for (const { tcId, comment, key, iv, aad, msg, ct, tag, result } of cases) {
    it(`case ${tcId}, ${result}${comment && `: ${comment}`}`, async () => {
      const sealed = fromHex(ct + tag);
      const message = { key: fromHex(key), nonce: published(iv), additionalData: fromHex(aad) };
      const { ciphertext } = await encrypt({ ...message, data: fromHex(msg) }, quiet());
      const opening = decrypt({ ...message, data: sealed }, quiet());
      if (result === 'valid') {
        expect(toHex(new Uint8Array(ciphertext))).to.equal(toHex(sealed));
        expect(toHex(new Uint8Array(await opening))).to.equal(msg);
      } else {
        const reason = await rejection(opening);
        expect(reason).to.be.instanceOf(OperationError);
        expect(reason).to.have.property('code', 'cannot-open');
        expect(toHex(new Uint8Array(ciphertext))).to.not.equal(toHex(sealed));
      }
    });
  }

  it('gives back the nonce beside the ciphertext', async () => {
    const nonce = published('000102030405060708090a0b');
    const result = await encrypt({ key: new Uint8Array(32), nonce, data: concat() }, quiet());
    expect(toHex(result.nonce)).to.equal(toHex(nonce));
  });
});

describe('deriveKey on the PBKDF2-HMAC-SHA-256 cases of Project Wycheproof', () => {
  const cases = pbkdf2.testGroups.flatMap(({ tests }) => tests);

  it('run all 60 of them', () => {
    expect([cases.length, pbkdf2.numberOfTests]).to.deep.equal([60, 60]);
  });

  for (const { tcId, password, salt, iterationCount, dkLen, dk } of cases) {
    it(`case ${tcId}: ${iterationCount} iterations, ${dkLen} bytes`, async () => {
      const input = { password: fromHex(password), salt: fromHex(salt), iterations: iterationCount, length: dkLen };
      const derived = await deriveKey({ ...input, as: 'bytes' }, quiet());
      expect(toHex(derived)).to.equal(dk);
    });
  }
});
