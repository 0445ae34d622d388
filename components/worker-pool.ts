/**
 * <worker-pool>: a pool of workers as a tag; the elements inside it work there. Longer than others, because what an element
 * has to say of itself (attributes, handlers, typed events) stands on its class; the pool itself is in src/pool.
 */
import type { ContextEvent } from '@lit/context';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import {
  createBuiltInPool,
  type BuiltInServices,
  type Channel,
  type ResultOf,
  type TypeIn,
} from '../src/bridge/bridge.js';
import type { CallOptions } from '../src/operation.js';
import { createWorkerPool, type PoolState, type PoolStats, type PoolTask, type WorkerPool } from '../src/pool/pool.js';
import { count, oneOf } from './parts/attributes.js';
import { define } from './parts/define.js';
import { getHandler, setHandler, type Handler } from './parts/event-handlers.js';
import type { EventMapOf } from './parts/events.js';

import { poolContext, type Pool } from './parts/pool-lookup.js';
import { renderMonitor, monitorStyles } from './parts/pool-monitor.js';
import { whenGone } from './parts/removal.js';
import { localeOf, phrase, registerStrings, type Say, type Strings } from './parts/strings.js';
import { tokens } from './parts/styles.js';
import { TypedElement } from './parts/typed-events.js';
import { version } from './parts/version.js';

export { poolContext, registerStrings };
export type { PoolState, PoolStats };

/** A task for a worker of your own, whose operations are not known here. */
export interface AnyTask extends CallOptions {
  readonly type: string;
  readonly channel?: string;
  readonly payload?: unknown;
  readonly affinity?: unknown;
}
/** What a worker of your own may offer: anything. */
type AnyServices = Record<string, Record<string, (input: unknown) => unknown>>;

/** Milliseconds between two `stats` events. */
const pace = 100;
/** What the core takes: each worker is a thread with a heap of its own. */
const mostWorkers = 512;

/** News of a pool: how many workers are busy, how many tasks wait, are done, have failed. */
export class StatsEvent extends Event {
  readonly stats: PoolStats;

  constructor(stats: PoolStats) {
    super('stats');
    this.stats = stats;
  }
}

interface PoolEvents {
  statechange: Event;
  error: Event;
  idle: Event;
  stats: StatsEvent;
}
export type WorkerPoolEventMap = EventMapOf<PoolEvents>;

