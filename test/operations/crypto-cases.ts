/** One table of cases for the crypto operations: it runs over the plain functions, over a worker and over the page. */
import { expect } from '@open-wc/testing';
import { OperationError, type OperationErrorCode } from '../../src/errors.js';
import type { InputOf, OutputOf } from '../../src/operation.js';
import type { cryptoOperations, DeriveKeyInput } from '../../src/operations/crypto.js';
import { toHex, utf8 } from '../../src/streams/bytes.js';
import { NonceManager } from '../../src/streams/nonce-manager.js';
import { damages } from '../support/broken-files.js';
import { rejection } from '../support/outcome.js';
import { bytesOf, plaintext, same, testKey } from '../support/sealing.js';

type Operations = typeof cryptoOperations;
export type Call = <Type extends keyof Operations>(
  type: Type,
  input: InputOf<Operations[Type]>,
) => Promise<OutputOf<Operations[Type]>>;

export interface CryptoCase {
  readonly title: string;
  readonly run: (call: Call) => Promise<void>;
}

const nonces = new NonceManager();
const CHUNK = 16_384;
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** The head of RFC 7914's PBKDF2-HMAC-SHA-256 example: password `passwd`, salt `salt`, one iteration. */
const passwd = '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc';

async function refused(work: Promise<unknown>, code: OperationErrorCode): Promise<void> {
  const reason = await rejection(work.then(() => 'done'));
  expect(reason).to.be.instanceOf(OperationError);
  expect(reason).to.have.property('code', code);
}

async function seal(call: Call, bytes: Uint8Array<ArrayBuffer>, rangeSize?: number): Promise<Blob> {
  const metadata = { name: 'a', type: 'b/c', lastModified: 5, size: bytes.length };
  const plan = await call('prepare-seal', { metadata, secret: testKey, rangeSize });
  const { key, baseNonce, ranges, prefix } = plan;
  const parts = ranges.map((range) => call('seal', { file: new Blob([bytes]), range, key, baseNonce }));
  const sealed = new Blob([prefix, ...(await Promise.all(parts))]);
  expect(sealed.size).to.equal(plan.size);
  return sealed;
}

async function open(call: Call, file: Blob, rangeSize?: number): Promise<Uint8Array> {
  const { key, baseNonce, ranges } = await call('prepare-open', { file, secret: testKey, rangeSize });
  const parts = ranges.map((range) => call('open', { file, range, key, baseNonce }));
  return bytesOf(new Blob(await Promise.all(parts)));
}

const messages: CryptoCase[] = [
  ...[0, 1, 1000].map((size) => ({
    title: `decrypts what was encrypted: ${size} bytes`,
    run: async (call: Call) => {
      const data = plaintext(size);
      const nonce = nonces.issue().take();
      const sealed = await call('encrypt', { data, key: testKey, nonce });
      expect(sealed.ciphertext.byteLength).to.equal(size + 16);
      expect(same(sealed.nonce, nonce)).to.equal(true);
      const opened = await call('decrypt', { data: sealed.ciphertext, key: testKey, nonce: sealed.nonce });
      expect(same(new Uint8Array(opened), data)).to.equal(true);
    },
  })),
  {
    title: 'encrypts a Blob, with a CryptoKey and additional data',
    run: async (call) => {
      const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
      const additionalData = utf8('page 1');
      const nonce = nonces.issue().take();
      const { ciphertext } = await call('encrypt', { data: new Blob(['text']), key, nonce, additionalData });
      const opened = await call('decrypt', { data: new Blob([ciphertext]), key, nonce, additionalData });
      expect(new TextDecoder().decode(opened)).to.equal('text');
      await refused(call('decrypt', { data: ciphertext, key, nonce }), 'cannot-open');
    },
  },
  {
    title: 'does not decrypt with another key or nonce, nor a changed message',
    run: async (call) => {
      const nonce = nonces.issue().take();
      const { ciphertext } = await call('encrypt', { data: utf8('text'), key: testKey, nonce });
      const message = { data: ciphertext, key: testKey, nonce };
      await refused(call('decrypt', { ...message, key: new Uint8Array(32) }), 'cannot-open');
      await refused(call('decrypt', { ...message, nonce: new Uint8Array(12) }), 'cannot-open');
      await refused(call('decrypt', { ...message, data: ciphertext.slice(1) }), 'cannot-open');
      await refused(call('decrypt', { ...message, data: new Uint8Array(3) }), 'cannot-open');
    },
  },
  {
    title: 'refuses keys and nonces of another size or use',
    run: async (call) => {
      const message = { data: new Uint8Array(20), key: testKey, nonce: new Uint8Array(12) };
      await refused(call('decrypt', { ...message, key: new Uint8Array(16) }), 'invalid');
      await refused(call('decrypt', { ...message, nonce: new Uint8Array(16) }), 'invalid');
      const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
      await refused(call('decrypt', { ...message, key }), 'invalid');
      const short = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['decrypt']);
      await refused(call('decrypt', { ...message, key: short }), 'invalid');
    },
  },
];

