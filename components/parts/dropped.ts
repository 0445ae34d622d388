/** Reads what was dropped or pasted: files, and folders to their last leaf. */
import { OperationError } from '../../src/errors.js';
import { isJunk, type Taken } from './limits.js';

/** The parts of FileSystemEntry that are used, so that a test can stand in for a folder. */
export interface Entry {
  readonly isDirectory: boolean;
  readonly name: string;
  /** Of a file. */
  file?(found: (file: File) => void, failed: (error: unknown) => void): void;
  /** Of a folder. */
  createReader?(): { readEntries(found: (entries: readonly Entry[]) => void, failed: (error: unknown) => void): void };
}

/**
 * The files of a drop or paste, with their paths; what cannot be read comes with its refusal.
 * The items are read before the first await: a DataTransfer is empty once its event is over.
 */
export async function readTransfer(data: DataTransfer, folders: boolean): Promise<readonly Taken[]> {
  const offered = [...data.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: entryOf(item), file: item.getAsFile() }));
  // a DataTransfer made by a script may have files and no items
  if (offered.length === 0) return [...data.files].filter(({ name }) => !isJunk(name)).map(asTaken);
  const read = offered.map(async ({ entry, file }): Promise<readonly Taken[]> => {
    if (entry?.isDirectory)
      return folders
        ? readFolder(entry, entry.name)
        : [{ file: null, path: entry.name, refusal: { code: 'folder' } } as const];
    if (file === null) return [{ file, path: entry?.name ?? '', refusal: { code: 'unreadable' } } as const];
    return isJunk(file.name) ? [] : [asTaken(file)];
  });
  return (await Promise.all(read)).flat();
}

/** What a script gives as `files`; null is none. @throws OperationError `invalid` */
export function takeFiles(files: Iterable<File> | null | undefined): readonly Taken[] {
  const given: unknown = files ?? [];
  const list = isIterable(given) ? [...given] : [given];
  if (list.every(isFile)) return list.map(asTaken);
  throw new OperationError('invalid', 'files takes a list of Files; new File([blob], name) makes one of a Blob.');
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;
/** Also one of another frame. */
const isFile = (value: unknown): value is File => Object.prototype.toString.call(value) === '[object File]';

/** The files of an `<input type=file>`. Junk is left out of folders only: a file that was picked by itself was meant. */
export function readInput(files: Iterable<File>): readonly Taken[] {
  return [...files].filter(({ name, webkitRelativePath }) => webkitRelativePath === '' || !isJunk(name)).map(asTaken);
}

/** Every file below a folder. A folder without files, and a file that does not open, are told and do not end the walk. */
export async function readFolder(folder: Entry, path: string): Promise<readonly Taken[]> {
  let entries: readonly Entry[];
  try {
    entries = await entriesOf(folder);
  } catch {
    return [{ file: null, path, refusal: { code: 'unreadable' } }];
  }
  const found: Taken[] = [];
  for (const entry of entries) {
    const below = `${path}/${entry.name}`;
    if (isJunk(entry.name)) continue;
    // one by one: a call takes some ten thousand arguments, and a folder may hold more
    if (entry.isDirectory) for (const one of await readFolder(entry, below)) found.push(one);
    else found.push(await readEntry(entry, below));
  }
  return found.length > 0 ? found : [{ file: null, path, refusal: { code: 'empty-folder' } }];
}

/** Chromium hands out at most 100 entries a call: ask until there are none. */
async function entriesOf(folder: Entry): Promise<readonly Entry[]> {
  const reader = folder.createReader?.();
  const batches: (readonly Entry[])[] = [];
  while (reader && batches.at(-1)?.length !== 0) {
    batches.push(await new Promise((found, failed) => reader.readEntries(found, failed)));
  }
  return batches.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readEntry(entry: Entry, path: string): Promise<Taken> {
  try {
    const file = await new Promise<File>((found, failed) => {
      if (entry.file) entry.file(found, failed);
      else failed(new TypeError('not a file'));
    });
    return { file, path };
  } catch {
    return { file: null, path, refusal: { code: 'unreadable' } };
  }
}

function entryOf(item: DataTransferItem): Entry | null {
  return 'webkitGetAsEntry' in item ? item.webkitGetAsEntry() : null;
}

export function asTaken(file: File): Taken {
  return { file, path: file.webkitRelativePath || file.name };
}
