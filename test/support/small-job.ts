/** Run in a frame: seals a few bytes in memory as the first work of a new page, and says so. */
import { createPageWorker } from '../../src/pool/page-worker.js';
import { createBridge } from '../../src/bridge/bridge.js';
import { channels } from '../../src/bridge/channels.js';
import { createCryptoBridge } from '../../src/bridge/worker-bridge.js';

const source = () => createPageWorker(async () => ({ crypto: await channels.crypto.operations() }));
const bridge = createCryptoBridge(createBridge({ source }));
const { size } = await bridge.sealFile(new File(['abc'], 'a.txt'), new Uint8Array(32), { to: 'memory' });
parent.postMessage(size, '*');
