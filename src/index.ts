/** The public names, and nothing else. */
export { IPCError, OperationError, type IPCErrorCode, type OperationErrorCode } from './errors.js';
export type {
  AnyOperation,
  CallOptions,
  CallSignal,
  InputOf,
  Operation,
  OperationContext,
  OutputOf,
  Progress,
  Services,
} from './operation.js';

export { createIPCProtocol, createTypedSender } from './protocol/protocol.js';
export { serve } from './protocol/serve.js';
export type { Connection, Endpoint } from './protocol/connection.js';
export type { ProtocolStats } from './protocol/statistics.js';
export type { Call, IPCProtocol, IPCProtocolOptions, RequestOptions } from './protocol/protocol-types.js';

export { createWorkerPool } from './pool/pool.js';
export type {
  CustomTask,
  PoolOptions,
  PoolState,
  PoolStats,
  PoolTask,
  Rung,
  Timing,
  WorkerLike,
  WorkerPool,
  WorkerSource,
} from './pool/pool.js';

export { WorkerBridge } from './bridge/worker-bridge.js';
export { createBuiltInPool } from './bridge/bridge.js';
export type { BridgeCallOptions, BridgeOptions, BuiltInServices } from './bridge/bridge.js';
export type { CryptoBridge, DeriveKeyOptions, MessageOptions } from './bridge/worker-bridge.js';
export type { CompressionBridge } from './bridge/compression-bridge.js';
export type { CompressOptions, DecompressOptions } from './bridge/compressed-file.js';
export type { FileOptions, FileOptionsToFile, FileOptionsToStream, SealOptions } from './bridge/sealed-file.js';
export type {
  ChunkOptions,
  FileBridge,
  FileMetadataReport,
  MergeOptions,
  MetadataOptions,
} from './bridge/file-bridge.js';
export type { HashOptions } from './bridge/hashed-file.js';
export type { PipelineBridge } from './bridge/pipeline-bridge.js';
export type { PackedFile, PackOptions, UnpackOptions } from './bridge/packed-file.js';
export type { ResultDescription } from './bridge/destination.js';
export type { Data } from './bridge/check.js';
export type { Algorithm, Level } from './operations/compression.js';
export type {
  Chunk,
  ChunkDescription,
  ChunkFaults,
  ChunkMetadata,
  Cut,
  Digests,
  HashAlgorithm,
  HashState,
} from './operations/file.js';
export type {
  DetectedType,
  FileProblem,
  FileReport,
  ImageMetadata,
  MediaMetadata,
  MediaTags,
  ZipEntries,
  ZipEntry,
} from './operations/inspection.js';
export type { KdfOptions, MessageKey, Secret } from './operations/crypto.js';

export { NonceManager, type Nonce, type NonceState } from './streams/nonce-manager.js';

export type {
  BandwidthOptions,
  ConnectivityOptions,
  LatencyOptions,
  NetworkBridge,
  NetworkOptions,
} from './bridge/network-bridge.js';
export type {
  BandwidthCode,
  BandwidthReason,
  BandwidthRecord,
  ConnectivityCode,
  ConnectivityRecord,
  ConnectivityStatus,
  ConnectivityTarget,
  DirectionRecord,
  Expectation,
  IceCandidateRecord,
  IceCode,
  IceRecord,
  IceServerCode,
  IceServerInput,
  IceServerRecord,
  LatencyCode,
  LatencyRecord,
  LatencySource,
  LoadedLatency,
  NatMapping,
} from './operations/network/records.js';

export {
  createCancellationToken,
  createProgressTracker,
  getSharedStateCapabilities,
  isSharedArrayBufferAvailable,
  MessageChannelSync,
  revive,
  SharedCancellation,
  SharedCounter,
  SharedFlag,
  SharedProgress,
  SharedStateError,
  type Revived,
  type SharedHandle,
  type SharedKind,
  type SharedStateCapabilities,
  type SharedStateErrorCode,
} from './shared/index.js';
