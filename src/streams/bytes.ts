/** Views of bytes: what a caller may hand in, seen as one type. */

import { isBlob } from './brands.js';

/** Bytes in memory of their own: what WebCrypto accepts, never shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** What a caller may hand in. A Blob crosses to the worker by reference; bytes are copied unless they are transferred. */
export type Data = Blob | ArrayBuffer | ArrayBufferView;

export const blobOf = (data: Data): Blob => (isBlob(data) ? data : new Blob([viewOf(data)]));

/** The bytes themselves where they can be used as they are; a copy where they lie in shared memory. */
export function viewOf(data: ArrayBuffer | ArrayBufferView): Bytes {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  const { buffer, byteOffset, byteLength } = data;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(buffer, byteOffset, byteLength).slice();
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const fromHex = (hex: string): Bytes =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
