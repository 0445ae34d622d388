/** Compile-only: what WorkerBridge.pipeline accepts and gives. Checked by `npm run types`; nothing here runs. */
import {
  SharedProgress,
  WorkerBridge,
  type PackedFile,
  type PackOptions,
  type UnpackOptions,
} from '../../src/index.js';

/** Its argument has to be assignable both ways. */
type Same<One, Two> = [One, Two] extends [Two, One] ? true : never;

declare const file: File;
declare const key: CryptoKey;
declare const stream: WritableStream<Uint8Array<ArrayBuffer>>;
const { pipeline } = WorkerBridge;

export const packOptions: PackOptions = { chunkSize: 5, level: 9, kdf: { name: 'argon2id' }, to: 'disk', name: 'a' };
export const unpackOptions: UnpackOptions = {
  maxSize: Infinity,
  to: 'memory',
  timeout: 5,
  onProgress: new SharedProgress(),
};

export async function both(): Promise<unknown[]> {
  const packed = await pipeline.packFile(file, 'secret', packOptions);
  const types: [Same<typeof packed, PackedFile>, Same<typeof packed.sha256, string>] = [true, true];
  const numbered = packed.chunks.map((data, index) => ({ index, data }));
  const opened = await pipeline.unpackFile(
    [...numbered, ...packed.chunks, undefined],
    packed.manifest,
    key,
    unpackOptions,
  );
  const isFile: Same<typeof opened, File> = true;
  await pipeline.discard(packed.file);
  // @ts-expect-error there is no transfer without a secret
  await pipeline.packFile(file);
  // @ts-expect-error chunks are parts of a file: there is none in a stream
  await pipeline.packFile(file, key, { to: stream });
  // @ts-expect-error a stream would have got what is verified only at the end
  await pipeline.unpackFile(packed.chunks, packed.manifest, key, { to: stream });
  // @ts-expect-error levels go to 9
  await pipeline.packFile(file, key, { level: 10 });
  // @ts-expect-error the manifest comes before the secret
  await pipeline.unpackFile(packed.chunks, key, packed.manifest);
  // @ts-expect-error nobody changes a manifest
  packed.manifest.count = 3;
  return [...types, isFile, opened];
}
