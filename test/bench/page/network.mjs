// One call of WorkerBridge.network, by name.
import { WorkerBridge } from '/dist/src/index.js';

export const network = (method, ...args) => WorkerBridge.network[method](...args);
