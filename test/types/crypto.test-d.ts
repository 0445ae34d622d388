/** Compile-only: what the crypto operations accept and give. Checked by `npm run types`; nothing here runs. */
import type { createBuiltInPool } from '../../src/index.js';
import type { InputOf, OperationContext, OutputOf } from '../../src/operation.js';
import {
  deriveKey,
  encrypt,
  type cryptoOperations,
  type FileMetadata,
  type OpenPlan,
} from '../../src/operations/crypto.js';
import * as fallback from '../../src/crypto-fallback.js';
import { NonceManager, takeNonce, type TakenNonce } from '../../src/streams/nonce-manager.js';

type Operations = typeof cryptoOperations;
/** Its argument has to be assignable both ways. */
type Same<One, Two> = [One, Two] extends [Two, One] ? true : never;

declare const context: OperationContext;
declare const data: Uint8Array<ArrayBuffer>;
declare const key: CryptoKey;

export async function nonces(): Promise<void> {
  const manager = new NonceManager();
  const nonce: TakenNonce = manager.issue().take();
  await encrypt({ data, key, nonce }, context);
  await encrypt({ data, key, nonce: takeNonce(manager.issue()) }, context);
  // @ts-expect-error bytes are no nonce
  await encrypt({ data, key, nonce: data }, context);
  // @ts-expect-error a nonce has to be taken
  await encrypt({ data, key, nonce: manager.issue() }, context);
  // @ts-expect-error a copy of taken bytes is no nonce
  await encrypt({ data, key, nonce: nonce.slice() }, context);
  // @ts-expect-error the page-side function takes the nonce itself
  await fallback.encrypt({ data, key, nonce });
  await fallback.encrypt({ data, key, nonce: manager.issue() });
  // @ts-expect-error a counter is not chosen
  new NonceManager({ next: 0 });
}

export async function sealing(operations: Operations, metadata: FileMetadata): Promise<void> {
  await operations['prepare-seal']({ metadata, secret: 'passphrase' });
  await operations['prepare-seal']({ metadata, secret: data, kdf: { name: 'argon2id', memory: 65_536 } });
  // @ts-expect-error nobody chooses a salt
  await operations['prepare-seal']({ metadata, secret: 'passphrase', salts: data });
  // @ts-expect-error nobody chooses a nonce
  await operations['prepare-seal']({ metadata, secret: 'passphrase', nonce: data });
  // @ts-expect-error no such derivation
  await operations['prepare-seal']({ metadata, secret: 'passphrase', kdf: { name: 'scrypt' } });
  // @ts-expect-error memory belongs to Argon2id
  await operations['prepare-seal']({ metadata, secret: 'passphrase', kdf: { name: 'pbkdf2', memory: 1 } });
  // @ts-expect-error a number is no secret
  await operations['prepare-open']({ file: new Blob(), secret: 1 });
  // @ts-expect-error a file is a Blob: its handle crosses, never its bytes
  await operations['prepare-open']({ file: data, secret: 'passphrase' });
}

/** Pools take what no nonce could be used twice with. */
export async function pooled(pool: ReturnType<typeof createBuiltInPool>, plan: OpenPlan): Promise<Blob> {
  const { key, baseNonce } = plan;
  await pool.execute({ channel: 'crypto', type: 'hash', payload: { data } });
  const message = { data, key, nonce: new NonceManager().issue().take() };
  // @ts-expect-error a nonce could be used twice
  await pool.execute({ channel: 'crypto', type: 'encrypt', payload: message });
  // @ts-expect-error what it gives is for the bridge
  await pool.execute({ channel: 'crypto', type: 'prepare-seal', payload: { metadata: plan.metadata, secret: 'p' } });
  for (const range of plan.ranges) {
    const payload = { file: new Blob(), range, key, baseNonce };
    // @ts-expect-error key and nonce could be those of another file
    await pool.execute({ channel: 'crypto', type: 'seal', payload });
    // @ts-expect-error neither in pieces
    await pool.execute({ channel: 'crypto', type: 'seal-pieces', payload });
    return pool.execute({ channel: 'crypto', type: 'open', payload });
  }
  return new Blob();
}

export async function derived(): Promise<[CryptoKey, Uint8Array<ArrayBuffer>]> {
  const input = { password: 'p', salt: data };
  return [await deriveKey({ ...input, as: 'key' }, context), await deriveKey(input, context)];
}

export const outputs: [
  Same<OutputOf<Operations['hash']>, string>,
  Same<OutputOf<Operations['seal']>, Blob>,
  Same<OutputOf<Operations['open']>, Blob>,
  Same<OutputOf<Operations['decrypt']>, ArrayBuffer>,
  Same<OutputOf<Operations['derive-key']>, CryptoKey | Uint8Array<ArrayBuffer>>,
  Same<InputOf<Operations['seal']>, InputOf<Operations['open']>>,
] = [true, true, true, true, true, true];

// @ts-expect-error there is no such operation
export type Missing = Operations['unseal'];
