/** Where the bytes of a result go: a File of Blobs in memory, a File on disk, or a stream of the caller's. */
import { OperationError } from '../errors.js';
import { createBallast } from '../streams/ballast.js';
import { openFolder, type Folder } from './disk.js';

/** What a result is called; a stream's writer needs it as much as a File. */
export interface ResultDescription {
  readonly name: string;
  /** MIME type. */
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  /** Bytes. */
  readonly size: number;
}

/** A range: by reference, or its bytes in pieces. */
export type Part = Blob | readonly Uint8Array<ArrayBuffer>[];

export interface Destination<Result> {
  /** How workers hand out the ranges: as Blobs in memory, as files in that folder, or as the bytes themselves. */
  readonly takes: 'blobs' | 'pieces' | Pick<Folder, 'name'>;
  /** Told that the folder is full: true when the ranges that do not fit are taken as Blobs from now on. */
  leaveDisk(): boolean;
  write(part: Part): void | Promise<void>;
  finish(description: ResultDescription): Promise<Result>;
  /** Nothing that was written so far may be taken for a result. */
  abort(reason: unknown): void;
}

/**
 * From this size on, `auto` keeps results on disk where it can.
 *
 * Disk took three quarters of the time of memory, on a crowded machine a third, and memory stays flat: a Blob's bytes are copied to another process, into
 * memory that is new to it. Below this size that is a few hundredths of a second, and not worth a folder and a lock for
 * each of many results. Figures: docs/performance.md.
 */
export const diskFrom = 32 * 2 ** 20;

/** Folders of the results that stand on disk, so that they can be given back early. */
const folders = new WeakMap<Blob, Folder>();

/** A File: in memory, on disk, or whichever fits `size` bytes. */
export async function openFileDestination(to: 'auto' | 'memory' | 'disk', size: number): Promise<Destination<File>> {
  const folder = to === 'disk' || (to === 'auto' && size >= diskFrom) ? await openFolder() : null;
  let isFull = false;
  if (to === 'disk' && folder === null) {
    throw new OperationError(
      'unwritable',
      "Results cannot be kept on disk here: use to: 'auto', 'memory' or a stream.",
    );
  }
  const parts: BlobPart[] = [];
  return {
    get takes() {
      return folder === null || isFull ? 'blobs' : folder;
    },
    // Private windows have room for 1.3 GB in all, and say that they have 10 (Chromium 156): only trying tells.
    leaveDisk: () => (isFull = to === 'auto'),
    write(part) {
      if (part instanceof Blob) parts.push(part);
      else parts.push(...part);
    },
    finish({ name, type, lastModified, size: expected }) {
      const file = new File(parts, name, { type, lastModified });
      if (file.size !== expected) throw new OperationError('unwritable', tooShort(file.size, expected));
      if (folder !== null) folders.set(file, folder);
      return Promise.resolve(file);
    },
    abort() {
      // Nobody waits for it: a worker may hold a file there until it has been ended.
      void folder?.discard();
    },
  };
}

/** Gives back the disk space of a result at once instead of when the page is gone. Other Files and Blobs are left alone. */
export async function discardFile(file: Blob): Promise<void> {
  await folders.get(file)?.discard();
  folders.delete(file);
}

/** Has `file`, of the same bytes, stand for the result from now on: it is the one to discard. */
export function passOn(result: Blob, file: Blob): void {
  const folder = folders.get(result);
  if (folder === undefined) return;
  folders.delete(result);
  folders.set(file, folder);
}

/**
 * A stream of the caller's, written in order at the pace it takes; closed when all is done, aborted otherwise.
 *
 * It takes the bytes and no Blobs: a Blob cannot be given back, and a page that allocates nothing else does not collect its
 * handles, so that the browser held the whole file by the end (docs/performance.md).
 */
export function openStreamDestination(stream: WritableStream<Uint8Array<ArrayBuffer>>): Destination<ResultDescription> {
  if (stream.locked)
    throw new OperationError('invalid', 'The stream given as `to` is locked: somebody else writes to it.');
  const writer = stream.getWriter();
  const ballast = createBallast();
  let written = 0;
  return {
    takes: 'pieces',
    leaveDisk: () => false,
    async write(part) {
      try {
        for (const piece of part instanceof Blob ? [new Uint8Array(await part.arrayBuffer())] : part) {
          // the stream may move the piece away
          const { length } = piece;
          await writer.ready;
          await writer.write(piece);
          written += length;
          ballast(length);
        }
      } catch (cause) {
        throw new OperationError(
          'unwritable',
          'The destination refused the bytes: it may be full, closed or removed.',
          { cause },
        );
      }
    },
    async finish(description) {
      if (written !== description.size) throw new OperationError('unwritable', tooShort(written, description.size));
      try {
        await writer.close();
      } catch (cause) {
        throw new OperationError('unwritable', 'The destination could not be closed: what it holds is incomplete.', {
          cause,
        });
      }
      return description;
    },
    abort(reason) {
      writer.abort(reason).catch(() => undefined);
    },
  };
}

function tooShort(size: number, expected: number): string {
  return `Only ${size} of ${expected} bytes could be kept: the disk may be full.`;
}
