/** WorkerBridge: every public method of the core, in a worker if there can be one, otherwise here. */
import { createCompressionBridge } from './compression-bridge.js';
import { createCryptoBridge } from './crypto-bridge.js';
import { createFileBridge } from './file-bridge.js';
import { createNetworkBridge } from './network-bridge.js';
import { createPipelineBridge } from './pipeline-bridge.js';

export { createCryptoBridge, type CryptoBridge, type DeriveKeyOptions, type MessageOptions } from './crypto-bridge.js';

const bridges = {
  crypto: createCryptoBridge(),
  compression: createCompressionBridge(),
  file: createFileBridge(),
  network: createNetworkBridge(),
};

export const WorkerBridge = {
  ...bridges,
  /** Works with the workers of `file`, `compression` and `crypto`. */
  pipeline: createPipelineBridge(bridges),
  /** Ends every bridge's workers. */
  destroyAll(): void {
    for (const bridge of Object.values(bridges)) bridge.destroy();
  },
} as const;
