/** Tells checksum files from the files that are to be checked, among what somebody has dropped or chosen. */
import { isChecksumFile, longestList, parseChecksums, type Checksum } from './checksum-list.js';
import type { Taken } from './limits.js';

export interface DroppedLists {
  /** What the lists say, and their text; null when there was none after all. */
  readonly lists: { readonly text: string; readonly checksums: readonly Checksum[] } | null;
  /** The files that are no lists. */
  readonly rest: readonly Taken[];
}

/** By its name; what is in it is seen when it is read. */
export function mayBeList({ file, refusal }: Taken): boolean {
  return file !== null && !refusal && isChecksumFile(file.name) && file.size <= longestList;
}

export async function readLists(taken: readonly Taken[]): Promise<DroppedLists> {
  const read = await Promise.all(taken.map(readList));
  const found = read.flatMap((one) => one ?? []);
  const text = found.map((one) => one.text.trim()).join('\n');
  return {
    lists: found.length > 0 ? { text, checksums: found.flatMap(({ checksums }) => checksums) } : null,
    rest: taken.filter((_, index) => read[index] === null),
  };
}

/** Null for what is no list of checksums, or cannot be read: a file like any other. */
async function readList(taken: Taken): Promise<{ text: string; checksums: readonly Checksum[] } | null> {
  if (!mayBeList(taken) || !taken.file) return null;
  try {
    const text = await taken.file.text();
    const checksums = parseChecksums(text, taken.file.name);
    return checksums.length > 0 ? { text, checksums } : null;
  } catch {
    return null;
  }
}
