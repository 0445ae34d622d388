/** The door: what is taken from other realms, and what is not taken from anywhere. */
import { expect } from '@open-wc/testing';
import { safeName, takeBlob, takeData, takeKey, takeSecret } from '../../src/bridge/check.js';
import { OperationError } from '../../src/errors.js';
import { isArrayBuffer, isBlob, isBytes, isCryptoKey, isFile } from '../../src/streams/brands.js';

type Realm = Window & typeof globalThis;

describe('what comes from another frame', () => {
  let frame: HTMLIFrameElement;
  let realm: Realm;
  before(() => {
    frame = document.createElement('iframe');
    document.body.append(frame);
    realm = frame.contentWindow as Realm;
  });
  after(() => frame.remove());

  it('is told for what it is', async () => {
    const key = await realm.crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    const file = new realm.File(['x'], 'x');
    const bytes = new realm.Uint8Array(3);
    expect(file).not.to.be.instanceOf(Blob);
    expect([isBlob(file), isFile(file), isArrayBuffer(bytes.buffer), isBytes(bytes), isCryptoKey(key)]).to.deep.equal(
      Array.from({ length: 5 }, () => true),
    );
    expect([isFile(new realm.Blob([])), isBlob(bytes), isArrayBuffer(bytes), isCryptoKey(file)]).to.deep.equal(
      Array.from({ length: 4 }, () => false),
    );
  });

  it('is taken as data, as a secret and as a key', async () => {
    const file = new realm.File(['abc'], 'x');
    expect(takeBlob(file, 'sealFile')).to.equal(file);
    expect(takeData(new realm.ArrayBuffer(3), 'hashFile')).to.have.property('byteLength', 3);
    const secret = takeSecret(new realm.Uint8Array(32), 'sealFile');
    expect(secret).to.be.instanceOf(Uint8Array);
    const hmac = { name: 'HMAC', hash: 'SHA-512' };
    const native = await realm.crypto.subtle.importKey('raw', new Uint8Array(32), hmac, false, ['sign']);
    expect(takeSecret(native, 'sealFile')).to.equal(native);
    expect(takeKey(native, 'encryptFile')).to.equal(native);
  });
});

describe('what only looks like data', () => {
  const strangers: readonly unknown[] = [
    null,
    undefined,
    'text',
    5,
    {},
    [1, 2],
    Object.create(Blob.prototype),
    { size: 1, type: '', slice: () => undefined },
    { [Symbol.toStringTag]: 'File' },
    new Date(),
  ];
  for (const stranger of strangers) {
    it(`is refused: ${Object.prototype.toString.call(stranger)} ${typeof stranger}`, () => {
      // @ts-expect-error it is no data
      expect(() => takeData(stranger, 'hashFile')).to.throw(OperationError, /hashFile takes a File/);
    });
  }
});

describe('a name that is too long for a file system', () => {
  const bytesIn = (name: string) => new TextEncoder().encode(name).length;
  for (const [what, letter] of [
    ['of one byte', 'a'],
    ['of two', 'ä'],
    ['of three', '熊'],
    ['of four, that are two units', '🐻'],
    ['of one, before a mark that decoders drop', 'a\ufeff'],
  ] as const) {
    for (const offset of ['', 'x', 'xx', 'xxx']) {
      it(`is cut in the middle between whole characters ${what}, after ${offset.length} others`, () => {
        const name = `${offset}${letter.repeat(240)}.sealed`;
        const cut = safeName(name, 'untitled');
        expect(bytesIn(cut)).to.be.within(240 - 2 * bytesIn(letter), 240);
        const [start = '', end = ''] = cut.split('…');
        expect(name.startsWith(start) && name.endsWith(end)).to.equal(true);
        expect(end.endsWith('.sealed')).to.equal(true);
        // a half of a pair would have become another character
        expect(start + end).to.equal(new TextDecoder().decode(new TextEncoder().encode(start + end)));
      });
    }
  }

  for (const size of [1, 239, 240]) {
    it(`is none of ${size} bytes`, () => {
      const name = 'a'.repeat(size);
      expect(safeName(name, 'untitled')).to.equal(name);
    });
  }
});