const hashed: readonly {
  readonly what: string;
  readonly data: Blob | ArrayBuffer | Uint8Array;
  readonly digest: string;
}[] = [
  { what: 'bytes', data: utf8('abc'), digest: abc },
  { what: 'a buffer', data: utf8('abc').buffer, digest: abc },
  { what: 'a view inside a buffer', data: utf8('-abc-').subarray(1, 4), digest: abc },
  { what: 'a Blob', data: new Blob(['a', 'bc']), digest: abc },
  { what: 'nothing', data: new Blob([]), digest: nothing },
];
const digests: CryptoCase[] = hashed.map(({ what, data, digest }) => ({
  title: `hashes ${what}`,
  run: async (call) => {
    expect(await call('hash', { data })).to.equal(digest);
  },
}));

const derivations: CryptoCase[] = [
  {
    title: 'derives bytes',
    run: async (call) => {
      const derived = await call('derive-key', { password: 'passwd', salt: utf8('salt'), iterations: 1 });
      expect(derived instanceof Uint8Array && toHex(derived)).to.equal(passwd);
    },
  },
  {
    title: 'derives a key that cannot be read back, and that is those bytes',
    run: async (call) => {
      const input: DeriveKeyInput = { password: utf8('passwd'), salt: utf8('salt'), iterations: 1, as: 'key' };
      const key = await call('derive-key', input);
      if (!(key instanceof CryptoKey)) throw new Error('not a CryptoKey');
      expect(key.extractable).to.equal(false);
      const nonce = nonces.issue().take();
      const { ciphertext } = await call('encrypt', { data: utf8('text'), key, nonce });
      const bytes = Uint8Array.from(passwd.match(/../g)!, (pair) => Number.parseInt(pair, 16));
      const opened = await call('decrypt', { data: ciphertext, key: bytes, nonce });
      expect(new TextDecoder().decode(opened)).to.equal('text');
    },
  },
  {
    title: 'derives the same from a password typed in another normal form',
    run: async (call) => {
      const [one, two] = await Promise.all(
        ['\u00e9', 'e\u0301'].map((password) => call('derive-key', { password, salt: utf8('salt'), iterations: 1 })),
      );
      expect(one).to.deep.equal(two);
    },
  },
  {
    title: 'refuses iterations and lengths that make no sense',
    run: async (call) => {
      for (const wrong of [
        { iterations: 0 },
        { iterations: 1.5 },
        { iterations: Number.NaN },
        { length: 0 },
        { length: -1 },
      ]) {
        await refused(call('derive-key', { password: 'p', salt: utf8('salt'), ...wrong }), 'invalid');
      }
      await refused(call('derive-key', { password: 'p', salt: utf8('salt'), length: 16, as: 'key' }), 'invalid');
    },
  },
];

