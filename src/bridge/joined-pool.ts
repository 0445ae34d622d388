/** Several pools behind the face of one: each task goes to the pool of its channel, which is made when it is first asked for. */
import type { PoolState, PoolStats, PoolTask, Timing, WorkerPool } from '../pool/pool.js';
import type { ResultOf, TypeIn } from './built-in-pool.js';
import type { BuiltInServices, Channel } from './channels.js';
import { refusalOf } from './sealing-door.js';

type Pool = WorkerPool<BuiltInServices>;

/**
 * `first` is the pool of `channel`, and of every channel for which `open` has none. One that failed is made anew for the next task. What is asked of the whole (`warmUp`,
 * `close`, `terminate`, `subscribe`) is asked of every pool there is; numbers are sums.
 */
export function joinPools(channel: string, first: Pool, open: (channel: string) => Pool | null): Pool {
  const pools = new Map([[channel, first]]);
  /** What those that failed, and were replaced, had counted: one sum, however often that is. */
  let failed: readonly PoolStats[] = [];
  let ended = false;
  const followers = new Set<(pool: Pool) => void>();

  function poolOf(name: string): Pool {
    const known = pools.get(name);
    // one that failed is not asked again: the network may be back
    if (known !== undefined && known.state !== 'failed') return known;
    const pool = open(name);
    if (pool === null) return known ?? (name === channel ? first : poolOf(channel));
    pools.set(name, pool);
    if (known !== undefined) failed = [sumStats([...failed, known.getStats()])];
    for (const follow of followers) follow(pool);
    // it refuses in the words of any pool that was ended
    if (ended) pool.terminate();
    return pool;
  }

  function execute<C extends Channel, T extends TypeIn<C>>(
    task: PoolTask<BuiltInServices, C, T>,
  ): Promise<ResultOf<C, T>>;
  // there is no built-in channel `custom`
  function execute(task: never): Promise<never>;
  async function execute<C extends Channel, T extends TypeIn<C>>(
    task: PoolTask<BuiltInServices, C, T>,
  ): Promise<ResultOf<C, T>> {
    const refusal = refusalOf(task);
    if (refusal !== null) throw refusal;
    return poolOf(task.channel).execute(task);
  }

  const all = () => [...pools.values()];
  const getStats = () => {
    const stats = all().map((pool) => pool.getStats());
    if (failed.length === 0) return sumStats(stats);
    const { state, place, size } = sumStats(stats);
    return { ...sumStats([...stats, ...failed]), state, place, size };
  };

  return {
    size: first.size,
    get state() {
      return stateOf(all());
    },
    get place() {
      return placeOf(all());
    },
    get failure() {
      const reason = all().find(({ failure }) => failure !== null)?.failure ?? null;
      return stateOf(all()) === 'failed' ? reason : null;
    },
    execute,
    getStats,
    subscribe(listener) {
      const stops: (() => void)[] = [];
      const follow = (pool: Pool) => void stops.push(pool.subscribe(() => listener(getStats())));
      all().forEach(follow);
      followers.add(follow);
      return () => {
        followers.delete(follow);
        for (const stop of stops) stop();
      };
    },
    async warmUp(n) {
      await Promise.all(all().map((pool) => pool.warmUp(n)));
    },
    async close() {
      ended = true;
      await Promise.all(all().map((pool) => pool.close()));
    },
    terminate() {
      ended = true;
      for (const pool of all()) pool.terminate();
    },
  };
}

/** What happens anywhere is said first; `failed` only where nothing works any more. */
const order: readonly PoolState[] = ['closing', 'busy', 'starting', 'ready', 'failed', 'idle', 'closed'];

function stateOf(pools: readonly { readonly state: PoolState }[]): PoolState {
  return order.find((state) => pools.some((pool) => pool.state === state)) ?? 'idle';
}

/** Where the first that works does so: the others go the same way, unless their file is missing. */
function placeOf(pools: readonly { readonly place: string | null }[]): string | null {
  return pools.find(({ place }) => place !== null)?.place ?? null;
}

type NumberName = { [Name in keyof PoolStats]: PoolStats[Name] extends number ? Name : never }[keyof PoolStats];

export function sumStats(all: readonly PoolStats[]): PoolStats {
  const sum = (name: NumberName) => all.reduce((total, stats) => total + stats[name], 0);
  return {
    state: stateOf(all),
    size: sum('size'),
    busy: sum('busy'),
    idle: sum('idle'),
    starting: sum('starting'),
    queued: sum('queued'),
    running: sum('running'),
    completed: sum('completed'),
    failed: sum('failed'),
    aborted: sum('aborted'),
    retried: sum('retried'),
    restarted: sum('restarted'),
    waitTime: timeOf(all, ({ waitTime }) => waitTime),
    runTime: timeOf(all, ({ runTime }) => runTime),
    place: placeOf(all),
  };
}

/** Each pool's mean counts by the tasks that it has settled. */
function timeOf(all: readonly PoolStats[], of: (stats: PoolStats) => Timing): Timing {
  const [only, another] = all;
  if (only !== undefined && another === undefined) return of(only);
  let weights = 0;
  let sum = 0;
  for (const stats of all) {
    const weight = stats.completed + stats.failed + stats.aborted;
    weights += weight;
    sum += weight * of(stats).mean;
  }
  return { mean: weights === 0 ? 0 : sum / weights, max: Math.max(...all.map((stats) => of(stats).max)) };
}
