/** <worker-pool>: a pool of workers as a tag; the elements inside it work there. */
import { LitElement, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { createBuiltInPool } from '../src/bridge/bridge.js';
import { createWorkerPool } from '../src/pool/pool.js';
import { config, count, flag, oneOf } from './parts/attributes.js';
import { define } from './parts/define.js';
import { getHandler, setHandler } from './parts/event-handlers.js';
import type { EventMapOf, Listener } from './parts/events.js';
import { poolContext, type Pool } from './parts/pool-lookup.js';
import { renderMonitor, monitorStyles } from './parts/pool-monitor.js';
import { whenGone } from './parts/removal.js';
import { localeOf, phrase, type Strings } from './parts/strings.js';
import { tokens } from './parts/styles.js';
import { version } from './parts/version.js';

export type PoolState = Pool['state'];
type Stats = ReturnType<Pool['getStats']>;

/** News of a pool: how many workers are busy, how many tasks wait, are done, have failed. */
export class StatsEvent extends Event {
  readonly stats: Stats;

  constructor(stats: Stats) {
    super('stats');
    this.stats = stats;
  }
}

export type WorkerPoolEventMap = EventMapOf<{ statechange: Event; error: Event; idle: Event; stats: StatsEvent }>;

/**
 * Holds a pool of workers. Elements inside find it by the Context protocol, others by `pool="id"`. Without `src` its
 * workers are the built-in ones; where no worker can be started, it works on the page. No worker starts before the first task.
 *
 * @slot - The elements that work in this pool
 *
 * @fires {Event} statechange - `state` is another
 * @fires {Event} error - No worker can be started any more; see `error`
 * @fires {Event} idle - The last task is done and none waits
 * @fires {StatsEvent} stats - The numbers changed; at most every 100 ms
 *
 * @csspart monitor - The panel that `monitor` shows
 * @csspart monitor-state - Its first line
 * @csspart monitor-worker - A worker; beside it `busy` or `idle`
 * @csspart monitor-numbers - Its numbers
 *
 * @cssprop --tallow-accent - Colour of busy workers
 * @cssprop --tallow-radius - Corners
 * @cssprop --tallow-gap - Space between panel and content
 *
 * @cssState idle - No worker has been started
 * @cssState starting - The first worker starts
 * @cssState ready - Workers wait for tasks
 * @cssState busy - Workers work
 * @cssState closing - Tasks are finished, no new ones taken
 * @cssState closed - Ended
 * @cssState failed - No worker can be started
 */
export class WorkerPoolElement extends LitElement {
  static readonly version: string = version;
  static override readonly styles = [tokens, monitorStyles];
  static override readonly properties: PropertyDeclarations = {
    src: config,
    size: count('size'),
    strategy: oneOf('least-busy', 'round-robin'),
    taskTimeout: count('task-timeout'),
    maxRetries: count('max-retries', 1),
    fallback: oneOf('page', 'none'),
    monitor: flag,
    strings: { attribute: false },
  };

  /** Address of a module worker of your own (see `serve`), from this page's origin. Without one: the built-in worker. */
  declare src: string;
  /** Workers at most; 0 (default) for half of the cores, at least 2. */
  declare size: number;
  declare strategy: 'least-busy' | 'round-robin';
  /** Milliseconds from the start of a task until it is ended; 0 (default) for none. */
  declare taskTimeout: number;
  /** How often a task is given to another worker when its worker died; 1 by default. */
  declare maxRetries: number;
  /** `page` (default): work on the page where no worker can be started. `none`: fail instead. */
  declare fallback: 'page' | 'none';
  /** Shows a panel with live numbers. */
  declare monitor: boolean;
  /** Words of this element alone, in place of those of its language. */
  declare strings: Partial<Strings>;

  readonly #internals = this.attachInternals();
  readonly #followers = new Set<(pool: Pool) => void>();
  #pool: Pool | null = null;
  #unsubscribe: (() => void) | null = null;
  #state: PoolState = 'idle';
  #error: Error | null = null;
  #told: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.src = '';
    this.size = 0;
    this.strategy = 'least-busy';
    this.taskTimeout = 0;
    this.maxRetries = 1;
    this.fallback = 'page';
    this.monitor = false;
    this.strings = {};
    this.addEventListener('context-request', (event) => {
      if (event.context !== poolContext || event.contextTarget === this) return;
      event.stopPropagation();
      this.#answer(event.callback, event.subscribe === true);
    });
  }

  /** Registers the class, under its own name or another; does nothing where that name is taken. */
  static define(tag = 'worker-pool', registry: CustomElementRegistry | undefined = globalThis.customElements): void {
    define(tag, this, registry);
  }

  /** The pool, made when it is first asked for, from the attributes as they are then. */
  get pool(): Pool {
    return (this.#pool ??= this.#make());
  }
  get state(): PoolState {
    return this.#state;
  }
  /** Why no worker can be started; null unless `state` is `failed`. */
  get error(): Error | null {
    return this.#error;
  }

  get execute(): Pool['execute'] {
    return this.pool.execute.bind(this.pool);
  }
  getStats(): Stats {
    return this.pool.getStats();
  }
  /** Starts `count` workers (by default all) before there is work. */
  async warmUp(count?: number): Promise<void> {
    return this.pool.warmUp(count);
  }
  /** Ends the workers; what runs or waits rejects with `terminated`. The next use makes a new pool. */
  terminate(): void {
    this.#pool?.terminate();
    this.#leave();
  }
}
