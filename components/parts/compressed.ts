/** Tells whether a file is compressed, by its first bytes, else by its name: what one would want to decompress. */

/** Only gzip has a mark that nothing else has: the first bytes of zlib's format may be text. */
const endings = /\.(?:zz|zlib|deflate|br)$/i;

export async function isCompressed(file: File): Promise<boolean> {
  if (endings.test(file.name)) return true;
  // what cannot be read will say so when its work starts
  const head = await file
    .slice(0, 2)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  const [first, second] = new Uint8Array(head);
  return first === 0x1f && second === 0x8b;
}
