/** The built-in channels: of each its worker's file, the same code as text, and its operations for the page. To add one, add it here. */
import type { compressionOperations } from '../operations/compression.js';
import type { cryptoOperations } from '../operations/crypto.js';
import type { fileOperations } from '../operations/file.js';
import type { inspectionOperations } from '../operations/inspection.js';
import type { networkOperations } from '../operations/network.js';
import type { SealingType } from './sealing-door.js';

/** What the built-in workers serve: channel by channel, a worker file each. */
export type AllServices = Readonly<{
  crypto: typeof cryptoOperations;
  compression: typeof compressionOperations;
  file: typeof fileOperations;
  inspection: typeof inspectionOperations;
  network: typeof networkOperations;
}>;

/** What a pool of them takes from anybody: all but what a nonce could be used twice with. */
export type BuiltInServices = Readonly<
  Omit<AllServices, 'crypto'> & { crypto: Readonly<Omit<AllServices['crypto'], SealingType>> }
>;

export type Channel = keyof AllServices;

/** How the code of a channel is come by. Nothing of it is loaded before it is asked for. */
export interface ChannelCode<Operations> {
  /** Starts the worker's file. Bundlers look for just this expression: it stays literal, once for each channel. */
  start(): Worker;
  /** Where that file is. */
  url(): URL;
  text(): Promise<{ readonly default: string }>;
  operations(): Promise<Operations>;
}

export const channels: { readonly [Name in Channel]: ChannelCode<AllServices[Name]> } = {
  crypto: {
    start: () => new Worker(new URL('../workers/crypto.worker.ts', import.meta.url), { type: 'module' }),
    url: () => new URL('../workers/crypto.worker.ts', import.meta.url),
    text: () => import('../workers/crypto.worker.js?inline'),
    operations: async () => (await import('../operations/crypto.js')).cryptoOperations,
  },
  compression: {
    start: () => new Worker(new URL('../workers/compression.worker.ts', import.meta.url), { type: 'module' }),
    url: () => new URL('../workers/compression.worker.ts', import.meta.url),
    text: () => import('../workers/compression.worker.js?inline'),
    operations: async () => (await import('../operations/compression.js')).compressionOperations,
  },
  file: {
    start: () => new Worker(new URL('../workers/file.worker.ts', import.meta.url), { type: 'module' }),
    url: () => new URL('../workers/file.worker.ts', import.meta.url),
    text: () => import('../workers/file.worker.js?inline'),
    operations: async () => (await import('../operations/file.js')).fileOperations,
  },
  inspection: {
    start: () => new Worker(new URL('../workers/inspection.worker.ts', import.meta.url), { type: 'module' }),
    url: () => new URL('../workers/inspection.worker.ts', import.meta.url),
    text: () => import('../workers/inspection.worker.js?inline'),
    operations: async () => (await import('../operations/inspection.js')).inspectionOperations,
  },
  network: {
    start: () => new Worker(new URL('../workers/network.worker.ts', import.meta.url), { type: 'module' }),
    url: () => new URL('../workers/network.worker.ts', import.meta.url),
    text: () => import('../workers/network.worker.js?inline'),
    operations: async () => (await import('../operations/network.js')).networkOperations,
  },
};

export function isChannel(name: unknown): name is Channel {
  return typeof name === 'string' && Object.hasOwn(channels, name);
}
