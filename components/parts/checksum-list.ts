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
const bsdLine = /^(\\?)([A-Za-z0-9/-]+) ?\((.+)\) ?= ?([0-9a-f]{8,128})\s*$/i;
const bareLine = /^(?:([A-Za-z0-9-]+):\s*)?([0-9a-f]{8,128})\s*$/i;

/** What the name of a list says of its digests; `foreign`: that they are of a kind that is not known here. */
type Hint = HashAlgorithm | 'foreign' | undefined;

/** What it says; empty when it is no checksum. Lines that are none (comments, a signature around them) are passed over. */
export function parseChecksums(text: string, fileName = ''): readonly Checksum[] {
  const hint = hintOfFile(fileName);
  const lines = text.slice(0, longestList).split(/\r?\n/);
  return lines.flatMap((line) => parseLine(line.trimStart(), hint) ?? []);
}

function parseLine(line: string, hint: Hint): Checksum | null {
  const [, gnuEscape, gnuDigest, gnuName] = gnuLine.exec(line) ?? [];
  if (gnuDigest && gnuName) return checksum(gnuDigest, hinted(gnuDigest, hint), unescaped(gnuName, gnuEscape));
  const [, bsdEscape, tag = '', bsdName, bsdDigest] = bsdLine.exec(line) ?? [];
  if (bsdDigest && bsdName) return checksum(bsdDigest, tagged(bsdDigest, tag), unescaped(bsdName, bsdEscape));
  const [, prefix, digest] = bareLine.exec(line) ?? [];
  if (!digest) return null;
  if (!prefix) return checksum(digest, hinted(digest, hint), null);
  // `Date: 20241105` is no digest
  return algorithmTagged(prefix) ? checksum(digest, tagged(digest, prefix), null) : null;
}

function checksum(digest: string, algorithms: readonly HashAlgorithm[], name: string | null): Checksum {
  return { name: name?.replace(/^(?:\.\/)+/, '') ?? null, digest: digest.toLowerCase(), algorithms };
}

/** A line that names its algorithm means that one: what is not known here is not taken for another of the same length. */
function tagged(digest: string, tag: string): readonly HashAlgorithm[] {
  return algorithmsOf(digest.length).filter((algorithm) => algorithm === algorithmTagged(tag));
}

/** The name of a file is a hint only: its digests may be of another length. */
function hinted(digest: string, hint: Hint): readonly HashAlgorithm[] {
  if (hint === 'foreign') return [];
  const possible = algorithmsOf(digest.length);
  return hint && possible.includes(hint) ? [hint] : possible;
}

/** OpenSSL writes `SHA2-256`. */
function algorithmTagged(tag: string): HashAlgorithm | undefined {
  return algorithmNamed(tag.replace(/^SHA2-/i, 'SHA-'));
}

const listName = /^(.*?)[-_.]?sums?(?:\.txt|\.asc)?$/i;
/** `b2`, `rmd160`, `sha3-512` and `blake2b-256`, and neither `check` nor `release-2`. */
const hashName = /[a-z]\d+[a-z]{0,2}(?:-\d+)?$/i;

/** `SHA256SUMS`, `photo.jpg.sha256` and their kind say by their name what is in them. */
export function isChecksumFile(name: string): boolean {
  return listName.test(name) || hintOfFile(name) !== undefined;
}

function hintOfFile(name: string): Hint {
  const [, kind] = listName.exec(name) ?? [];
  if (kind === undefined) return algorithmNamed(/\.([a-z0-9]+)$/i.exec(name)?.[1] ?? '');
  const last = kind.replace(/^.*[-_.]/, '');
  return algorithmTagged(kind) ?? algorithmNamed(last) ?? (hashName.test(kind) ? 'foreign' : undefined);
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
