/** Verdicts: which lines of a list speak of a file, and what they come to. */
import { expect } from '@open-wc/testing';
import { parseChecksums } from '../../../components/parts/checksum-list.js';
import { indexChecksums, judge, neededFor } from '../../../components/parts/verdict.js';
import { phrase } from '../../../components/parts/strings.js';
import { summarize } from '../../../components/parts/verdict-words.js';

const one = '1'.repeat(64);
const two = '2'.repeat(64);
const md5 = '3'.repeat(32);
const index = (text: string) => indexChecksums(parseChecksums(text));
const file = (path: string) => ({ path, name: path.split('/').pop() ?? '' });

describe('a verdict', () => {
  it('is by the path where the list has it, else by the name', () => {
    const list = index(`${one}  x/a\n${two}  y/a\n`);
    expect(judge(list.of(file('y/a')), { 'SHA-256': two }).word).to.equal('match');
    expect(judge(list.of(file('y/a')), { 'SHA-256': one }).word).to.equal('differs');
    expect(judge(list.of(file('a')), { 'SHA-256': one }).word).to.equal('match');
    expect(judge(list.of(file('b')), { 'SHA-256': one }).word).to.equal('unlisted');
  });

  it('is by the longest end of the path that the list has, where the list was made inside the folder', () => {
    const list = index(`${one}  a/index.html\n${two}  b/index.html\n${md5}  index.html\n`);
    expect(judge(list.of(file('site/a/index.html')), { 'SHA-256': one }).word).to.equal('match');
    expect(judge(list.of(file('site/a/index.html')), { 'SHA-256': two }).word).to.equal('differs');
    expect(judge(list.of(file('site/index.html')), { MD5: md5, 'SHA-256': two })).to.deep.equal({
      word: 'match',
      by: ['MD5'],
    });
    expect(list.missing([file('site/a/index.html')])).to.deep.equal(['b/index.html', 'index.html']);
    // the end of a folder's name is none of the path
    expect(list.of(file('site/ba/index.html')).map(({ name }) => name)).to.deep.equal(['index.html']);
  });

  it('holds a digest without a name against every file', () => {
    const list = index(one);
    expect(judge(list.of(file('a')), { 'SHA-256': one })).to.deep.equal({ word: 'match', by: ['SHA-256'] });
    expect(judge(list.of(file('b')), { 'SHA-256': two }).word).to.equal('differs');
  });

  it('finds by which of the hashes of that length it was', () => {
    expect(judge(index(one).of(file('a')), { 'SHA-256': two, BLAKE3: one })).to.deep.equal({
      word: 'match',
      by: ['BLAKE3'],
    });
  });

  it('wants every algorithm that is spoken of, and one of several digests by the same', () => {
    const both = index(`SHA256 (a) = ${one}\nMD5 (a) = ${md5}`);
    expect(judge(both.of(file('a')), { 'SHA-256': one, MD5: md5 }).word).to.equal('match');
    expect(judge(both.of(file('a')), { 'SHA-256': one, MD5: '4'.repeat(32) }).word).to.equal('differs');
    expect(judge(index(`${one}\n${two}`).of(file('a')), { 'SHA-256': two }).word).to.equal('match');
  });

  it('is none where nothing that was computed can be compared', () => {
    expect(judge(index(md5).of(file('a')), { 'SHA-256': one }).word).to.equal('incomparable');
    expect(neededFor(index(md5).of(file('a')))).to.deep.equal(['MD5']);
  });

  it('names what is listed and not there', () => {
    const list = index(`${one}  x/a\n${two}  b\n${two}  c\n${md5}  c`);
    expect(list.missing([file('a')])).to.deep.equal(['b', 'c']);
    expect(list.missing([file('x/a'), file('b'), file('c')])).to.deep.equal([]);
    expect(index(one).missing([])).to.deep.equal([]);
  });

  it('is summed up with the bad news first', () => {
    const say = (name: Parameters<typeof phrase>[0], gaps?: Parameters<typeof phrase>[1]) => phrase(name, gaps, 'en');
    const match = { word: 'match', by: ['SHA-256'] } as const;
    expect(summarize([match, { word: 'differs' }, match], 1, say)).to.deep.equal({
      summary: '1 does not match · 2 match · 1 missing',
      isWrong: true,
      isRight: false,
    });
    expect(summarize([match], 0, say)).to.deep.include({ summary: 'The file is what it should be.', isRight: true });
    expect(summarize([match, { word: 'unlisted' }], 0, say)).to.deep.include({ isWrong: false, isRight: false });
    expect(summarize([], 0, say)).to.deep.equal({ summary: '', isWrong: false, isRight: false });
  });
});
