/** Whole files sealed and opened by the streams themselves, without worker, pool or bridge. */
import { openHead, type OpenPlan } from '../../src/streams/open-head.js';
import { openRange } from '../../src/streams/open-range.js';
import { sealHead, type PrepareSealInput, type Salts } from '../../src/streams/seal-head.js';
import { sealRange } from '../../src/streams/seal-range.js';
import type { Secret } from '../../src/streams/kdf.js';
import type { Bytes } from '../../src/streams/bytes.js';
import { quiet } from './operation-context.js';

/** 32 bytes that are nobody's. */
export const testKey: Bytes = new Uint8Array(32).fill(7);

/** `size` bytes, different at each place of each chunk. */
export function plaintext(size: number, seed = 1): Bytes {
  const bytes = new Uint8Array(size);
  let state = seed;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

type Options = Partial<Pick<PrepareSealInput, 'kdf' | 'rangeSize' | 'secret'>> & {
  readonly salts?: Salts;
  readonly size?: number;
  readonly name?: string;
};

/** `size` is what the metadata claim; the true one by default. */
export async function sealBytes(
  bytes: Bytes,
  { salts, secret = testKey, size = bytes.length, name = 'plan.txt', ...options }: Options = {},
): Promise<Bytes> {
  const metadata = { name, type: 'text/plain', lastModified: 1_700_000_000_000, size };
  const file = new Blob([bytes]);
  const { prefix, key, baseNonce, ranges } = await sealHead({ metadata, secret, ...options }, salts);
  const sealing = ranges.map((range) => sealRange({ file, range, key, baseNonce }, quiet()));
  return bytesOf(new Blob([prefix, ...(await Promise.all(sealing))]));
}

export async function openBytes(sealed: Blob | Bytes, secret: Secret = testKey, rangeSize?: number): Promise<Bytes> {
  return (await openWhole(sealed, secret, rangeSize)).bytes;
}

export async function openWhole(
  sealed: Blob | Bytes,
  secret: Secret = testKey,
  rangeSize?: number,
): Promise<{ bytes: Bytes; plan: OpenPlan }> {
  const file = sealed instanceof Blob ? sealed : new Blob([sealed]);
  const plan = await openHead({ file, secret, rangeSize });
  const { key, baseNonce, ranges } = plan;
  const parts = await Promise.all(ranges.map((range) => openRange({ file, range, key, baseNonce }, quiet())));
  return { plan, bytes: await bytesOf(new Blob(parts)) };
}

export const bytesOf = async (blob: Blob): Promise<Bytes> => new Uint8Array(await blob.arrayBuffer());

/** Compared by hand: chai prints megabytes when it differs, and takes seconds when it does not. */
export const same = (one: Uint8Array, two: Uint8Array): boolean =>
  one.length === two.length && one.every((byte, i) => byte === two[i]);
