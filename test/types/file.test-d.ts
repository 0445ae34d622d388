/** Compile-only: what WorkerBridge.file accepts and gives. Checked by `npm run types`; nothing here runs. */
import { WorkerBridge, type ChunkMetadata, type HashAlgorithm, type HashState } from '../../src/index.js';

/** Its argument has to be assignable both ways. */
type Same<One, Two> = [One, Two] extends [Two, One] ? true : never;

declare const file: File;
declare const anyAlgorithm: HashAlgorithm;
declare const metadata: ChunkMetadata;
declare const state: HashState;
const bridge = WorkerBridge.file;

export async function hashing(): Promise<void> {
  const one = await bridge.hashFile(file, anyAlgorithm, { state, from: 5 });
  const both = await bridge.hashFile(file, ['SHA-256', 'BLAKE3']);
  const results: [Same<typeof one, string>, Same<typeof both, Record<'SHA-256' | 'BLAKE3', string>>] = [true, true];
  void results;
  // @ts-expect-error it was not asked for
  void both.MD5;
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

export async function inspection(): Promise<void> {
  const { confidence, mismatch } = await bridge.detectType(file);
  const facts: [Same<typeof confidence, 'high' | 'low'>, Same<typeof mismatch, boolean>] = [true, true];
  void facts;
  const { image, media, archive, problem } = await bridge.readMetadata(file, 'a.png', { hash: 'BLAKE3' });
  void [image?.gps, media?.tags.title, archive?.entries[0]?.name, problem];
  // @ts-expect-error where it was taken is not read out
  void image?.latitude;
}