/**
 * Holds a pool of workers. Elements inside find it by the Context protocol, others by `pool="id"`. Without `src` its
 * workers are the built-in ones; where no worker can be started, it works on the page. No worker starts before the first task.
 *
 * @customElement worker-pool
 *
 * @slot - The elements that work in this pool
 *
 * @fires {Event} statechange - `state` is another
 * @fires {Event} error - No worker can be started any more, or no pool be made; see `error`
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
export class WorkerPoolElement extends TypedElement<PoolEvents> {
  static readonly version: string = version;
  static override readonly styles = [tokens, monitorStyles];
  static override readonly properties: PropertyDeclarations = {
    src: { type: String, reflect: true, useDefault: true },
    size: { reflect: true, useDefault: true, converter: count(0, mostWorkers) },
    strategy: { reflect: true, useDefault: true, converter: oneOf('least-busy', 'round-robin') },
    taskTimeout: { attribute: 'task-timeout', reflect: true, useDefault: true, converter: count() },
    maxRetries: { attribute: 'max-retries', reflect: true, useDefault: true, converter: count(1) },
    handshakeTimeout: { attribute: 'handshake-timeout', reflect: true, useDefault: true, converter: count(null) },
    fallback: { reflect: true, useDefault: true, converter: oneOf('page', 'none') },
    monitor: { type: Boolean, reflect: true, useDefault: true },
    strings: { attribute: false },
  };

  /**
   * Address of a module worker of your own (see `serve`), from this page's origin; no other is tried, and `fallback` is not
   * asked. Without one: the built-in worker.
   */
  declare src: string;
  /** Workers at most, up to 512, of each channel that is used; 0 (default) for half of the cores, at least 2. */
  declare size: number;
  declare strategy: 'least-busy' | 'round-robin';
  /** Milliseconds from the start of a task until it is ended; 0 (default) for none. */
  declare taskTimeout: number;
  /** How often a task is given to another worker when its worker died; 1 by default. */
  declare maxRetries: number;
  /**
   * Milliseconds a new worker has to say something, before it counts as one that could not be started; it is given no task
   * before. 0: tasks at once, and no word is waited for, as a worker needs that does not run `serve` and takes long over its first
   * task. Null (default): with `src` 30000, from the first task on; else 10000.
   */
  declare handshakeTimeout: number | null;
  /** `page` (default): built-in work is done on the page where no worker can be started. `none`: it fails instead. */
  declare fallback: 'page' | 'none';
  /** Shows a panel with live numbers. */
  declare monitor: boolean;
  /** Words of this element alone, in place of those of its language. */
  declare strings: Partial<Strings>;

  /** Under this name axe-core finds role and name of the element. */
  protected readonly internals = this.attachInternals();
  /** Those who asked for the pool and want to hear of the next one. */
  readonly #followers = new Set<(pool: Pool) => void>();
  #pool: Pool | null = null;
  /** Pools that finish what they had begun when an attribute changed. */
  readonly #leaving = new Set<Pool>();
  #madeAs = '';
  #last: PoolStats | null = null;
  #unsubscribe: (() => void) | null = null;
  #state: PoolState = 'idle';
  #error: Error | null = null;
  /** No pool can be made of the attributes as they are. */
  #hopeless = false;
  /** There were tasks, and `idle` has not been told since. */
  #hadWork = false;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.src = '';
    this.size = 0;
    this.strategy = 'least-busy';
    this.taskTimeout = 0;
    this.maxRetries = 1;
    this.handshakeTimeout = null;
    this.fallback = 'page';
    this.monitor = false;
    this.strings = {};
    this.internals.states.add('idle');
    this.addEventListener('context-request', this.#asked);
  }

  /** Registers the class, under its own name or another; does nothing where that name is taken. */
  static define(tag = 'worker-pool', registry: CustomElementRegistry | undefined = globalThis.customElements): void {
    define(tag, this, registry);
  }

  /**
   * The pool, made when it is first asked for, from the attributes as they are then. After one that failed this is another, so that
   * work that is begun once more has workers where the network is back.
   */
  get pool(): Pool {
    const failed = this.#pool?.state === 'failed';
    if (this.#pool && (!failed || this.#hopeless)) return this.#pool;
    if (failed) this.#release('idle');
    return this.#make();
  }
  get state(): PoolState {
    return this.#state;
  }
  /** Why no worker can be started, or no pool be made of the attributes; null unless `state` is `failed`. */
  get error(): Error | null {
    return this.#error;
  }

  /** Has a task done by the next free worker: see `WorkerPool.execute`. */
  execute<C extends Channel, T extends TypeIn<C>>(task: PoolTask<BuiltInServices, C, T>): Promise<ResultOf<C, T>>;
  execute(task: AnyTask): Promise<unknown>;
  async execute(task: AnyTask): Promise<unknown> {
    const pool: object = this.pool;
    if (!takesAnything(pool)) throw new TypeError('There is no pool.');
    return pool.execute({ channel: 'custom', payload: undefined, ...task });
  }
  getStats(): PoolStats {
    return (this.#pool ?? this.#make()).getStats();
  }
  /** Starts `count` workers (by default all) before there is work: of each channel in use, and of `crypto` where none is yet. */
  warmUp(count?: number): Promise<void> {
    return this.pool.warmUp(count);
  }
  /** Ends the workers; what runs or waits rejects with `terminated`. The next use makes a new pool. */
  terminate(): void {
    for (const pool of this.#leaving) pool.terminate();
    this.#leaving.clear();
    this.#pool?.terminate();
    this.#release('closed');
  }

  get onstatechange(): Handler {
    return getHandler(this, 'statechange');
  }
  set onstatechange(handler: Handler) {
    setHandler(this, 'statechange', handler);
  }
  get onidle(): Handler {
    return getHandler(this, 'idle');
  }
  set onidle(handler: Handler) {
    setHandler(this, 'idle', handler);
  }
  get onstats(): Handler<StatsEvent> {
    return getHandler(this, 'stats');
  }
  set onstats(handler: Handler<StatsEvent>) {
    setHandler(this, 'stats', handler);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    whenGone(this, () => {
      if (this.#pool !== null || this.#leaving.size > 0) this.terminate();
    });
  }
  /** Moved by `moveBefore`: nothing stops. */
  connectedMoveCallback(): void {
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    if (!this.#pool || this.#shape() === this.#madeAs) return;
    // what the old pool has begun it finishes; whoever follows goes on with the new one
    const old = this.#pool;
    this.#leaving.add(old);
    void old.close().then(() => this.#leaving.delete(old));
    this.#release('idle');
    if (this.#followers.size > 0) this.#make();
  }

  protected override render(): TemplateResult {
    const locale = localeOf(this);
    const say: Say = (name, gaps) => phrase(name, gaps, locale, this.strings);
    return html`<slot></slot>${this.monitor ? renderMonitor(this.#shownStats(), say, locale) : nothing}`;
  }

  /** Showing a pool that was ended must not make another. */
  #shownStats(): PoolStats {
    const stats = this.#pool ? this.#pool.getStats() : (this.#last ?? this.getStats());
    return this.#error ? { ...stats, state: 'failed' } : stats;
  }

  /** What a pool is made from; attributes that are set before the first use make no second one. */
  #shape(): string {
    const { src, size, strategy, taskTimeout, maxRetries, handshakeTimeout, fallback } = this;
    return JSON.stringify([src, size, strategy, taskTimeout, maxRetries, handshakeTimeout, fallback]);
  }

  #make(): Pool {
    this.#madeAs = this.#shape();
    let pool: Pool;
    try {
      pool = this.#create();
    } catch (error) {
      return this.#makeDead(error);
    }
    // first of all: a listener of the events below may ask for the pool
    this.#pool = pool;
    this.#unsubscribe = pool.subscribe((stats) => this.#follow(pool, stats));
    this.#enter('idle');
    this.#hand(pool);
    return pool;
  }

  /** @throws RangeError, TypeError, SyntaxError when no pool can be made of what was set */
  #create(): Pool {
    const { strategy, taskTimeout, maxRetries, fallback } = this;
    const handshakeTimeout = this.handshakeTimeout ?? undefined;
    const options = { strategy, taskTimeout, maxRetries, handshakeTimeout };
    const size = this.size === 0 ? undefined : this.size;
    if (this.src === '') return createBuiltInPool({ ...options, size, fallback });
    return createWorkerPool<BuiltInServices>(new URL(this.src, this.baseURI), size, options);
  }

  /** A pool that refuses every task with the reason: who asks for one gets one, and no rendering ends in an exception. */
  #makeDead(reason: unknown): Pool {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    const refuse = (): never => {
      throw error;
    };
    const pool = createWorkerPool<BuiltInServices>(refuse, 1, { restartLimit: 1 });
    this.#pool = pool;
    this.#hopeless = true;
    this.#fail(error);
    this.#hand(pool);
    return pool;
  }

  /** Those who follow have to hear of every next pool. */
  #hand(pool: Pool): void {
    for (const follow of [...this.#followers]) if (this.#pool === pool) follow(pool);
  }

  #release(state: PoolState): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#last = state === 'closed' && this.#pool ? { ...this.#pool.getStats(), state } : null;
    this.#pool = null;
    this.#hopeless = false;
    this.#hadWork = false;
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#enter(state);
  }

  #follow(pool: Pool, { state, queued, running }: PoolStats): void {
    const { failure } = pool;
    if (failure !== null && this.#state !== 'failed') this.#fail(failure);
    else this.#enter(state);
    if (queued + running > 0) this.#hadWork = true;
    else if (this.#hadWork && (state === 'ready' || state === 'idle')) {
      this.#hadWork = false;
      this.dispatchEvent(new Event('idle'));
    }
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.requestUpdate();
      const news = new StatsEvent(pool.getStats());
      this.dispatchEvent(news);
    }, pace);
  }

  #fail(error: Error): void {
    this.#enter('failed', error);
    this.dispatchEvent(new Event('error'));
  }

  /** `error` goes with the state: there is one only while it is `failed`. */
  #enter(state: PoolState, error = state === this.#state ? this.#error : null): void {
    this.#error = error;
    if (state === this.#state) return;
    this.internals.states.delete(this.#state);
    this.internals.states.add(state);
    this.#state = state;
    this.requestUpdate();
    this.dispatchEvent(new Event('statechange'));
  }

  readonly #asked = (event: HTMLElementEventMap['context-request']): void => {
    // the protocol compares contexts by identity, and that is what makes the callback take a pool
    if (!isPoolRequest(event) || event.contextTarget === this) return;
    event.stopPropagation();
    const { callback } = event;
    if (event.subscribe !== true) {
      callback(this.pool);
      return;
    }
    const { pool } = this;
    const follow = (next: Pool) => callback(next, stop);
    const stop = () => void this.#followers.delete(follow);
    this.#followers.add(follow);
    follow(pool);
  };
}

/** At run time every pool takes any task: whether its workers know it is theirs to say (`unknown-operation`). */
function takesAnything(pool: object): pool is WorkerPool<AnyServices> {
  return 'execute' in pool;
}

function isPoolRequest(event: Event): event is ContextEvent<typeof poolContext> {
  return 'context' in event && event.context === poolContext;
}

declare global {
  interface HTMLElementTagNameMap {
    'worker-pool': WorkerPoolElement;
  }
}
