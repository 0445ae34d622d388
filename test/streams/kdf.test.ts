/** From secrets to keys. */
import { expect } from '@open-wc/testing';
import { toHex, utf8 } from '../../src/streams/bytes.js';
import { expand } from '../../src/streams/hkdf.js';
import { chooseSource, passphraseBytes, rawSecret, secretKey, type KdfOptions } from '../../src/streams/kdf.js';
import { OperationError } from '../../src/errors.js';
import { rejection } from '../support/outcome.js';
import { testKey } from '../support/sealing.js';

const salt = new Uint8Array(32).fill(9);
const fingerprint = async (key: CryptoKey | undefined) => key && toHex(await expand(key, utf8('fingerprint'), 32));
const raw = { source: { name: 'raw' }, salt: new Uint8Array(32) } as const;

describe('chooseSource', () => {
  it('stretches passphrases by PBKDF2 with 600,000 iterations, and keys not at all', () => {
    expect(chooseSource('p')).to.deep.equal({ name: 'pbkdf2', iterations: 600_000 });
    expect(chooseSource(testKey)).to.deep.equal({ name: 'raw' });
    expect(chooseSource(testKey, { name: 'argon2id' })).to.deep.equal({ name: 'raw' });
  });

  it('fills in what is left out', () => {
    const argon2id = { name: 'argon2id', memory: 65_536, passes: 3, parallelism: 1 };
    expect(chooseSource('p', { name: 'argon2id' })).to.deep.equal(argon2id);
    expect(chooseSource('p', { name: 'argon2id', passes: 4 })).to.deep.equal({ ...argon2id, passes: 4 });
    expect(chooseSource('p', { name: 'pbkdf2', iterations: 100_000 })).to.deep.equal({
      name: 'pbkdf2',
      iterations: 100_000,
    });
  });

  it('refuses a derivation it does not know', () => {
    const unknown = { name: 'scrypt' } as unknown as KdfOptions;
    expect(() => chooseSource('p', unknown)).to.throw(OperationError, /pbkdf2/);
  });
});

describe('secretKey', () => {
  it('is the same for bytes, a view, a buffer and a CryptoKey of them', async () => {
    const padded = new Uint8Array(40);
    padded.set(testKey, 5);
    const native = await crypto.subtle.importKey('raw', testKey, { name: 'HMAC', hash: 'SHA-512' }, false, ['sign']);
    const secrets = [testKey, padded.subarray(5, 37), testKey.slice().buffer, new DataView(testKey.buffer), native];
    const prints = await Promise.all(secrets.map(async (secret) => fingerprint(await secretKey(secret, raw))));
    expect(new Set(prints).size).to.equal(1);
  });

  // WebKitGTK and pages that are not isolated have none
  const whereShared = typeof SharedArrayBuffer === 'function' ? it : () => undefined;
  whereShared('takes bytes from shared memory', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(32));
    shared.set(testKey);
    expect(await fingerprint(await secretKey(shared, raw))).to.equal(await fingerprint(await secretKey(testKey, raw)));
  });

  it('is what PBKDF2 gives', async () => {
    const header = { source: { name: 'pbkdf2', iterations: 100_000 }, salt } as const;
    const material = await crypto.subtle.importKey('raw', utf8('p\u00e9'), 'PBKDF2', false, ['deriveBits']);
    const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 100_000 };
    const bits = new Uint8Array(await crypto.subtle.deriveBits(parameters, material, 256));
    const expected = await fingerprint(await rawSecret(bits));
    expect(await fingerprint(await secretKey('p\u00e9', header))).to.equal(expected);
    expect(await fingerprint(await secretKey('pe\u0301', header))).to.equal(expected);
    expect(await fingerprint(await secretKey('P\u00e9', header))).to.not.equal(expected);
  });

  it('is what Argon2id gives', async () => {
    // made with OpenSSL's Argon2id by pyca/cryptography 48: password "pass", salt 32 times 09, m 8192, t 1, p 1, version 0x13
    const source = { name: 'argon2id', memory: 8192, passes: 1, parallelism: 1 } as const;
    const expected = 'f1b5c69fd993bb95de7015f8e9673a27964dff42d992a63a955bf6a05ff303da';
    const bytes = Uint8Array.from(expected.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    expect(await fingerprint(await secretKey('pass', { source, salt }))).to.equal(
      await fingerprint(await rawSecret(bytes)),
    );
  });

  it('is none where the secret is not of the header\u2019s kind', async () => {
    expect(await secretKey('p', raw)).to.equal(undefined);
    expect(await secretKey(testKey, { source: { name: 'pbkdf2', iterations: 100_000 }, salt })).to.equal(undefined);
  });

  it('refuses secrets that are none', async () => {
    const hmac = (length: number, hash: string) =>
      crypto.subtle.importKey('raw', new Uint8Array(length), { name: 'HMAC', hash }, false, ['sign']);
    const aes = crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    const verify = crypto.subtle.importKey('raw', testKey, { name: 'HMAC', hash: 'SHA-512' }, false, ['verify']);
    const wrong = [
      new Uint8Array(0),
      new Uint8Array(31),
      new Uint8Array(33),
      await hmac(32, 'SHA-256'),
      await hmac(64, 'SHA-512'),
      await aes,
      await verify,
    ];
    for (const secret of [...wrong, '']) {
      const reason = await rejection(secretKey(secret, raw));
      expect(reason).to.be.instanceOf(OperationError).with.property('code', 'invalid');
    }
  });
});

describe('passphraseBytes', () => {
  it('is Unicode NFC in UTF-8', () => {
    expect(toHex(passphraseBytes('e\u0301\u{1F600}'))).to.equal('c3a9f09f9880');
  });
});

it('Argon2id under a policy without WebAssembly is `unsupported`, and PBKDF2 works', async () => {
  const compile = WebAssembly.Module;
  // The policy itself is tested in a frame by test/bridge; here only what is made of its refusal.
  Object.defineProperty(WebAssembly, 'Module', {
    configurable: true,
    writable: true,
    value: function refuse() {
      throw new WebAssembly.CompileError('blocked by policy');
    },
  });
  try {
    const source = { name: 'argon2id', memory: 8192, passes: 1, parallelism: 1 } as const;
    const reason = await rejection(secretKey('p', { source, salt }));
    expect(reason).to.be.instanceOf(OperationError).with.property('code', 'unsupported');
    expect(await secretKey('p', { source: { name: 'pbkdf2', iterations: 100_000 }, salt })).to.be.instanceOf(CryptoKey);
  } finally {
    Object.defineProperty(WebAssembly, 'Module', { configurable: true, writable: true, value: compile });
  }
});
