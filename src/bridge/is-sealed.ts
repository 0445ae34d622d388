/** Tells a sealed file from any other by how it begins (docs/format.md). */
import { isSealedStart, MAGIC } from '../streams/sealed-format.js';

/** False also for a file that cannot be read: the attempt to seal it will say so in its own words. */
export async function isSealed(file: Blob): Promise<boolean> {
  try {
    return isSealedStart(new Uint8Array(await file.slice(0, MAGIC.length).arrayBuffer()));
  } catch {
    return false;
  }
}
