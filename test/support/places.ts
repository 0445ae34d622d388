/** The two places a call can run in, so that the same table of cases runs over both. */
import { createBridge } from '../../src/bridge/bridge.js';
import { createCryptoBridge, type CryptoBridge } from '../../src/bridge/worker-bridge.js';
import { createPageWorker } from '../../src/pool/page-worker.js';

async function loadOperations() {
  const { cryptoOperations } = await import('../../src/operations/crypto.js');
  return { crypto: cryptoOperations };
}

export interface Place {
  readonly name: string;
  /** A fresh bridge whose calls can only run there. Destroy it. */
  open(): CryptoBridge;
}

export const places: readonly Place[] = [
  { name: 'in a worker', open: () => createCryptoBridge(createBridge({ size: 2, fallback: 'none' })) },
  {
    name: 'on the page',
    open: () =>
      createCryptoBridge(createBridge({ size: 2, fallback: 'none', source: () => createPageWorker(loadOperations) })),
  },
];
