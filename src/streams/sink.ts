/**
 * Where the bytes of a range go: into a Blob, into a file of the origin's private file system, or to the caller.
 *
 * What it costs to keep them, in milliseconds of processor time for each MB over all of the browser (Chromium 156, two workers, reading and
 * sealing 256 MB): dropped 4.3; a file, written 1 MiB at a time, 5.5 (before it was made longer ahead), chunk by chunk twice that; one Blob of a range's chunks 7.2, of chunks joined before
 * 7.5, a Blob of Blobs of 1 or 4 MiB 8 to 9. A Blob's bytes are copied to another process, into memory that is new to it.
 */
import { OperationError } from '../errors.js';
import { type Bytes } from './bytes.js';

/** A file in the origin's private file system, made or overwritten. */
export interface Keep {
  readonly directory: string;
  readonly name: string;
}

export interface Sink<Kept = Blob> {
  write(parts: readonly ArrayBuffer[]): void | Promise<void>;
  /** Everything is there: Blobs and Files are the bytes by reference. */
  finish(): Promise<Kept>;
  /** What was written is of no use. */
  discard(): Promise<void>;
}

export const openSink = (keep: Keep | undefined): Promise<Sink> | Sink =>
  keep === undefined ? blobSink() : fileSink(keep);

/**
 * Bytes after which they are given to the browser, which may put them on disk: a result can be larger than a worker's memory. No range
 * that is sealed is as large: it is one Blob.
 */
const SPILL = 40 * 1024 * 1024;

function blobSink(): Sink {
  const spilt: Blob[] = [];
  let parts: ArrayBuffer[] = [];
  let size = 0;
  return {
    write(more) {
      parts.push(...more);
      size += lengthOf(more);
      if (size < SPILL) return;
      spilt.push(new Blob(parts));
      parts = [];
      size = 0;
    },
    finish: () => Promise.resolve(new Blob([...spilt, ...parts])),
    discard: () => Promise.resolve(),
  };
}

/** One piece a batch: they are written on by the page, and each write costs it a turn. */
export function piecesSink(): Sink<readonly Bytes[]> {
  const pieces: Bytes[] = [];
  return {
    write(parts) {
      if (parts.length === 0) return;
      const piece = new Uint8Array(lengthOf(parts));
      join(parts, piece);
      pieces.push(piece);
    },
    finish: () => Promise.resolve(pieces),
    discard: () => Promise.resolve(),
  };
}

function lengthOf(parts: readonly ArrayBuffer[]): number {
  return parts.reduce((sum, part) => sum + part.byteLength, 0);
}

function join(parts: readonly ArrayBuffer[], into: Bytes): void {
  let offset = 0;
  for (const part of parts) {
    into.set(new Uint8Array(part), offset);
    offset += part.byteLength;
  }
}

async function fileSink({ directory, name }: Keep): Promise<Sink> {
  try {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(directory);
    const { handle, writer } = await openFile(folder, name);
    return {
      write: (parts) => asUnwritable(() => writer.write(parts)),
      finish: () =>
        asUnwritable(async () => {
          await writer.close();
          return handle.getFile();
        }),
      discard: async () => {
        await writer.abort();
        await folder.removeEntry(handle.name);
      },
    };
  } catch (error) {
    throw unwritable(error);
  }
}

/**
 * Bytes a file is made longer by, ahead of what is written: each write that makes it longer waits for another process to allow it.
 * Bare writing of 1 GB in pieces of 1 MiB took 1.0 s of processor time so, and 0.6 s when it was long enough before (Chromium 156, medians of six).
 */
const AHEAD = 16 * 1024 * 1024;

interface Writer {
  write(parts: readonly ArrayBuffer[]): void | Promise<void>;
  close(): void | Promise<void>;
  abort(): void | Promise<void>;
}

interface OpenFile {
  readonly handle: FileSystemFileHandle;
  readonly writer: Writer;
}

async function openFile(folder: FileSystemDirectoryHandle, name: string): Promise<OpenFile> {
  const handle = await folder.getFileHandle(name, { create: true });
  try {
    return { handle, writer: await openWriter(handle) };
  } catch (error) {
    // A worker that is being ended may hold the file for seconds: the range that is done again gets one beside it.
    if (!(error instanceof DOMException) || error.name !== 'NoModificationAllowedError') throw error;
    const beside = await folder.getFileHandle(`${name}-${crypto.randomUUID()}`, { create: true });
    return { handle: beside, writer: await openWriter(beside) };
  }
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
  try {
    access.truncate(0);
  } catch (error) {
    // open, it would hold the file against whoever tries again or removes it
    access.close();
    throw error;
  }
  let joined: Bytes = new Uint8Array(0);
  let written = 0;
  let reserved = 0;
  const reserve = (end: number) => {
    if (end <= reserved) return;
    reserved = Math.ceil(end / AHEAD) * AHEAD;
    try {
      access.truncate(reserved);
    } catch {
      // there may still be room for what is really written, which that write will tell
    }
  };
  return {
    write(parts) {
      const length = lengthOf(parts);
      if (joined.length < length) joined = new Uint8Array(length);
      join(parts, joined);
      reserve(written + length);
      if (access.write(joined.subarray(0, length), { at: written }) !== length)
        throw new DOMException('Fewer bytes were written than given', 'QuotaExceededError');
      written += length;
    },
    close() {
      access.truncate(written);
      access.close();
    },
    abort: () => access.close(),
  };
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
