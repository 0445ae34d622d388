/** Messages on the page are clones, but for their Blobs. */
import { expect } from '@open-wc/testing';
import { cloneOnPage } from '../../src/pool/page-clone.js';

describe('a message on the page', () => {
  const blob = new File(['abc'], 'a.txt');

  for (const [where, message] of [
    ['alone', blob],
    ['in an object', { payload: { file: blob, name: 'x' } }],
    ['in an array', [1, [blob, 2], blob]],
  ] as const) {
    it(`hands a Blob on as it is: ${where}`, () => {
      expect(cloneOnPage(message, [])).to.deep.equal(message);
      const found: unknown[] = [];
      JSON.stringify(cloneOnPage({ message }, []), (_key, value: unknown) => {
        if (value instanceof Blob) found.push(value);
        return value;
      });
      expect(found.length).to.be.greaterThan(0);
      expect(found.every((one) => one === blob)).to.equal(true);
    });
  }

  it('leaves the holes of an array where they are', () => {
    const blob = new Blob(['x']);
    const list: unknown[] = new Array<unknown>(4);
    list[1] = NaN;
    list[2] = blob;
    for (const given of [list, list.slice(0, 2)]) {
      const back = cloneOnPage(given, []);
      expect(Object.entries(back as object)).to.deep.equal(Object.entries(given));
      expect(back).to.have.length(given.length);
    }
  });

  it('clones everything else, and leaves the original alone', () => {
    const message = { list: [1, { two: 2 }], file: blob, bytes: new Uint8Array([1]), when: new Date(0) };
    const clone = cloneOnPage(message, []) as typeof message;
    expect(clone).to.deep.equal(message);
    expect(clone.list).to.not.equal(message.list);
    expect(clone.bytes).to.not.equal(message.bytes);
    expect(clone.when).to.be.instanceOf(Date);
    expect(message.file).to.equal(blob);
  });

  it('moves what is to be moved', () => {
    const bytes = new Uint8Array([1, 2]);
    expect(cloneOnPage({ bytes, blob }, [bytes.buffer]))
      .to.have.property('bytes')
      .that.deep.equals(new Uint8Array([1, 2]));
    expect(bytes.length).to.equal(0);
  });

  it('refuses what cannot be cloned, and survives what is cyclic', () => {
    expect(() => cloneOnPage({ blob, call: () => 1 }, [])).to.throw(DOMException);
    const cyclic: { self?: unknown; blob: Blob } = { blob };
    cyclic.self = cyclic;
    expect(cloneOnPage(cyclic, [])).to.have.property('blob');
  });
});
