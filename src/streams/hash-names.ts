/** The hash functions by their names. It imports nothing: the page has them without what hashes. */

/** XXH3 is the one of 64 bits, CRC-32 that of gzip and zip; BLAKE3 gives 256 bits. */
export const hashAlgorithms = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'MD5', 'CRC-32', 'XXH3', 'BLAKE3'] as const;
export type HashAlgorithm = (typeof hashAlgorithms)[number];

export const isHashAlgorithm = (value: unknown): value is HashAlgorithm => names.has(value);

const names: ReadonlySet<unknown> = new Set(hashAlgorithms);
