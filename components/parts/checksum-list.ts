/** Checksum files: reads what `sha256sum`, BSD's `sha256` and people write, and writes what `sha256sum -c` accepts. */
import { algorithmNamed, algorithmsOf, tagOf, type HashAlgorithm } from './hash-algorithms.js';

/** One digest that something is said to have. */
export interface Checksum {
  /** Of the file, with its folders; null for a digest that stands alone. */
  readonly name: string | null;
  /** Hexadecimal, in small letters. */
  readonly digest: string;
  /** Those that may have made it: some digests have the same length. */
  readonly algorithms: readonly HashAlgorithm[];
}

/** Characters that are read; larger texts are cut there. */
export const longestList = 4 * 1024 * 1024;

const gnuLine = /^(\\?)([0-9a-f]{8,128}) [ *](.+)$/i;
const bsdLine = /^(\\?)([A-Za-z0-9-]+) ?\((.+)\) ?= ?([0-9a-f]{8,128})\s*$/i;
const bareLine = /^(?:([A-Za-z0-9-]+):\s*)?([0-9a-f]{8,128})\s*$/i;

/** What it says; empty when it is no checksum. Lines that are none (comments, a signature around them) are passed over. */
export function parseChecksums(text: string, fileName = ''): readonly Checksum[] {
  const hint = algorithmOfFile(fileName);
  const lines = text.slice(0, longestList).split(/\r?\n/);
  return lines.flatMap((line) => parseLine(line.trimStart(), hint) ?? []);
}

function parseLine(line: string, hint: HashAlgorithm | undefined): Checksum | null {
  const [, gnuEscape, gnuDigest, gnuName] = gnuLine.exec(line) ?? [];
  if (gnuDigest && gnuName) return checksum(gnuDigest, hint, unescaped(gnuName, gnuEscape));
  const [, bsdEscape, tag = '', bsdName, bsdDigest] = bsdLine.exec(line) ?? [];
  if (bsdDigest && bsdName) return checksum(bsdDigest, algorithmNamed(tag), unescaped(bsdName, bsdEscape));
  const [, prefix, digest] = bareLine.exec(line) ?? [];
  return digest ? checksum(digest, prefix ? algorithmNamed(prefix) : hint, null) : null;
}

function checksum(digest: string, algorithm: HashAlgorithm | undefined, name: string | null): Checksum | null {
  const possible = algorithmsOf(digest.length);
  const algorithms = algorithm && possible.includes(algorithm) ? [algorithm] : possible;
  return { name: name?.replace(/^(?:\.\/)+/, '') ?? null, digest: digest.toLowerCase(), algorithms };
}

/** `SHA256SUMS`, `photo.jpg.sha256` and their kind say by their name what is in them. */
export function isChecksumFile(name: string): boolean {
  return /sums?(?:\.txt|\.asc)?$/i.test(name) || algorithmOfFile(name) !== undefined;
}

function algorithmOfFile(name: string): HashAlgorithm | undefined {
  const [, word = ''] =
    /^([A-Za-z0-9-]+?)[-_.]?sums?(?:\.txt|\.asc)?$/i.exec(name) ?? /\.([a-z0-9]+)$/i.exec(name) ?? [];
  return algorithmNamed(word.replace(/sum$/i, ''));
}

/**
 * A line for each file, as coreutils writes them: names with a line break or a backslash are escaped, and a backslash goes before the
 * digest. XXH3 and CRC-32, which no such program reads, are written in BSD's way, which names them.
 */
export function formatChecksums(
  algorithm: HashAlgorithm,
  files: readonly { readonly name: string; readonly digest: string }[],
): string {
  const tagged = algorithm === 'XXH3' || algorithm === 'CRC-32';
  const lines = files.map(({ name, digest }) => {
    const safe = escaped(name);
    const mark = safe === name ? '' : '\\';
    return tagged ? `${mark}${tagOf(algorithm)} (${safe}) = ${digest}\n` : `${mark}${digest}  ${safe}\n`;
  });
  return lines.join('');
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };
const meanings = new Map(Object.entries(escapes).map(([letter, escape]) => [escape, letter]));

function escaped(name: string): string {
  return name.replace(/[\\\n\r]/g, (letter) => escapes[letter] ?? letter);
}

function unescaped(name: string, mark: string | undefined): string {
  return mark ? name.replace(/\\[\\nr]/g, (escape) => meanings.get(escape) ?? escape) : name;
}
