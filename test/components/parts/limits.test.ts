/** Which files are taken. */
import { expect } from '@open-wc/testing';
import { accepts, applyLimits, isJunk } from '../../../components/parts/limits.js';

const file = (name: string, size = 1, type = '') => new File([new Uint8Array(size)], name, { type });
const taken = (...files: File[]) => files.map((one) => ({ file: one, path: one.name }));

describe('limits', () => {
  for (const [accept, name, type, yes] of [
    ['', 'a.exe', '', true],
    ['.pdf', 'a.PDF', '', true],
    ['.pdf', 'a.pdf.exe', '', false],
    ['image/*', 'a', 'image/png', true],
    ['image/*', 'a.png', '', false],
    ['text/plain, .md', 'a.md', '', true],
    ['text/plain', 'a', 'TEXT/PLAIN', true],
    ['*', 'a', '', true],
    [' , ', 'a', '', true],
  ] as const) {
    it(`${yes ? 'takes' : 'refuses'} ${name} (${type || 'no type'}) where accept is "${accept}"`, () =>
      expect(accepts(accept, { name, type })).to.equal(yes));
  }

  it('marks what is too large, with both sizes', () => {
    const [small, large] = applyLimits(taken(file('a', 10), file('b', 11)), { maxSize: 10 });
    expect(small?.refusal).to.equal(undefined);
    expect(large?.refusal).to.deep.equal({ code: 'too-large', size: 11, limit: 10 });
  });

  it('counts those that are there already, and not those it refused', () => {
    const limits = { maxFiles: 2, maxSize: 5 };
    const codes = applyLimits(taken(file('a', 9), file('b'), file('c')), limits, 1).map(({ refusal }) => refusal?.code);
    expect(codes).to.deep.equal(['too-large', undefined, 'too-many']);
  });

  it('keeps the refusal that came in, and refuses what has no file', () => {
    const [folder, nothing] = applyLimits(
      [
        { file: null, path: 'a', refusal: { code: 'folder' } },
        { file: null, path: 'b' },
      ],
      {},
    );
    expect(folder?.refusal?.code).to.equal('folder');
    expect(nothing?.refusal?.code).to.equal('unreadable');
  });

  for (const name of ['.DS_Store', 'Thumbs.db', 'desktop.ini', '._photo.jpg', '__MACOSX'])
    it(`knows ${name} as junk`, () => expect(isJunk(name)).to.equal(true));
  for (const name of ['.gitignore', 'thumbs.db.txt', 'a._b'])
    it(`keeps ${name}`, () => expect(isJunk(name)).to.equal(false));
});
