/**
 * createWorkerPool: which worker does a task, and what becomes of it. Who waits is in line.ts, the workers' lives in crew.ts;
 * what is left is the one closure that ties them together.
 */
import { IPCError } from '../errors.js';
import { abortOf, type CallSignal, type Services } from '../operation.js';
import { problemOf } from '../protocol/call-options.js';
import { cancelled, Unbegun } from '../protocol/open-call.js';
import type { Call, ChannelOf, Output, TypeOf } from '../protocol/protocol-types.js';
import { createBatchingProtocol } from '../protocol/protocol.js';
import { createCrew, type Loss } from './crew.js';
import { giveBack } from './give-back.js';
import { createLine } from './line.js';
import { checkOptions, checkSize, checkWarmUp, defaultSize, type PoolOptions } from './options.js';
import { createPaces } from './pace.js';
import type { CustomTask, CustomType, PoolState, PoolStats, PoolTask, WorkerPool } from './pool-types.js';
import { createRoom } from './room.js';
import type { Seat } from './seat.js';
import { rungsOf, type WorkerSource } from './source.js';
import { createAnnouncer, createTally, stateOf } from './stats.js';
import { strategies } from './strategies.js';
import { createTask, type AnyTask, type Task } from './task.js';
import { createWarmUps } from './warm-up.js';

export type { PoolOptions } from './options.js';
export type { CustomTask, PoolState, PoolStats, PoolTask, Timing, WorkerPool } from './pool-types.js';
export type { Rung, WorkerLike, WorkerSource } from './source.js';

/**
 * Makes a pool of at most `size` workers (default: `navigator.hardwareConcurrency`, or 4). None is started before a task needs
 * it. A source with several rungs is climbed until a worker says that it is ready.
 *
 * @throws RangeError when the size or an option makes no sense
 * @throws TypeError when there is no source
 * @example
 * const pool = createWorkerPool(new URL('./my.worker.js', import.meta.url), 2);
 * const doubled = await pool.execute({ channel: 'custom', type: 'double', payload: 21 });
 */
