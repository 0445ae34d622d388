/** Compiles, and so proves, that every call takes shared primitives beside the platform's, and nothing else. Never run. */
import { WorkerBridge } from '../../src/bridge/worker-bridge.js';
import { createWorkerPool } from '../../src/pool/pool.js';
import { createIPCProtocol, createTypedSender } from '../../src/protocol/protocol.js';
import type { SharedCancellation } from '../../src/shared/shared-cancellation.js';
import type { SharedCounter } from '../../src/shared/shared-counter.js';
import type { SharedProgress } from '../../src/shared/shared-progress.js';

declare const worker: Worker;
declare const signal: SharedCancellation;
declare const onProgress: SharedProgress;
declare const counter: SharedCounter;

type Services = Readonly<Record<'custom', Readonly<Record<'double', (value: number) => number>>>>;
const protocol = createIPCProtocol<Services>();
const double = createTypedSender(protocol, worker, 'double', 'custom');
const pool = createWorkerPool<Services>('worker.js');

void protocol.request(worker, 'double', 'custom', 1, { signal, onProgress });
void protocol.request(worker, 'double', 'custom', 1, { signal: AbortSignal.timeout(1), onProgress: () => undefined });
void double(1, { signal, onProgress });
void pool.execute({ type: 'double', payload: 1, signal, onProgress });
void WorkerBridge.crypto.hashFile(new Blob(), { signal, onProgress });
void WorkerBridge.crypto.sealFile(new Blob(), 'secret', { signal, onProgress });
void WorkerBridge.crypto.sealFile(new Blob(), 'secret', { pool: () => undefined });

// @ts-expect-error a counter cancels nothing
void protocol.request(worker, 'double', 'custom', 1, { signal: counter });
// @ts-expect-error a counter has no total
void pool.execute({ type: 'double', payload: 1, onProgress: counter });
// @ts-expect-error the two are not the same
void double(1, { signal: onProgress });
