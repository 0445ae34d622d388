/** Compile-only: what WorkerBridge.file accepts and gives. Checked by `npm run types`; nothing here runs. */
import { WorkerBridge, type ChunkMetadata, type HashAlgorithm, type HashState } from '../../src/index.js';

/** Its argument has to be assignable both ways. */
type Same<One, Two> = [One, Two] extends [Two, One] ? true : never;

declare const file: File;
declare const anyAlgorithm: HashAlgorithm;
declare const metadata: ChunkMetadata;
declare const state: HashState;
const bridge = WorkerBridge.file;

export async function hashing(): Promise<unknown[]> {
  const one = await bridge.hashFile(file, anyAlgorithm, { state, from: 5 });
  const both = await bridge.hashFile(file, ['SHA-256', 'BLAKE3']);
  const results: [Same<typeof one, string>, Same<typeof both, Record<'SHA-256' | 'BLAKE3', string>>] = [true, true];
  // @ts-expect-error no such algorithm
  await bridge.hashFile(file, 'sha256');
  // @ts-expect-error no such algorithm in the list
  await bridge.hashFile(file, ['SHA-256', 'SHA-3']);
  // @ts-expect-error the algorithm comes before the options
  await bridge.hashFile(file, { signal: null });
  // @ts-expect-error a digest is no state
  await bridge.hashFile(file, 'MD5', { state: one });
  // @ts-expect-error bytes are not moved: the file is read where it is
  await bridge.hashFile(file, 'MD5', { transfer: [] });
  // @ts-expect-error it was not asked for
  const missing: unknown = both.MD5;
  return [...results, missing];
}

export async function chunks(): Promise<void> {
  const cut = await bridge.chunkFile(file, 1024, 'a', { hash: true });
  await bridge.mergeChunks(cut.chunks, { metadata: cut.metadata });
  await bridge.mergeChunks([{ index: 1, data: file }, undefined, null], { metadata });
  // @ts-expect-error a size is a number
  await bridge.chunkFile(file, '1 MiB');
  // @ts-expect-error a chunk without its data
  await bridge.mergeChunks([{ index: 1 }]);
  // @ts-expect-error nobody changes what the chunks are
  cut.metadata.count = 3;
}

export async function inspection(): Promise<unknown[]> {
  const type = await bridge.detectType(file);
  const facts: [Same<typeof type.confidence, 'high' | 'low'>, Same<typeof type.mismatch, boolean>] = [true, true];
  const { image, media, archive, problem } = await bridge.readMetadata(file, 'a.png', { hash: 'BLAKE3' });
  // @ts-expect-error where it was taken is not read out
  const place: unknown = image?.latitude;
  return [...facts, type, place, image?.gps, media?.tags.title, archive?.entries[0]?.name, problem];
}