export function createWorkerPool<S extends Services = Services>(
  source: WorkerSource,
  size: number = defaultSize(),
  options: PoolOptions = {},
): WorkerPool<S> {
  checkSize(size);
  const rungs = rungsOf(source);
  const settings = checkOptions(options, rungs.length);
  const { concurrency, maxQueue, maxRetries, taskTimeout } = settings;
  const pick = strategies[settings.strategy];
  const paceOf = createPaces(settings);
  const protocol = createBatchingProtocol({ defaultTimeout: taskTimeout, maxPendingRequests: Infinity });
  const { changed, subscribe } = createAnnouncer(getStats);
  const room = createRoom(protocol, settings);
  const line = createLine({ onAbort: fail, onBound: fill });
  const warmUps = createWarmUps();
  const crewEvents = { onRoom: fill, onReady, onProven: () => warmUps.arrived(), onLost, onDue: grow, changed };
  const crew = createCrew(protocol, rungs, size, settings, crewEvents);
  const { counts, waitTime, runTime } = createTally();
  let phase: 'open' | 'closing' | 'closed' = 'open';
  let closing: Promise<void> | null = null;
  let onClosed = (): void => undefined;
  let accepted = 0;
  let lastPicked = 0;

  function execute<C extends ChannelOf<S>, T extends TypeOf<S, C>>(task: PoolTask<S, C, T>): Promise<Output<S, C, T>>;
  function execute<T extends CustomType<S>>(task: CustomTask<S, T>): Promise<Output<S, 'custom' & ChannelOf<S>, T>>;
  function execute(given: AnyTask): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const refusal = problemOf(given) ?? refusalOf(given.signal);
      if (refusal !== null) reject(refusal);
      else accept(createTask(given, ++accepted, resolve, reject));
    });
  }

  function refusalOf(signal: CallSignal | undefined): IPCError | null {
    if (phase !== 'open') return new IPCError('terminated', 'The pool was closed: it takes no more tasks.');
    const aborted = abortOf(signal);
    return aborted ? cancelled(aborted.reason) : fatal();
  }

  /** Why no task can be done any more, if so. */
  function fatal(): IPCError | null {
    return crew.count === 0 ? crew.failure : null;
  }

  function accept(task: Task): void {
    task.pace = paceOf(task);
    const seat = seatFor(task);
    if (seat !== undefined) {
      run(task, seat);
      crew.arrange(seat);
      // nobody was idle: the next task shall find somebody who is
      if (seat.load > 1 && crew.count < size) crew.grow(line.shared + 1);
    } else {
      const waiting = line.size;
      // who waits for one worker alone is not helped by another
      if (line.boundTo(task) === undefined) crew.grow(line.shared + 1);
      if (waiting >= maxQueue + crew.starting.size * concurrency) {
        task.reject(new IPCError('overloaded', `The queue of the pool is full: ${maxQueue} tasks wait already.`));
        return;
      }
      line.add(task);
    }
    changed();
  }

  /** A worker that can take it now. Nobody overtakes those who wait. */
  function seatFor(task: Task): Seat | undefined {
    const bound = line.boundTo(task);
    const ahead = line.size === 0;
    if (bound !== undefined) return room.fits(task, bound, ahead) ? bound : undefined;
    if (line.shared > 0) return undefined;
    const seat = pick(room.among(crew.idle, crew.working, task, ahead), lastPicked);
    if (seat !== undefined) lastPicked = seat.id;
    return seat;
  }

  function run(task: Task, seat: Seat): void {
    const call = room.give(task, seat);
    line.bind(task, seat);
    waitTime.add(task.started - task.since);
    call.result.then(
      (value) => {
        // not there any more: its worker was given up meanwhile
        if (!seat.tasks.delete(task)) return;
        counts.completed++;
        runTime.add(room.answered(task, seat));
        task.pace?.add(call.duration);
        fill(seat);
        task.resolve(value);
        settled();
      },
      (reason: unknown) => onFailure(task, seat, call, reason),
    );
  }

  function onFailure(task: Task, seat: Seat, call: Call<unknown>, reason: unknown): void {
    // a dead worker's tasks are dealt with together, in `onLost`
    if (crew.isDead(seat) || !seat.tasks.delete(task)) return;
    if (reason instanceof Unbegun) {
      room.slowed(seat);
      wait(task);
      crew.arrange(seat);
      fillAll();
      grow();
    } else {
      if (room.hasBegun(task, seat)) runTime.add(room.answered(task, seat));
      crew.linger(seat, call);
      fail(task, reason);
    }
  }

  function wait(task: Task): void {
    task.since = performance.now();
    line.add(task);
  }

  /** Gives a worker what it has room for. While others are starting, it leaves them their share. */
  function fill(seat: Seat): void {
    const share = Math.ceil(line.shared / (crew.starting.size + 1)) + line.ownOf(seat);
    for (let left = share; left > 0; left--) {
      const task = line.nextFor(seat, (next) => room.fits(next, seat, true));
      if (task === undefined) break;
      run(task, seat);
    }
    crew.arrange(seat);
    changed();
  }

  function fillAll(): void {
    for (const seat of [...crew.idle, ...crew.working]) fill(seat);
  }

  function grow(): void {
    crew.grow(line.shared);
    crew.prove(warmUps.wanted);
  }

  function onReady(seat: Seat): void {
    if (warmUps.wanted > 0) seat.started?.expectWord();
    fill(seat);
  }

  function onLost(seat: Seat, reason: IPCError, loss: Loss): void {
    line.release(seat);
    room.slowed(seat);
    const tasks = [...seat.tasks].map((task) => ({ task, begun: room.hasBegun(task, seat) }));
    seat.tasks.clear();
    // all go back before it is looked whether the pool has come to its end
    for (const { task, begun } of tasks) {
      const { retries } = task;
      const failure = phase === 'closed' ? reason : giveBack(task, { reason, loss, begun, maxRetries });
      counts.retried += task.retries - retries;
      if (failure === null) wait(task);
      else drop(task, failure);
    }
    if (crew.failure !== null) warmUps.fail(crew.failure);
    const end = phase === 'closed' ? reason : fatal();
    if (end !== null) failLine(end);
    else {
      // one that had work, or was ended by us, is replaced at once; others when they are needed: nothing starts for ever
      if (phase === 'open' && (loss === 'ended' || (loss === 'crash' && seat.turns > 0))) crew.hire();
      fillAll();
      grow();
    }
    settled();
  }

  function fail(task: Task, reason: unknown): void {
    drop(task, reason);
    settled();
  }

  function drop(task: Task, reason: unknown): void {
    const byCaller = reason instanceof IPCError && reason.code === 'aborted' && abortOf(task.options.signal) !== null;
    counts[byCaller ? 'aborted' : 'failed']++;
    task.reject(reason);
  }

  function failLine(reason: IPCError): void {
    for (let task = line.takeAny(); task !== undefined; task = line.takeAny()) fail(task, reason);
  }

  function settled(): void {
    changed();
    if (phase === 'closing' && line.size + crew.load === 0) end(new IPCError('terminated', 'The pool was closed.'));
  }

  function end(reason: IPCError): void {
    if (phase === 'closed') return;
    phase = 'closed';
    crew.end(reason);
    failLine(reason);
    warmUps.fail(reason);
    protocol.destroy();
    onClosed();
    changed();
  }

  async function warmUp(n = size): Promise<void> {
    checkWarmUp(n, size);
    const missing = n - crew.proven;
    const refusal = refusalOf(undefined) ?? (missing > 0 ? crew.failure : null);
    if (refusal !== null) throw refusal;
    if (missing <= 0) return;
    const warm = warmUps.wait(missing);
    grow();
    await warm;
  }

  function close(): Promise<void> {
    return (closing ??= new Promise((resolve) => {
      onClosed = resolve;
      if (phase === 'closed') resolve();
      else phase = 'closing';
      warmUps.fail(new IPCError('terminated', 'The pool was closed.'));
      settled();
    }));
  }

  function getState(): PoolState {
    if (phase !== 'open') return phase;
    return fatal() === null ? stateOf(crew, line.size) : 'failed';
  }

  function getStats(): PoolStats {
    const { idle, starting, count, restarted, place } = crew;
    const running = crew.sum((seat) => room.begun(seat));
    const queued = line.size + crew.load - running;
    const workers = { busy: count - idle.size - starting.size, idle: idle.size, starting: starting.size, restarted };
    const times = { waitTime: waitTime.read(), runTime: runTime.read() };
    return { state: getState(), size, place, ...workers, queued, running, ...counts, ...times };
  }

  return {
    size,
    get state() {
      return getState();
    },
    get place() {
      return crew.place;
    },
    get failure() {
      return phase === 'open' ? fatal() : null;
    },
    execute,
    getStats,
    subscribe,
    warmUp,
    close,
    terminate: () => end(new IPCError('terminated', 'The pool was terminated.')),
  };
}
