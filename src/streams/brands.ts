/** What kind of platform object a value is, also one from another frame: `instanceof` knows only this realm's classes. */

/** Whether `Class` has made it: its getters throw for anything else, and only for that. */
function has(Class: { readonly prototype: object } | undefined, getter: string, value: unknown): boolean {
  const property = Class && Object.getOwnPropertyDescriptor(Class.prototype, getter);
  if (property?.get === undefined || typeof value !== 'object') return false;
  try {
    property.get.call(value);
    return true;
  } catch {
    return false;
  }
}

export function isBlob(value: unknown): value is Blob {
  return has(Blob, 'size', value);
}
export function isFile(value: unknown): value is File {
  return typeof File !== 'undefined' && has(File, 'lastModified', value);
}
export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return has(ArrayBuffer, 'byteLength', value);
}
export function isBytes(value: unknown): value is ArrayBuffer | ArrayBufferView {
  return ArrayBuffer.isView(value) || isArrayBuffer(value);
}
export function isCryptoKey(value: unknown): value is CryptoKey {
  return has(CryptoKey, 'algorithm', value);
}
