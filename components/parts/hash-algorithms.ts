/** The hashes by their names: how long a digest is, what a checksum file of them is called, and how a list of them is written. */
import type { ComplexAttributeConverter } from 'lit';
import type { FileMetadataReport, MetadataOptions } from '../../src/bridge/file-bridge.js';

export type HashAlgorithm = Extract<MetadataOptions['hash'], string>;
/** Digests in hexadecimal, under the names of their algorithms. */
export type Digests = NonNullable<FileMetadataReport['digests']>;

interface Kind {
  /** Hexadecimal digits. */
  readonly digits: number;
  /** Before the name of a file in BSD's lines, and before SUMS in the name of a checksum file. */
  readonly tag: string;
  /** The ending of a checksum file for one file. */
  readonly ending: string;
}

const kinds: Readonly<Record<HashAlgorithm, Kind>> = {
  'SHA-256': { digits: 64, tag: 'SHA256', ending: 'sha256' },
  'SHA-512': { digits: 128, tag: 'SHA512', ending: 'sha512' },
  'SHA-384': { digits: 96, tag: 'SHA384', ending: 'sha384' },
  'SHA-1': { digits: 40, tag: 'SHA1', ending: 'sha1' },
  MD5: { digits: 32, tag: 'MD5', ending: 'md5' },
  BLAKE3: { digits: 64, tag: 'BLAKE3', ending: 'b3' },
  XXH3: { digits: 16, tag: 'XXH3', ending: 'xxh3' },
  'CRC-32': { digits: 8, tag: 'CRC32', ending: 'crc32' },
};

const isAlgorithm = (name: string): name is HashAlgorithm => Object.hasOwn(kinds, name);
const algorithms = Object.keys(kinds).filter(isAlgorithm);

/** `sha256`, `SHA-256` and `Sha_256` are one; `B3` is BLAKE3. */
export function algorithmNamed(name: string): HashAlgorithm | undefined {
  const plain = name.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return algorithms.find(
    (algorithm) => kinds[algorithm].tag === plain || kinds[algorithm].ending.toUpperCase() === plain,
  );
}

/** Those whose digests have so many digits. */
export function algorithmsOf(digits: number): readonly HashAlgorithm[] {
  return algorithms.filter((algorithm) => kinds[algorithm].digits === digits);
}

export function tagOf(algorithm: HashAlgorithm): string {
  return kinds[algorithm].tag;
}

/** `photo.jpg.sha256` for one file, `SHA256SUMS` for several. */
export function checksumFileName(algorithm: HashAlgorithm, names: readonly string[]): string {
  const [only, another] = names;
  const { tag, ending } = kinds[algorithm];
  if (only !== undefined && another === undefined) return `${only}.${ending}`;
  return `${algorithm === 'BLAKE3' ? 'B3' : tag}SUMS`;
}

/** What a script gives as the list: a text stands for the attribute's, and what is neither that nor a list for none. */
export function takeAlgorithms(given: unknown, fallback: readonly HashAlgorithm[]): readonly HashAlgorithm[] {
  if (Array.isArray(given)) return given as readonly HashAlgorithm[];
  const names = typeof given === 'string' ? given.split(/[\s,]+/) : [];
  const known = names.flatMap((name) => algorithmNamed(name) ?? []);
  return known.length > 0 ? [...new Set(known)] : fallback;
}

/** `SHA-256 MD5`, with blanks or commas between; what is none of them is left out, and where nothing is left it is `fallback`. */
export function algorithmList(
  ...fallback: readonly HashAlgorithm[]
): ComplexAttributeConverter<readonly HashAlgorithm[]> {
  return {
    fromAttribute: (text) => takeAlgorithms(text, fallback),
    toAttribute: (names) => names.join(' '),
  };
}
