/**
 * The workers of a pool. Which set one stands in is its state, and `move` alone changes it; starting and losing one is here too.
 * Long for a file: all of it reads or moves the same five sets, and half is the interface that says what they mean.
 */
import { IPCError } from '../errors.js';
import { after } from '../protocol/after.js';
import type { BatchingProtocol, Call } from '../protocol/protocol-types.js';
import { createHealth } from './health.js';
import { createLadder } from './ladder.js';
import type { PoolSettings } from './options.js';
import { createSeat, type Seat } from './seat.js';
import type { Rung } from './source.js';
import { StartRefusal, startWorker, type Started } from './start.js';
import type { Task } from './task.js';

/** How a worker was lost: it never started, it died, or the pool ended it. */
export type Loss = 'start' | 'crash' | 'ended';

export interface CrewEvents {
  /** It can take a task again. */
  readonly onRoom: (seat: Seat) => void;
  /** It can take its first task. */
  readonly onReady: (seat: Seat) => void;
  /** The seat is given up; its tasks still stand in it. */
  readonly onLost: (seat: Seat, reason: IPCError, loss: Loss) => void;
  /** A start that was held back may be made now. */
  readonly onDue: () => void;
  readonly changed: () => void;
}

export interface Crew {
  readonly starting: ReadonlySet<Seat>;
  readonly idle: ReadonlySet<Seat>;
  /** With tasks, and room for more. */
  readonly open: ReadonlySet<Seat>;
  readonly full: ReadonlySet<Seat>;
  /** With an aborted task that has not stopped: no new ones until it has. */
  readonly stopping: ReadonlySet<Seat>;
  /** All of them. */
  readonly count: number;
  readonly restarted: number;
  readonly place: string | null;
  /** Set once no further worker can be started. */
  readonly failure: IPCError | null;
  /** Tasks that the workers have. */
  readonly load: number;
  /** How many more tasks it may be given. */
  roomOf(seat: Seat): number;
  /** Gives it a task. `arrange` has to follow, once it has all that it gets. */
  call(task: Task, seat: Seat): Call<unknown>;
  /** Its worker is known to be gone: `onLost` has been called for it, or will be. */
  isDead(seat: Seat): boolean;
  /** Puts a seat where its tasks say it belongs. */
  arrange(seat: Seat): void;
  /** Starts workers until `wanted` are on their way, or no more may be. */
  grow(wanted: number): void;
  /** Starts one; false when that may not be now. */
  hire(): boolean;
  /** Keeps the seat from new tasks until the call has really stopped, and ends its worker when that takes too long. */
  linger(seat: Seat, call: Call<unknown>): void;
  /** Ends all of them, and every timer. */
  end(reason: IPCError): void;
}

