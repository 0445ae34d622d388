/** By when the operations of WorkerBridge.network have to be done, where nobody says so. */
import { expect } from '@open-wc/testing';
import { createBridge } from '../../src/bridge/bridge.js';
import { createNetworkBridge } from '../../src/bridge/network-bridge.js';
import { createPageWorker } from '../../src/pool/page-worker.js';

interface Asked {
  readonly timeout: number;
  readonly until: number;
}

/** A bridge whose operation asks nobody, and tells what it was given. */
function overhearing(): { bridge: ReturnType<typeof createNetworkBridge>; asked: Asked[] } {
  const asked: Asked[] = [];
  const network = {
    'check-connectivity': (input: Asked): [] => {
      asked.push(input);
      return [];
    },
  };
  const source = () => createPageWorker(() => Promise.resolve({ network }));
  return {
    asked,
    bridge: createNetworkBridge(createBridge({ channel: 'network', size: 1, fallback: 'none', source })),
  };
}

describe('testConnectivity', () => {
  for (const [urls, atOnce, timeout, turns] of [
    [1, 6, 1000, 1],
    [6, 6, 1000, 1],
    [7, 6, 1000, 2],
    [3, 1, 200, 3],
  ] as const) {
    it(`leaves ${urls} URLs, ${atOnce} at once, their ${timeout} ms although a worker takes its time to start`, async () => {
      const { bridge, asked } = overhearing();
      const began = Date.now();
      await bridge.testConnectivity(Array<string>(urls).fill('/'), timeout, { atOnce });
      expect(asked[0]?.timeout).to.equal(timeout);
      // less 300 ms for the way back
      expect(asked[0]?.until).to.be.at.least(began + 5000 - 300 + turns * timeout);
      bridge.destroy();
    });
  }
});
