/** The operations under their page-side names. */
import { expect } from '@open-wc/testing';
import { decrypt, deriveKey, encrypt, hash, NonceManager, type Nonce } from '../../src/crypto-fallback.js';
import { OperationError } from '../../src/errors.js';
import { utf8 } from '../../src/streams/bytes.js';
import { rejection } from '../support/outcome.js';
import { testKey } from '../support/sealing.js';

describe('crypto-fallback', () => {
  it('encrypts and decrypts on the page', async () => {
    const { ciphertext, nonce } = await encrypt({
      data: utf8('text'),
      key: testKey,
      nonce: new NonceManager().issue(),
    });
    expect(new TextDecoder().decode(await decrypt({ data: ciphertext, key: testKey, nonce }))).to.equal('text');
  });

  it('refuses a nonce that served before, and one that no manager issued', async () => {
    const nonce = new NonceManager().issue();
    await encrypt({ data: utf8('text'), key: testKey, nonce });
    const forged = { take: () => new Uint8Array(12) } as unknown as Nonce;
    for (const wrong of [nonce, forged, new Uint8Array(12) as unknown as Nonce]) {
      const reason = await rejection(encrypt({ data: utf8('other'), key: testKey, nonce: wrong }));
      expect(reason).to.be.instanceOf(OperationError).with.property('code', 'nonce-reused');
    }
  });

  it('hashes and derives', async () => {
    expect(await hash({ data: utf8('') })).to.match(/^e3b0c442/);
    const derived = await deriveKey({ password: 'p', salt: utf8('s'), iterations: 1 });
    expect(derived).to.be.instanceOf(Uint8Array).with.property('length', 32);
  });
});
