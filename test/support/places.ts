/** The two places a call can run in, so that the same table of cases runs over both. */
import { createBridge, type Bridge } from '../../src/bridge/bridge.js';
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
  /** The same, one floor below: any operation by its name. */
  openBridge(): Bridge<'crypto'>;
}

function place(name: string, openBridge: () => Bridge<'crypto'>): Place {
  return { name, openBridge, open: () => createCryptoBridge(openBridge()) };
}

export const places: readonly Place[] = [
  place('in a worker', () => createBridge({ size: 2, fallback: 'none' })),
  place('on the page', () =>
    createBridge({ size: 2, fallback: 'none', source: () => createPageWorker(loadOperations) }),
  ),
];
