/** Where a short text of one byte a character stands in bytes. */

const WINDOW = 1024 * 1024;

/** In windows that overlap by the text, so that the engine's own search is used without a copy of everything. */
export function* positionsOf(bytes: Uint8Array, text: string): Generator<number, void> {
  const decoder = new TextDecoder('latin1');
  for (let start = 0; start < bytes.length; start += WINDOW) {
    const window = decoder.decode(bytes.subarray(start, start + WINDOW + text.length - 1));
    for (let at = window.indexOf(text); at >= 0; at = window.indexOf(text, at + 1)) yield start + at;
  }
}
