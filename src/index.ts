/** The public names, and nothing else. */
export { IPCError, OperationError, type IPCErrorCode, type OperationErrorCode } from './errors.js';
export type {
  AnyOperation,
  CallOptions,
  InputOf,
  Operation,
  OperationContext,
  OutputOf,
  Progress,
  Services,
} from './operation.js';
export { createIPCProtocol, createTypedSender } from './protocol/protocol.js';
export { serve } from './protocol/serve.js';
export { createWorkerPool } from './pool/pool.js';
export { WorkerBridge } from './bridge/worker-bridge.js';
export { createBuiltInPool } from './bridge/bridge.js';
export { NonceManager } from './streams/nonce-manager.js';
