/** SHA-256 of bytes or of a Blob, whatever its size, in memory that does not grow with it; and the one read that feeds any hashes. */
import { isBlob } from './brands.js';
import { viewOf, type Bytes } from './bytes.js';
import { createPace, inSteps } from './pace.js';
import { lendPieces, readBytes } from './read.js';
import { canCompileWasm } from './wasm.js';

/** Up to here one native digest of everything at once: five times as fast as WebAssembly, in twice the memory. */
export const AT_ONCE = 16 * 1024 * 1024;

export async function sha256(
  data: Blob | ArrayBuffer | ArrayBufferView,
  signal: AbortSignal,
  done: (bytes: number) => void,
): Promise<Bytes> {
  if (!isBlob(data)) return digest(viewOf(data));
  if (data.size <= AT_ONCE) return digest(await readBytes(data, 0, data.size));
  const hasher = await openSha256();
  await feed(data, 0, data.size, hasher.update, signal, done);
  return hasher.digest();
}

/** Not by hashers.ts, which has all the others: the crypto worker would be twice as large. */
async function openSha256(): Promise<{ update: (piece: Bytes) => void; digest: () => Bytes }> {
  if (canCompileWasm()) {
    const { createSHA256 } = await import('hash-wasm');
    const hasher = await createSHA256();
    return {
      update: (piece) => void hasher.update(piece),
      digest: () => new Uint8Array(hasher.digest('binary')),
    };
  }
  const { sha256: plain } = await import('@noble/hashes/sha2.js');
  const hasher = plain.create();
  return { update: (piece) => void hasher.update(piece), digest: () => new Uint8Array(hasher.digest()) };
}

/** Bytes that are hashed between two looks at the clock: 4 ms of SHA-256, 20 without WebAssembly. A piece has up to 32 MiB in WebKit. */
const STEP = 1024 * 1024;

/** Hands the bytes from `start` to `end` out bit by bit, and says after each how many there were. */
export function feed(
  blob: Blob,
  start: number,
  end: number,
  take: (bytes: Bytes) => unknown,
  signal: AbortSignal,
  done: (bytes: number) => void,
): Promise<void> {
  return feedPieces(lendPieces(blob, start, end, signal), take, signal, done);
}

/** The same with bytes that have been read. */
export async function feedPieces(
  pieces: AsyncIterable<Bytes> | Iterable<Bytes>,
  take: (bytes: Bytes) => unknown,
  signal: AbortSignal,
  done: (bytes: number) => void,
): Promise<void> {
  let fed = 0;
  for await (const bytes of inSteps(pieces, STEP, createPace(signal))) {
    signal.throwIfAborted();
    take(bytes);
    done((fed += bytes.length));
  }
}

const digest = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
