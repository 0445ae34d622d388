/** Runs in a frame under a policy: asks the URL in its own address, and tells the parent what it was called. */
import { WorkerBridge } from '../../../src/bridge/worker-bridge.js';

const url = new URLSearchParams(location.search).get('url') ?? '';
const { network } = WorkerBridge;

async function told(): Promise<object> {
  const [record] = await network.testConnectivity([url]);
  const { code: latency } = await network.latencyCheck(url, 1);
  const { code: bandwidth } = await network.bandwidthTest(url, 1000);
  return { status: record?.status, code: record?.code, latency, bandwidth };
}

const outcome = await told().catch((error: unknown) => ({ error: String(error) }));
network.destroy();
parent.postMessage(outcome, '*');
