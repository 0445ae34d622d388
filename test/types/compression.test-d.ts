/** Compile-only: what WorkerBridge.compression takes and gives. Checked by `npm run types`; nothing here runs. */
import { createBuiltInPool, WorkerBridge, type ResultDescription } from '../../src/index.js';
import type { OutputOf } from '../../src/operation.js';
import type { compressionOperations } from '../../src/operations/compression.js';

type Operations = typeof compressionOperations;
/** Its argument has to be assignable both ways. */
type Same<One, Two> = [One, Two] extends [Two, One] ? true : never;

declare const file: File;
declare const stream: WritableStream<Uint8Array<ArrayBuffer>>;
const { compression } = WorkerBridge;

export async function files(): Promise<File[]> {
  const packed = await compression.compressData(file);
  const small = await compression.compressData(new Uint8Array(3), { algorithm: 'deflate', level: 9, to: 'disk' });
  const stored = await compression.compressData(file, { level: 'auto', name: 'a.gz', timeout: 1000 });
  const back = await compression.decompressData(packed);
  const limited = await compression.decompressData(small, 'deflate', { maxSize: 1e6, maxRatio: Infinity });
  return [packed, small, stored, back, limited];
}

export async function streams(): Promise<ResultDescription[]> {
  const packed: ResultDescription = await compression.compressData(file, { to: stream });
  const back: ResultDescription = await compression.decompressData(file, undefined, { to: stream });
  return [packed, back];
}

export async function refused(): Promise<unknown> {
  // @ts-expect-error no such algorithm
  await compression.compressData(file, { algorithm: 'zip' });
  // @ts-expect-error no such level
  await compression.compressData(file, { level: 10 });
  // @ts-expect-error levels are numbers
  await compression.compressData(file, { level: '9' });
  // @ts-expect-error a limit belongs to decompression
  await compression.compressData(file, { maxSize: 1 });
  // @ts-expect-error text is no data
  await compression.compressData('text');
  // @ts-expect-error a File cannot come out of a stream
  const packed: File = await compression.compressData(file, { to: stream });
  return packed;
}

export async function pooled(): Promise<Blob> {
  const pool = createBuiltInPool();
  await compression.compressData(file, { pool });
  return pool.execute({ channel: 'compression', type: 'compress', payload: { file, algorithm: 'gzip' } });
}

export const outputs: [
  Same<OutputOf<Operations['compress']>, Blob>,
  Same<OutputOf<Operations['decompress']>, Blob>,
  Same<OutputOf<Operations['decompress-to-port']>, number>,
] = [true, true, true];
