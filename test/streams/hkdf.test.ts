/** Expand, against the browser's own HKDF, which is extract and then expand. */
import { expect } from '@open-wc/testing';
import { toHex, utf8, type Bytes } from '../../src/streams/bytes.js';
import { expand, importExpansionKey } from '../../src/streams/hkdf.js';

async function extract(salt: Bytes, input: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', salt, { name: 'HMAC', hash: 'SHA-512' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, input));
}

describe('expand', () => {
  const [salt, input, info] = [utf8('salt'), utf8('input'), utf8('info')];

  for (const length of [1, 32, 64, 65, 76, 128, 200]) {
    it(`gives the ${length} bytes that HKDF gives after extracting`, async () => {
      const material = await crypto.subtle.importKey('raw', input, 'HKDF', false, ['deriveBits']);
      const native = await crypto.subtle.deriveBits(
        { name: 'HKDF', hash: 'SHA-512', salt, info },
        material,
        length * 8,
      );
      const key = await importExpansionKey(await extract(salt, input));
      expect(toHex(await expand(key, info, length))).to.equal(toHex(new Uint8Array(native)));
    });
  }

  it('works from a key that cannot be read back', async () => {
    const key = await importExpansionKey(new Uint8Array(32));
    expect([key.extractable, key.usages]).to.deep.equal([false, ['sign']]);
  });
});