const files: CryptoCase[] = [
  ...[0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 5 * CHUNK + 9].map((size) => ({
    title: `opens what was sealed: ${size} bytes, in ranges of two chunks`,
    run: async (call: Call) => {
      const bytes = plaintext(size);
      expect(same(await open(call, await seal(call, bytes, 2 * CHUNK), 2 * CHUNK), bytes)).to.equal(true);
    },
  })),
  {
    title: 'gives the description back',
    run: async (call) => {
      const { metadata, total } = await call('prepare-open', { file: await seal(call, plaintext(9)), secret: testKey });
      expect(metadata).to.deep.equal({ name: 'a', type: 'b/c', lastModified: 5, size: 9 });
      expect(total).to.equal(9);
    },
  },
  {
    title: 'seals with a CryptoKey, opens with its bytes',
    run: async (call) => {
      const algorithm = { name: 'HMAC', hash: 'SHA-512' };
      const secret = await crypto.subtle.importKey('raw', testKey, algorithm, false, ['sign']);
      const metadata = { name: '', type: '', lastModified: 0, size: 0 };
      const { ranges, key, baseNonce, prefix } = await call('prepare-seal', { metadata, secret });
      const part = await call('seal', { file: new Blob([]), range: ranges[0]!, key, baseNonce });
      expect((await open(call, new Blob([prefix, part]))).length).to.equal(0);
    },
  },
  {
    title: 'seals with a passphrase, by PBKDF2 and by Argon2id',
    run: async (call) => {
      const metadata = { name: '', type: '', lastModified: 0, size: 0 };
      for (const kdf of [
        { name: 'pbkdf2', iterations: 100_000 },
        { name: 'argon2id', memory: 8192, passes: 1 },
      ] as const) {
        const { ranges, key, baseNonce, prefix } = await call('prepare-seal', { metadata, secret: 'pass', kdf });
        const part = await call('seal', { file: new Blob([]), range: ranges[0]!, key, baseNonce });
        const file = new Blob([prefix, part]);
        expect((await call('prepare-open', { file, secret: 'pass' })).total).to.equal(0);
        await refused(call('prepare-open', { file, secret: 'Pass' }), 'cannot-open');
      }
    },
  },
  {
    title: 'refuses secrets and derivations that cannot be used',
    run: async (call) => {
      const metadata = { name: '', type: '', lastModified: 0, size: 0 };
      await refused(call('prepare-seal', { metadata, secret: '' }), 'invalid');
      await refused(call('prepare-seal', { metadata, secret: new Uint8Array(31) }), 'invalid');
      await refused(call('prepare-seal', { metadata: { ...metadata, size: -1 }, secret: testKey }), 'invalid');
      for (const kdf of [
        { name: 'pbkdf2', iterations: 99_999 },
        { name: 'pbkdf2', iterations: 20_000_001 },
        { name: 'argon2id', memory: 8191 },
        { name: 'argon2id', memory: 2 ** 20 + 1 },
        { name: 'argon2id', passes: 17 },
        { name: 'argon2id', parallelism: 0 },
      ] as const) {
        await refused(call('prepare-seal', { metadata, secret: 'p', kdf }), 'invalid');
      }
    },
  },
  {
    title: 'answers `changed` when the file is shorter than it was said to be',
    run: async (call) => {
      const metadata = { name: '', type: '', lastModified: 0, size: 100 };
      const { ranges, key, baseNonce } = await call('prepare-seal', { metadata, secret: testKey });
      await refused(call('seal', { file: new Blob(['short']), range: ranges[0]!, key, baseNonce }), 'changed');
    },
  },
  ...damages.map(({ name, code, make }) => ({
    title: `refuses a file that ${name}: ${code}`,
    run: async (call: Call) => {
      const [sealed, other] = await Promise.all(
        [1, 2].map(async (seed) => bytesOf(await seal(call, plaintext(2 * CHUNK + 100, seed)))),
      );
      await refused(open(call, new Blob([make(sealed!, other!)])), code);
    },
  })),
];

export const cryptoCases: readonly CryptoCase[] = [...messages, ...digests, ...derivations, ...files];
