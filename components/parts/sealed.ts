/** Tells a sealed file from any other by its first eight bytes (docs/format.md). */

const magic = [0x8b, 0x54, 0x4c, 0x57, 0x0d, 0x0a, 0x1a, 0x0a];

/** False also for a file that cannot be read: the attempt to seal it will say so in its own words. */
export async function isSealed(file: Blob): Promise<boolean> {
  try {
    const head = new Uint8Array(await file.slice(0, magic.length).arrayBuffer());
    return magic.every((byte, index) => head[index] === byte);
  } catch {
    return false;
  }
}
