/** Runs the operations of a channel in a worker if there can be one, otherwise here; which of the two is decided by the pool's ladder alone. */
import type { CallOptions } from '../operation.js';
import type { WorkerPool } from '../pool/pool.js';
import {
  createChannelPool,
  type BridgeOptions,
  type AnyTypeIn,
  type PayloadOf,
  type ResultOf,
} from './built-in-pool.js';
import type { BuiltInServices, Channel } from './channels.js';
import { takePool } from './check.js';
import { asBridge } from './sealing-door.js';

export { createBuiltInPool, type BridgeOptions, type ResultOf, type TypeIn } from './built-in-pool.js';
export type { BuiltInServices, Channel } from './channels.js';

/** What a bridge's calls take: those of every call, and where to run. */
export interface BridgeCallOptions extends CallOptions {
  /**
   * Run in this pool instead of the bridge's own. Its workers have to serve the bridge's channel. A function is asked for each
   * task: so work of many goes on where its pool is closed, and another takes its place.
   */
  readonly pool?: WorkerPool<BuiltInServices> | (() => WorkerPool<BuiltInServices> | undefined) | undefined;
}

export interface Bridge<C extends Channel> {
  readonly run: <T extends AnyTypeIn<C>>(
    type: T,
    payload: PayloadOf<C, T>,
    options?: BridgeCallOptions,
  ) => Promise<ResultOf<C, T>>;
  /** The pool that a call with these options runs in. */
  readonly poolOf: (options?: BridgeCallOptions) => WorkerPool<BuiltInServices>;
  readonly getStats: () => ReturnType<WorkerPool['getStats']>;
  /** Ends the workers; what runs rejects with `terminated`. The next call starts new ones. */
  readonly destroy: () => void;
}

/** A bridge to one channel, `crypto` by default, with a pool of its own that starts no worker before it is first used. */
export function createBridge(options?: BridgeOptions & { readonly channel?: 'crypto' | undefined }): Bridge<'crypto'>;
export function createBridge<C extends Channel>(options: BridgeOptions & { readonly channel: C }): Bridge<C>;
export function createBridge({
  channel = 'crypto',
  ...options
}: BridgeOptions & { readonly channel?: Channel | undefined } = {}): Bridge<Channel> {
  let own: WorkerPool<BuiltInServices> | undefined;
  /** One that failed is not asked again: the network may be back. */
  const poolOf = ({ pool }: BridgeCallOptions = {}) => {
    const given = typeof pool === 'function' ? pool() : pool;
    if (given !== undefined) return takePool(given);
    if (own === undefined || own.state === 'failed') own = createChannelPool(channel, options);
    return own;
  };

  return {
    poolOf,
    run(type, payload, callOptions = {}) {
      const { signal, timeout, onProgress, transfer, priority } = callOptions;
      const task = { channel, type, payload, signal, timeout, onProgress, transfer, priority };
      return poolOf(callOptions).execute(asBridge(task));
    },
    getStats: () => (own ?? poolOf()).getStats(),
    destroy() {
      own?.terminate();
      own = undefined;
    },
  };
}
