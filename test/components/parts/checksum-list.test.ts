/** Checksum files: what is read from the ways people write them, and what is written for the programs that check them. */
import { expect } from '@open-wc/testing';
import { formatChecksums, isChecksumFile, parseChecksums } from '../../../components/parts/checksum-list.js';
import { algorithmList, algorithmNamed, checksumFileName } from '../../../components/parts/hash-algorithms.js';

const sha256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const md5 = '5d41402abc4b2a76b9719d911017c592';

describe('a checksum list', () => {
  it('is read as coreutils writes it: text, binary, and names that are escaped', () => {
    const text = `${sha256}  a.txt\n${sha256} *dir/b c.bin\n\\${sha256}  odd\\nname\\\\with\\rall\n${sha256}  ./c.txt\n`;
    expect(parseChecksums(text).map(({ name }) => name)).to.deep.equal([
      'a.txt',
      'dir/b c.bin',
      'odd\nname\\with\rall',
      'c.txt',
    ]);
  });

  it('is read as BSD writes it, with the algorithm', () => {
    expect(parseChecksums(`SHA256 (a (1).txt) = ${sha256}\r\nMD5 (b) = ${md5}`)).to.deep.equal([
      { name: 'a (1).txt', digest: sha256, algorithms: ['SHA-256'] },
      { name: 'b', digest: md5, algorithms: ['MD5'] },
    ]);
  });

  it('is also a digest alone, in capitals, or after the name of its algorithm', () => {
    const [bare] = parseChecksums(`  ${sha256.toUpperCase()} `);
    expect(bare).to.deep.equal({ name: null, digest: sha256, algorithms: ['SHA-256', 'BLAKE3'] });
    expect(parseChecksums(`sha256:${sha256}`)[0]?.algorithms).to.deep.equal(['SHA-256']);
  });

  it('goes by the name of its file where digests have the same length', () => {
    expect(parseChecksums(`${sha256}  a`, 'B3SUMS')[0]?.algorithms).to.deep.equal(['BLAKE3']);
    expect(parseChecksums(`${sha256}  a`, 'a.iso.sha256')[0]?.algorithms).to.deep.equal(['SHA-256']);
    for (const name of ['linux-6.1-sha256sums.txt', 'a.sha256sum', 'SHA-256SUMS'])
      expect(parseChecksums(`${sha256}  a`, name)[0]?.algorithms, name).to.deep.equal(['SHA-256']);
    expect(parseChecksums(`${sha256}  a`, 'MD5SUMS')[0]?.algorithms).to.deep.equal(['SHA-256', 'BLAKE3']);
  });

  it('passes over comments and signatures, and is none where nothing is left', () => {
    const signed = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n# a comment\n${sha256}  a\n-----BEGIN PGP SIGNATURE-----\niQIzBAEBCAAdFiEE\n`;
    expect(parseChecksums(signed)).to.have.length(1);
    for (const text of ['', 'hello', 'deadbee', 'x'.repeat(64), '<html>'])
      expect(parseChecksums(text)).to.deep.equal([]);
  });

  it('knows no algorithm for digests of other lengths', () => {
    expect(parseChecksums('ab'.repeat(28))[0]?.algorithms).to.deep.equal([]);
  });

  it('takes no digest for one of another algorithm that is as long', () => {
    const sha512 = 'ab'.repeat(64);
    for (const tag of ['BLAKE2b', 'SHA3-512', 'WHIRLPOOL', 'SHA384', 'MD5'])
      expect(parseChecksums(`${tag} (x) = ${sha512}`), tag).to.deep.equal([
        { name: 'x', digest: sha512, algorithms: [] },
      ]);
    expect(parseChecksums(`SHA512/256 (x) = ${sha256}`)[0]?.algorithms).to.deep.equal([]);
    expect(parseChecksums(`md5:${sha256}`)[0]?.algorithms).to.deep.equal([]);
    for (const name of ['b2sums.txt', 'B2SUMS', 'sha3-512sums', 'rmd160sum.txt', 'SHA224SUMS.asc', 'x.tar.b2sum'])
      expect(parseChecksums(`${sha512}  x`, name)[0]?.algorithms, name).to.deep.equal([]);
    for (const name of ['checksums.txt', 'v2-checksums.txt', 'SHASUMS', 'release-1.2-sums.txt', 'sums.txt', 'x.txt'])
      expect(parseChecksums(`${sha512}  x`, name)[0]?.algorithms, name).to.deep.equal(['SHA-512']);
  });

  it('believes a line that names its algorithm more than the name of its file', () => {
    expect(parseChecksums(`SHA256 (x) = ${sha256}`, 'b2sums.txt')[0]?.algorithms).to.deep.equal(['SHA-256']);
    expect(parseChecksums(`SHA2-256(x)= ${sha256}`)[0]?.algorithms).to.deep.equal(['SHA-256']);
    expect(parseChecksums(`sha256:${sha256}`, 'b2sums.txt')[0]?.algorithms).to.deep.equal(['SHA-256']);
  });

  it('holds no digest without a name where something else stands before it', () => {
    for (const text of ['Date: 20241105', `SHA3-256: ${sha256}`, `Size:12345678`])
      expect(parseChecksums(text), text).to.deep.equal([]);
  });

  it('ends where a hostile one would not', () => {
    expect(parseChecksums('SHA256 ('.repeat(200_000))).to.deep.equal([]);
    expect(parseChecksums(`${'('.repeat(100_000)}${')'.repeat(100_000)}`)).to.deep.equal([]);
  });

  it('is told by the name of its file', () => {
    for (const name of ['SHA256SUMS', 'sha256sums.txt', 'SHA512SUMS.asc', 'checksums.txt', 'a.md5', 'a.B3', 'a.sha1'])
      expect(isChecksumFile(name), name).to.equal(true);
    for (const name of ['a.txt', 'sums.zip', 'md5', 'about-md5', 'summary.pdf', 'a.sha256.gz'])
      expect(isChecksumFile(name), name).to.equal(false);
  });

  it('reads what it writes, whatever the name', () => {
    const names = [
      'a',
      'b c',
      ' leading',
      'trailing ',
      '*star',
      '-n',
      'back\\slash',
      'new\nline',
      'return\r',
      '\\n',
      'ü ß 熊',
      '(x) = y',
    ];
    for (const algorithm of ['SHA-256', 'XXH3'] as const) {
      const digest = algorithm === 'XXH3' ? '0123456789abcdef' : sha256;
      const text = formatChecksums(
        algorithm,
        names.map((name) => ({ name, digest })),
      );
      expect(parseChecksums(text).map(({ name }) => name)).to.deep.equal(names);
    }
  });

  it('is written line by line as sha256sum does', () => {
    const files = [
      { name: 'plain', digest: sha256 },
      { name: 'a\\b', digest: sha256 },
    ];
    expect(formatChecksums('SHA-256', files)).to.equal(`${sha256}  plain\n\\${sha256}  a\\\\b\n`);
    expect(formatChecksums('CRC-32', [{ name: 'a', digest: '3610a686' }])).to.equal('CRC32 (a) = 3610a686\n');
  });
});

describe('the names of hashes', () => {
  it('are known in the ways people write them', () => {
    for (const name of ['sha256', 'SHA-256', 'Sha_256']) expect(algorithmNamed(name)).to.equal('SHA-256');
    expect(algorithmNamed('b3')).to.equal('BLAKE3');
    expect(algorithmNamed('sha3')).to.equal(undefined);
  });

  it('make a list in an attribute, each once, and the default where none is known', () => {
    const list = algorithmList('SHA-256');
    expect(list.fromAttribute?.('md5, SHA-512 md5')).to.deep.equal(['MD5', 'SHA-512']);
    for (const text of [null, '', 'sha3']) expect(list.fromAttribute?.(text)).to.deep.equal(['SHA-256']);
  });

  it('make the name of a checksum file', () => {
    expect(checksumFileName('SHA-256', ['a.iso'])).to.equal('a.iso.sha256');
    expect(checksumFileName('SHA-256', ['a', 'b'])).to.equal('SHA256SUMS');
    expect(checksumFileName('BLAKE3', ['a', 'b'])).to.equal('B3SUMS');
  });
});
