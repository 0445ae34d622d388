/** Checksums of a whole from those of its parts: CRC-32 and Adler-32, without reading a byte again. */

/** The polynomial of CRC-32 (RFC 1952, section 8), bits reflected: the highest bit is x^0. */
const POLYNOMIAL = 0xed_b8_83_20;

/** The product of two polynomials modulo the CRC's: a CRC of bytes appended is a product by a power of x (zlib, crc32.c). */
function product(one: number, two: number): number {
  let sum = 0;
  let power = two;
  for (let bit = 0x80_00_00_00; bit !== 0; bit >>>= 1) {
    if ((one & bit) !== 0) sum ^= power;
    power = (power & 1) !== 0 ? (power >>> 1) ^ POLYNOMIAL : power >>> 1;
  }
  return sum >>> 0;
}

/** x to the power of 8 times `bytes`. */
function shiftBy(bytes: number): number {
  let result = 0x80_00_00_00;
  let square = 0x00_80_00_00;
  for (let left = bytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = product(result, square);
    square = product(square, square);
  }
  return result;
}

/** The CRC-32 of `first` and then `second`, which has `size` bytes: any number of them, 4 GiB and more too. */
export function combineCrc32(first: number, second: number, size: number): number {
  return (product(shiftBy(size), first) ^ second) >>> 0;
}

/** The largest prime below 2^16 (RFC 1950). */
const BASE = 65_521;

/** The Adler-32 of `first` and then `second`, which has `size` bytes. */
export function combineAdler32(first: number, second: number, size: number): number {
  const [low1, high1] = [first & 0xff_ff, first >>> 16];
  const [low2, high2] = [second & 0xff_ff, second >>> 16];
  // both sums began at 1; the second's high sum grew by the first's low sum with each of its bytes
  const low = (low1 + low2 + BASE - 1) % BASE;
  const high = (high1 + high2 + (size % BASE) * (low1 + BASE - 1)) % BASE;
  return high * 0x1_00_00 + low;
}
