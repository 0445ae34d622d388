/** Folders in the origin's private file system for results that are too large for memory, and their end. */

/** A folder for the ranges of one result. It is kept until `discard`, or until the page is gone and another one sweeps. */
export interface Folder {
  readonly name: string;
  discard(): Promise<void>;
}

const prefix = 'tallow-elements-';

/** Milliseconds between tries to remove a folder: the pool ends a worker that still writes there half a second after the abort. */
const patience = [0, 100, 400, 1000, 3000, 10_000];

/**
 * Opens a new folder, or resolves with null where there is no private file system (WebKitGTK 2.50, Firefox's private windows).
 *
 * A Web Lock of the folder's name says that a page still uses it. Folders without one are left over from pages that
 * are gone: they are removed when a page opens a folder of its own, and when it first works on a file.
 */
export async function openFolder(): Promise<Folder | null> {
  try {
    const root = await navigator.storage.getDirectory();
    await sweep(root).catch(() => undefined);
    const name = prefix + crypto.randomUUID();
    const release = await holdLock(name);
    await root.getDirectoryHandle(name, { create: true });
    return {
      name,
      async discard() {
        for (const delay of patience) {
          await new Promise((resolve) => setTimeout(resolve, delay));
          if (await removeFolder(root, name)) break;
        }
        release();
      },
    };
  } catch {
    // Absent, or forbidden here: the caller has another place.
    return null;
  }
}

let isSwept = false;

/** Once in the life of a page: removes what pages that are gone have left, opened files among it. Nobody waits for it. */
export function sweepOnce(): void {
  if (isSwept) return;
  isSwept = true;
  const work = async () => sweep(await navigator.storage.getDirectory());
  // Absent, or forbidden here: then there is nothing either.
  work().catch(() => undefined);
}

function holdLock(name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(name, () => new Promise<void>((release) => resolve(release)));
    held.catch(reject);
  });
}

async function sweep(root: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of root.keys()) {
    if (!name.startsWith(prefix)) continue;
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await removeFolder(root, name);
    });
  }
}

/** False when a worker that is being ended still holds a file of the folder. */
async function removeFolder(root: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  return root.removeEntry(name, { recursive: true }).then(
    () => true,
    (reason: unknown) => reason instanceof DOMException && reason.name === 'NotFoundError',
  );
}