export function createCrew(
  protocol: BatchingProtocol,
  rungs: readonly Rung[],
  size: number,
  settings: PoolSettings,
  { onRoom, onReady, onLost, onDue, changed }: CrewEvents,
): Crew {
  const { concurrency, handshakeTimeout, abortGrace } = settings;
  const starting = new Set<Seat>();
  const idle = new Set<Seat>();
  const open = new Set<Seat>();
  const full = new Set<Seat>();
  const stopping = new Set<Seat>();
  const places = [starting, idle, open, full, stopping];
  const ladder = createLadder(rungs, settings, onDue);
  const health = createHealth(idle, settings, (seat, reason) => lose(seat, reason, 'ended'));
  let hired = 0;
  let lost = 0;
  let restarted = 0;

  function count(): number {
    return starting.size + idle.size + open.size + full.size + stopping.size;
  }

  function move(seat: Seat, to: Set<Seat> | null): void {
    seat.place?.delete(seat);
    to?.add(seat);
    seat.place = to;
    health.watch();
    changed();
  }

  function arrange(seat: Seat): void {
    if (seat.place === null || seat.started === null) return;
    const { load, ghosts } = seat;
    const to = ghosts.size > 0 ? stopping : load === 0 ? idle : load < concurrency ? open : full;
    if (seat.place !== to) move(seat, to);
  }

  function hire(): boolean {
    if (count() >= size || (ladder.careful && places.some(hasUnproven))) return false;
    const attempt = ladder.next();
    if (attempt === null) return false;
    const seat = createSeat(++hired, attempt);
    if (restarted < lost) restarted++;
    move(seat, starting);
    const { signal } = seat.gone;
    startWorker(attempt.rung, { connect: (worker) => protocol.connect(worker), handshakeTimeout, signal }).then(
      (started) => admit(seat, started),
      (reason: unknown) => refuse(seat, reason),
    );
    return true;
  }

  function admit(seat: Seat, started: Started): void {
    if (seat.place === null) {
      dismiss(started, new IPCError('terminated', 'The worker came when it was no longer wanted.'));
      return;
    }
    seat.started = started;
    started.proof.then(
      () => prove(seat, started),
      (reason: unknown) => refuse(seat, reason),
    );
    void started.connection.closed.then((reason) => {
      if (seat.proven) lose(seat, reason, 'crash');
    });
    arrange(seat);
    onReady(seat);
  }

  function prove(seat: Seat, { connection }: Started): void {
    if (seat.place === null) return;
    const { careful } = ladder;
    seat.proven = true;
    ladder.proved(seat.attempt);
    if (connection.failure !== null) lose(seat, connection.failure, 'crash');
    else if (careful) onDue();
    changed();
  }

  function refuse(seat: Seat, reason: unknown): void {
    lose(seat, reason instanceof StartRefusal ? reason : new StartRefusal(reason, null, true), 'start');
  }

  function lose(seat: Seat, reason: IPCError, loss: Loss): void {
    if (seat.place === null) return;
    move(seat, null);
    // one that was never there is not replaced: another way to start is tried
    if (loss !== 'start' || seat.turns > 0) lost++;
    seat.gone.abort(reason);
    for (const stopGrace of seat.ghosts) stopGrace();
    seat.ghosts.clear();
    if (seat.started !== null) dismiss(seat.started, reason);
    if (reason instanceof StartRefusal) ladder.refused(seat.attempt, reason);
    onLost(seat, reason, loss);
  }

  return {
    starting,
    idle,
    open,
    full,
    stopping,
    get count() {
      return count();
    },
    get restarted() {
      return restarted;
    },
    get place() {
      return ladder.place;
    },
    get failure() {
      return ladder.failure;
    },
    get load() {
      let sum = 0;
      for (const place of places) for (const { load } of place) sum += load;
      return sum;
    },
    call(task, seat) {
      if (seat.started === null) throw new TypeError('A worker that is still starting was given a task.');
      // one that is idle shall begin at once; to one that has work, many small tasks go together
      const how = seat.load === 0 ? 'call' : 'callSoon';
      seat.tasks.add(task);
      seat.turns++;
      task.started = performance.now();
      return protocol[how](seat.started.worker, task.type, task.channel, task.payload, task.options);
    },
    isDead: ({ place, started }) => place === null || started?.connection.failure !== null,
    roomOf(seat) {
      const mayTake = seat.place !== null && seat.started !== null && seat.ghosts.size === 0;
      return mayTake ? concurrency - seat.load : 0;
    },
    arrange,
    grow(wanted) {
      while (starting.size < wanted && hire());
    },
    hire,
    linger(seat, call) {
      const tooLong = `The worker was ended: an aborted task had not stopped within ${abortGrace} ms.`;
      const stopGrace = after(abortGrace, () => lose(seat, new IPCError('terminated', tooLong), 'ended'));
      seat.ghosts.add(stopGrace);
      void call.done.then(() => {
        stopGrace();
        if (seat.ghosts.delete(stopGrace)) onRoom(seat);
      });
      arrange(seat);
    },
    end(reason) {
      ladder.stop();
      for (const place of places) for (const seat of [...place]) lose(seat, reason, 'ended');
    },
  };
}

function hasUnproven(place: ReadonlySet<Seat>): boolean {
  for (const seat of place) if (!seat.proven) return true;
  return false;
}

function dismiss({ worker, connection }: Started, reason: IPCError): void {
  connection.close(reason);
  worker.terminate();
}
