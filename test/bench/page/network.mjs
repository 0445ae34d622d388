// One call of WorkerBridge.network, by name.
import { WorkerBridge } from '/dist/src/index.js';

export const network = (method, ...args) => WorkerBridge.network[method](...args);

/** Milliseconds until a call settled. */
export async function networkTime(method, ...args) {
  const start = performance.now();
  await network(method, ...args).catch(() => undefined);
  return performance.now() - start;
}
