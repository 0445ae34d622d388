/** Writes files where a picker allows it: to a file, or into a folder where nothing is overwritten. Each is whole, or not there. */

/** The parts of FileSystemFileHandle that are used. */
export interface PickedFile {
  createWritable(): Promise<{
    write(data: Blob): Promise<void>;
    close(): Promise<void>;
    abort(reason?: unknown): Promise<void>;
  }>;
}
/** The parts of FileSystemDirectoryHandle that are used. */
export interface PickedFolder {
  getFileHandle(name: string, options?: { readonly create?: boolean }): Promise<PickedFile>;
  removeEntry(name: string): Promise<void>;
}

/** The Blob is handed over by reference: its bytes never pass through the page. */
export async function writeTo(target: PickedFile, file: File): Promise<void> {
  const writable = await target.createWritable();
  try {
    await writable.write(file);
    await writable.close();
  } catch (error) {
    await writable.abort(error).catch(() => undefined);
    throw error;
  }
}

/** Stops at the first that fails; those before it stay. `report` is told how many are written, from none on. */
export async function writeInto(
  folder: PickedFolder,
  files: Iterable<File>,
  report: (written: number) => void,
): Promise<void> {
  let written = 0;
  report(written);
  for (const file of files) {
    const name = await freeName(folder, file.name);
    const target = await folder.getFileHandle(name, { create: true });
    try {
      await writeTo(target, file);
    } catch (error) {
      // it is there since it was asked for, and empty
      await folder.removeEntry(name).catch(() => undefined);
      throw error;
    }
    report(++written);
  }
}

/** The name, or `name (2).ext` where there is one already; spelt otherwise where the browser forbids it, as Chromium does `a.lnk`. */
async function freeName(folder: PickedFolder, wanted: string): Promise<string> {
  const tame = wanted.replace(/[<>:"/\\|?*\p{Cc}\p{Cf}]/gu, '_').replace(/^[\s.]+|[\s.]+$/gu, '_');
  let refusal: unknown;
  for (const spelling of [wanted, tame, `${tame}_`]) {
    try {
      return await freeSpelling(folder, spelling);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

async function freeSpelling(folder: PickedFolder, wanted: string): Promise<string> {
  const [, stem, ending] = /^(.+?)(\.[^.]*)?$/su.exec(wanted) ?? [];
  let name = wanted;
  for (let count = 2; await isTaken(folder, name); count++) name = `${stem ?? ''} (${count})${ending ?? ''}`;
  return name;
}

async function isTaken(folder: PickedFolder, name: string): Promise<boolean> {
  try {
    await folder.getFileHandle(name);
    return true;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === 'NotFoundError') return false;
    // a folder has the name
    if (error.name === 'TypeMismatchError') return true;
    throw error;
  }
}
