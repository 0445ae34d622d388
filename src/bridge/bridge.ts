/** Runs operations in a worker if there can be one, otherwise here; which of the two is decided by the pool's ladder alone. */
import type { cryptoOperations } from '../operations/crypto.js';
import type { CallOptions, InputOf, OutputOf } from '../operation.js';
import { defaultSize } from '../pool/options.js';
import { createWorkerPool, type PoolOptions, type WorkerPool } from '../pool/pool.js';
import { cryptoWorkerRungs, type LoadingOptions } from './loading.js';

/** What the built-in worker serves. */
export type BuiltInServices = Readonly<Record<'crypto', CryptoOperations>>;
export type CryptoOperations = typeof cryptoOperations;

/** What a bridge's calls take: those of every call, and where to run. */
export interface BridgeCallOptions extends CallOptions {
  /** Run in this pool instead of the bridge's own. Its workers have to serve the `crypto` channel. */
  readonly pool?: WorkerPool<BuiltInServices> | undefined;
}

export interface BridgeOptions extends PoolOptions, LoadingOptions {
  /** Workers at most; half of the cores, at least 2, by default: the page and the browser need the others. */
  readonly size?: number | undefined;
}

export interface Bridge {
  readonly run: <Type extends keyof CryptoOperations>(
    type: Type,
    payload: InputOf<CryptoOperations[Type]>,
    options?: BridgeCallOptions,
  ) => Promise<OutputOf<CryptoOperations[Type]>>;
  /** The pool that a call with these options runs in. */
  readonly poolOf: (options?: BridgeCallOptions) => WorkerPool<BuiltInServices>;
  readonly getStats: () => ReturnType<WorkerPool['getStats']>;
  /** Ends the workers; what runs rejects with `terminated`. The next call starts new ones. */
  readonly destroy: () => void;
}

/** Milliseconds a worker has to say that it is there, before the next way to start one is tried. Slow networks count. */
const handshakeTimeout = 10_000;

/** A pool of the built-in workers: what `<worker-pool>` without `src` and every bridge uses. Nothing starts before the first task. */
export function createBuiltInPool(options: BridgeOptions = {}): WorkerPool<BuiltInServices> {
  const { size = Math.max(2, Math.floor(defaultSize() / 2)), source, fallback, ...rest } = options;
  return createWorkerPool<BuiltInServices>(cryptoWorkerRungs({ source, fallback }), size, {
    handshakeTimeout,
    ...rest,
  });
}

export function createBridge(options: BridgeOptions = {}): Bridge {
  let own: WorkerPool<BuiltInServices> | undefined;
  const poolOf = ({ pool }: BridgeCallOptions = {}) => pool ?? (own ??= createBuiltInPool(options));

  return {
    poolOf,
    run(type, payload, callOptions = {}) {
      const { signal, timeout, onProgress, transfer, priority } = callOptions;
      return poolOf(callOptions).execute({
        channel: 'crypto',
        type,
        payload,
        signal,
        timeout,
        onProgress,
        transfer,
        priority,
      });
    },
    getStats: () => poolOf().getStats(),
    destroy() {
      own?.terminate();
      own = undefined;
    },
  };
}
