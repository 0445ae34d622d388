/** Where the bytes of a range go: into a Blob, or into a file of the origin's private file system. */
import { OperationError } from '../errors.js';

/** A file in the origin's private file system, made or overwritten. */
export interface Keep {
  readonly directory: string;
  readonly name: string;
}

export interface Sink {
  write(parts: readonly ArrayBuffer[]): void | Promise<void>;
  /** Everything is there: the bytes by reference. */
  finish(): Promise<Blob>;
  /** What was written is of no use. */
  discard(): Promise<void>;
}

export const openSink = (keep: Keep | undefined): Promise<Sink> | Sink =>
  keep === undefined ? memorySink() : fileSink(keep);

function memorySink(): Sink {
  const parts: ArrayBuffer[] = [];
  return {
    write: (more) => void parts.push(...more),
    finish: () => Promise.resolve(new Blob(parts)),
    discard: () => Promise.resolve(),
  };
}

async function fileSink({ directory, name }: Keep): Promise<Sink> {
  try {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(directory, { create: true });
    const handle = await folder.getFileHandle(name, { create: true });
    const writer = await openWriter(handle);
    return {
      write: (parts) => asUnwritable(() => writer.write(parts)),
      finish: () =>
        asUnwritable(async () => {
          await writer.close();
          return handle.getFile();
        }),
      discard: async () => {
        await writer.abort();
        await folder.removeEntry(name);
      },
    };
  } catch (error) {
    throw unwritable(error);
  }
}

interface Writer {
  write(parts: readonly ArrayBuffer[]): void | Promise<void>;
  close(): void | Promise<void>;
  abort(): void | Promise<void>;
}

/** The synchronous handle where there is one (dedicated workers); else a writable stream (the page). */
async function openWriter(handle: FileSystemFileHandle): Promise<Writer> {
  if (!('createSyncAccessHandle' in handle)) {
    const stream = await (handle as FileSystemFileHandle).createWritable();
    return {
      write: (parts) => stream.write(new Blob([...parts])),
      close: () => stream.close(),
      abort: () => stream.abort(),
    };
  }
  const access = await handle.createSyncAccessHandle();
  access.truncate(0);
  const write = (part: ArrayBuffer) => {
    if (access.write(part) !== part.byteLength)
      throw new DOMException('Fewer bytes were written than given', 'QuotaExceededError');
  };
  const close = () => access.close();
  return { write: (parts) => parts.forEach(write), close, abort: close };
}

async function asUnwritable<Value>(step: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await step();
  } catch (error) {
    throw unwritable(error);
  }
}

const unwritable = (cause: unknown): OperationError =>
  new OperationError(
    'unwritable',
    'The result could not be written to the private file system of this site (is it full?)',
    { cause },
  );
