/** The two places the network operations can run in, so that the same cases run over both. */
import { createBridge } from '../../src/bridge/bridge.js';
import { createNetworkBridge, type NetworkBridge } from '../../src/bridge/network-bridge.js';
import { createPageWorker } from '../../src/pool/page-worker.js';

async function loadOperations() {
  const { networkOperations } = await import('../../src/operations/network.js');
  return { network: networkOperations };
}

const options = { channel: 'network', size: 1, concurrency: 16, fallback: 'none' } as const;

export const networkPlaces: readonly { readonly name: string; readonly open: () => NetworkBridge }[] = [
  { name: 'in a worker', open: () => createNetworkBridge(createBridge(options)) },
  {
    name: 'on the page',
    open: () => createNetworkBridge(createBridge({ ...options, source: () => createPageWorker(loadOperations) })),
  },
];
