/** Whether a file is still what it was: parsers take a read that failed for damage, and some swallow it. */
import { readBytes } from './read.js';

/** @throws OperationError `changed` where the file vanished or changed on the disk */
export async function stillThere(file: Blob): Promise<void> {
  await readBytes(file, 0, Math.min(file.size, 1));
}
