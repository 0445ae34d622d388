/** The low-level calls of WorkerBridge, and its life, in a worker and on the page. */
import { expect } from '@open-wc/testing';
import { createBridge } from '../../src/bridge/bridge.js';
import { createCryptoBridge, WorkerBridge, type CryptoBridge } from '../../src/bridge/worker-bridge.js';
import { OperationError } from '../../src/errors.js';
import { NonceManager, type Nonce } from '../../src/streams/nonce-manager.js';
import { rejection } from '../support/outcome.js';
import { places } from '../support/places.js';

const key = new Uint8Array(32).fill(1);
const text = new TextEncoder().encode('attack at dawn');
const sha256OfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

for (const place of places) {
  describe(`WorkerBridge.crypto ${place.name}`, () => {
    let bridge: CryptoBridge;
    before(() => (bridge = place.open()));
    after(() => bridge.destroy());

    it('decrypts what it encrypted, with the nonce that it gave', async () => {
      const nonces = new NonceManager();
      const { ciphertext, nonce } = await bridge.encryptFile(text, key, nonces.issue());
      expect(ciphertext.byteLength).to.equal(text.length + 16);
      expect(new Uint8Array(await bridge.decryptFile(ciphertext, key, nonce))).to.deep.equal(text);
    });

    it('authenticates additional data', async () => {
      const additionalData = new Uint8Array([1, 2]);
      const { ciphertext, nonce } = await bridge.encryptFile(text, key, new NonceManager().issue(), { additionalData });
      expect((await bridge.decryptFile(ciphertext, key, nonce, { additionalData })).byteLength).to.equal(text.length);
      expect(await rejection(bridge.decryptFile(ciphertext, key, nonce))).to.have.property('code', 'cannot-open');
    });

    it('refuses a nonce that was used before, or that no manager issued, before anything is encrypted', async () => {
      const used = new NonceManager().issue();
      await bridge.encryptFile(text, key, used);
      // what a caller without types could try
      const forged: Nonce = { take: () => used.take() };
      for (const nonce of [used, forged]) {
        const completed = bridge.getStats().completed;
        const reason = await rejection(bridge.encryptFile(text, key, nonce));
        expect(reason).to.be.instanceOf(OperationError);
        expect(reason).to.have.property('code', 'nonce-reused');
        expect(bridge.getStats().completed).to.equal(completed);
      }
    });

    it('hashes bytes, views and Blobs alike', async () => {
      const abc = new TextEncoder().encode('abc');
      for (const data of [abc, abc.buffer, new Blob([abc])]) expect(await bridge.hashFile(data)).to.equal(sha256OfAbc);
    });

    it('derives a key that cannot be read and that encrypts', async () => {
      const derived = await bridge.deriveKey('correct horse', new Uint8Array(16), { iterations: 100_000 });
      expect(derived.extractable).to.equal(false);
      const { ciphertext, nonce } = await bridge.encryptFile(text, derived, new NonceManager().issue());
      const again = await bridge.deriveKey('correct horse', new Uint8Array(16), { iterations: 100_000 });
      expect(new Uint8Array(await bridge.decryptFile(ciphertext, again, nonce))).to.deep.equal(text);
    });

    for (const iterations of [0, 99_999, 20_000_001, 100_000.5, Number.NaN]) {
      it(`refuses ${iterations} iterations at the door`, async () => {
        const reason = await rejection(bridge.deriveKey('p', new Uint8Array(16), { iterations }));
        expect(reason).to.have.property('code', 'invalid');
      });
    }

    describe('refuses at the door', () => {
      const salt = new Uint8Array(16);
      const nonce = new Uint8Array(12);
      const cases: [string, (bridge: CryptoBridge) => Promise<unknown>][] = [
        ['a salt of 15 bytes', (to) => to.deriveKey('p', new Uint8Array(15))],
        // @ts-expect-error a salt is needed
        ['no salt', (to) => to.deriveKey('p')],
        ['an empty password', (to) => to.deriveKey('', salt)],
        ['a nonce of 11 bytes', (to) => to.decryptFile(text, key, new Uint8Array(11))],
        ['a key of 16 bytes', (to) => to.decryptFile(text, new Uint8Array(16), nonce)],
        // @ts-expect-error a key is needed
        ['no key', (to) => to.decryptFile(text, undefined, nonce)],
      ];
      for (const [what, call] of cases) {
        it(what, async () => {
          const reason = await rejection(call(bridge));
          expect(reason).to.be.instanceOf(OperationError);
          expect(reason).to.have.property('code', 'invalid');
        });
      }
    });

    it('works on what it was given, though the caller wipes it at once', async () => {
      const secret = crypto.getRandomValues(new Uint8Array(32));
      const [own, real] = [secret.slice(), secret.slice()];
      const salt = new Uint8Array(16).fill(4);
      const password = new TextEncoder().encode('hunter2');
      const data = text.slice();
      const calls = Array.from({ length: 4 }, () => bridge.sealFile(new File(['x'], 'x.txt'), own));
      const message = bridge.encryptFile(data, own, new NonceManager().issue());
      const derived = bridge.deriveKey(password, salt, { iterations: 100_000 });
      for (const bytes of [own, salt, password, data]) bytes.fill(0);
      for (const sealed of await Promise.all(calls)) expect((await bridge.openFile(sealed, real)).size).to.equal(1);
      const { ciphertext, nonce } = await message;
      expect(new Uint8Array(await bridge.decryptFile(ciphertext, real, nonce))).to.deep.equal(text);
      const same = await bridge.deriveKey('hunter2', new Uint8Array(16).fill(4), { iterations: 100_000 });
      const once = await bridge.encryptFile(text, await derived, new NonceManager().issue());
      expect((await bridge.decryptFile(once.ciphertext, same, once.nonce)).byteLength).to.equal(text.length);
    });

    it('moves what the caller lets go of', async () => {
      const bytes = new Uint8Array(1000);
      await bridge.hashFile(bytes, { transfer: [bytes.buffer] });
      expect(bytes.buffer.byteLength).to.equal(0);
    });

    it('rejects what runs when it is destroyed, and starts anew with the next call', async () => {
      const other = place.open();
      const hashing = other.hashFile(new Blob([new Uint8Array(50_000_000)]));
      other.destroy();
      expect(await rejection(hashing)).to.have.property('code', 'terminated');
      expect(await other.hashFile(new Blob(['abc']))).to.equal(sha256OfAbc);
      other.destroy();
    });

    it('counts', async () => {
      const completed = bridge.getStats().completed;
      await bridge.hashFile(new Blob(['abc']));
      expect(bridge.getStats().completed).to.equal(completed + 1);
    });
  });
}

describe('a bridge whose own worker cannot be had', () => {
  const source = new URL('../support/no-such.worker.ts', import.meta.url);

  it('uses the built-in one', async () => {
    const bridge = createCryptoBridge(createBridge({ source, size: 1 }));
    expect(await bridge.hashFile(new Blob(['abc']))).to.equal(sha256OfAbc);
    expect(bridge.getStats().place).to.equal('worker file');
    bridge.destroy();
  });
});

describe('WorkerBridge', () => {
  it('ends every worker, and goes on with the next call', async () => {
    expect(await WorkerBridge.crypto.hashFile(new Blob(['abc']))).to.equal(sha256OfAbc);
    WorkerBridge.destroyAll();
    expect(WorkerBridge.crypto.getStats().completed).to.equal(0);
    expect(await WorkerBridge.crypto.hashFile(new Blob(['abc']))).to.equal(sha256OfAbc);
    WorkerBridge.destroyAll();
  });
});
