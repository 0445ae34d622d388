/** Sealed files, damaged: every way a file goes wrong, and what its reader has to answer. */
import type { OperationErrorCode } from '../../src/errors.js';
import { concat, type Bytes } from '../../src/streams/bytes.js';
import { MESSAGE_HEAD, openedSize, SEALED_CHUNK } from '../../src/streams/cobblestone.js';

const METADATA = 60;

export interface Layout {
  /** Where the sealed metadata end and the body starts. */
  readonly body: number;
  /** Where each chunk of the body starts. */
  readonly chunks: readonly number[];
  readonly end: number;
}

export function layoutOf(sealed: Bytes): Layout {
  const body = METADATA + new DataView(sealed.buffer, sealed.byteOffset).getUint32(56);
  const chunks: number[] = [];
  for (let start = body + MESSAGE_HEAD; start < sealed.length; start += SEALED_CHUNK) chunks.push(start);
  return { body, chunks, end: sealed.length };
}

export function flipBit(sealed: Bytes, offset: number, bit = 0): Bytes {
  const changed = sealed.slice();
  changed[offset] = (changed[offset] ?? 0) ^ (1 << bit);
  return changed;
}

/** The same file with another number in its header; nothing else changes. */
export function withUint32(sealed: Bytes, offset: number, value: number): Bytes {
  const changed = sealed.slice();
  new DataView(changed.buffer).setUint32(offset, value);
  return changed;
}

export const cut = (sealed: Bytes, length: number): Bytes => sealed.slice(0, length);

/** Where parts of the file meet, and one byte to each side. */
export function boundaries(sealed: Bytes): number[] {
  const { body, chunks, end } = layoutOf(sealed);
  const points = [0, 8, 9, 10, 12, 44, 48, 52, 53, 56, METADATA, METADATA + 24, METADATA + MESSAGE_HEAD];
  const all = [...points, body, body + 24, ...chunks, ...chunks.map((start) => start + 16), end];
  const around = all.flatMap((point) => [point - 1, point, point + 1]);
  return [...new Set(around)].filter((point) => point >= 0 && point < end).sort((a, b) => a - b);
}

/** What a reader answers to the first `length` bytes of a sealed file. */
export function codeOfCut(sealed: Bytes, length: number): OperationErrorCode {
  if (length === 0) return 'not-sealed';
  const { body } = layoutOf(sealed);
  return length < METADATA || openedSize(length - body) === undefined ? 'truncated' : 'corrupt';
}

const chunk = (sealed: Bytes, index: number): Bytes => {
  const { chunks } = layoutOf(sealed);
  return sealed.slice(chunks[index], chunks[index + 1]);
};

function withChunks(sealed: Bytes, order: readonly number[]): Bytes {
  const { chunks } = layoutOf(sealed);
  return concat(sealed.subarray(0, chunks[0]), ...order.map((index) => chunk(sealed, index)));
}

export interface Damage {
  readonly name: string;
  readonly code: OperationErrorCode;
  /** `other` is another file of the same length, sealed with the same secret. Both have two full chunks and a short one. */
  readonly make: (sealed: Bytes, other: Bytes) => Bytes;
}

/** One of each kind, for whoever needs a damaged file. The tests of the streams go through every position. */
export const damages: readonly Damage[] = [
  { name: 'is empty', code: 'not-sealed', make: () => new Uint8Array(0) },
  { name: 'is some other file', code: 'not-sealed', make: (sealed) => sealed.slice(1) },
  { name: 'has a changed magic', code: 'not-sealed', make: (sealed) => flipBit(sealed, 0, 7) },
  { name: 'went through a text-mode transfer', code: 'not-sealed', make: (sealed) => withoutByte(sealed, 4) },
  { name: 'is of a later version', code: 'unsupported', make: (sealed) => flipBit(sealed, 8, 1) },
  { name: 'has an unknown key source', code: 'unsupported', make: (sealed) => flipBit(sealed, 9, 7) },
  { name: 'has another salt', code: 'cannot-open', make: (sealed) => flipBit(sealed, 12) },
  { name: 'uses a reserved byte', code: 'cannot-open', make: (sealed) => flipBit(sealed, 55) },
  { name: 'has changed metadata', code: 'cannot-open', make: (sealed) => flipBit(sealed, METADATA + MESSAGE_HEAD) },
  { name: 'claims metadata of 4 GiB', code: 'unsupported', make: (sealed) => withUint32(sealed, 56, 0xffffffff) },
  { name: 'ends inside its header', code: 'truncated', make: (sealed) => cut(sealed, 40) },
  { name: 'ends after its header', code: 'truncated', make: (sealed) => cut(sealed, METADATA) },
  {
    name: 'ends between two chunks',
    code: 'truncated',
    make: (sealed) => cut(sealed, layoutOf(sealed).chunks[1] ?? 0),
  },
  { name: 'lost its last byte', code: 'corrupt', make: (sealed) => cut(sealed, sealed.length - 1) },
  {
    name: 'lost its last chunk but for a tag',
    code: 'corrupt',
    make: (sealed) => cut(sealed, (layoutOf(sealed).chunks[2] ?? 0) + 16),
  },
  { name: 'has a byte more', code: 'corrupt', make: (sealed) => concat(sealed, Uint8Array.of(0)) },
  { name: 'has another commitment', code: 'corrupt', make: (sealed) => flipBit(sealed, layoutOf(sealed).body + 24) },
  { name: 'has another salt of the body', code: 'corrupt', make: (sealed) => flipBit(sealed, layoutOf(sealed).body) },
  {
    name: 'has a changed bit in its first chunk',
    code: 'corrupt',
    make: (sealed) => flipBit(sealed, layoutOf(sealed).chunks[0] ?? 0),
  },
  {
    name: 'has a changed bit in its last tag',
    code: 'corrupt',
    make: (sealed) => flipBit(sealed, sealed.length - 1, 7),
  },
  { name: 'has two chunks in the wrong order', code: 'corrupt', make: (sealed) => withChunks(sealed, [1, 0, 2]) },
  { name: 'has one chunk twice', code: 'corrupt', make: (sealed) => withChunks(sealed, [0, 0, 2]) },
  { name: 'has one chunk more', code: 'corrupt', make: (sealed) => withChunks(sealed, [0, 1, 1, 2]) },
  { name: 'lacks one chunk', code: 'corrupt', make: (sealed) => withChunks(sealed, [0, 2]) },
  { name: 'has a chunk of another file', code: 'corrupt', make: (sealed, other) => withChunkOf(sealed, other) },
  { name: 'has the body of another file', code: 'corrupt', make: (sealed, other) => withBodyOf(sealed, other) },
];

const withoutByte = (sealed: Bytes, offset: number): Bytes =>
  concat(sealed.subarray(0, offset), sealed.subarray(offset + 1));

function withChunkOf(sealed: Bytes, other: Bytes): Bytes {
  const spliced = sealed.slice();
  spliced.set(chunk(other, 1), layoutOf(sealed).chunks[1]);
  return spliced;
}

const withBodyOf = (sealed: Bytes, other: Bytes): Bytes =>
  concat(sealed.subarray(0, layoutOf(sealed).body), other.subarray(layoutOf(other).body));
