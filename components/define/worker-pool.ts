/** Registers <worker-pool>. */
import { WorkerPoolElement } from '../worker-pool.js';

WorkerPoolElement.define();
