/** Pools of the built-in workers: of one channel, as bridges use them, and of all of them behind one face, as `<worker-pool>` does. */
import type { AnyOperation, OutputOf } from '../operation.js';
import { defaultSize } from '../pool/options.js';
import { createWorkerPool, type PoolOptions, type PoolTask, type WorkerPool } from '../pool/pool.js';
import { isChannel, type AllServices, type BuiltInServices, type Channel } from './channels.js';
import { joinPools } from './joined-pool.js';
import { workerRungs, type LoadingOptions } from './loading.js';

export interface BridgeOptions extends PoolOptions, LoadingOptions {
  /**
   * Workers at most; half of the cores, at least 2, by default: the page and the browser need the others. Each channel that is
   * used has as many of its own.
   */
  readonly size?: number | undefined;
}

/** What a pool takes, and what a bridge may ask for besides. */
export type TypeIn<C extends Channel> = keyof BuiltInServices[C] & keyof AllServices[C] & string;
export type AnyTypeIn<C extends Channel> = keyof AllServices[C] & string;
export type PayloadOf<C extends Channel, T extends AnyTypeIn<C>> = PoolTask<AllServices, C, T>['payload'];
export type ResultOf<C extends Channel, T extends AnyTypeIn<C>> = OutputOf<Extract<AllServices[C][T], AnyOperation>>;

/** Milliseconds a worker has to say that it is there, before the next way to start one is tried. Slow networks count. */
const handshakeTimeout = 10_000;

/** A pool of the workers of one channel. Nothing starts before the first task. */
export function createChannelPool(channel: Channel, options: BridgeOptions = {}): WorkerPool<BuiltInServices> {
  const { size = Math.max(2, Math.floor(defaultSize() / 2)), source, fallback, ...rest } = options;
  return createWorkerPool<BuiltInServices>(workerRungs(channel, { source, fallback }), size, {
    handshakeTimeout,
    ...rest,
  });
}

/**
 * A pool of the built-in workers: what `<worker-pool>` without `src` uses. It has workers of their own for each channel, from
 * the channel's first task on. `size` is said of each channel; the numbers of `getStats` are summed over those in use.
 *
 * @throws RangeError when the size or an option makes no sense
 */
export function createBuiltInPool(options: BridgeOptions = {}): WorkerPool<BuiltInServices> {
  // at once: it says what is wrong with the options, and refuses channels that nobody has
  const first = createChannelPool('crypto', options);
  return joinPools('crypto', first, (channel) => (isChannel(channel) ? createChannelPool(channel, options) : null));
}
