/**
 * The workers of a pool. Which set one stands in is its state, and `move` alone changes it; starting and losing one is here too.
 * Long for a file: all of it reads or moves the same four sets, and half is the interface that says what they mean.
 */
import { IPCError } from '../errors.js';
import { after } from '../protocol/after.js';
import type { BatchingProtocol, Call } from '../protocol/protocol-types.js';
import { createHealth } from './health.js';
import { createLadder } from './ladder.js';
import type { PoolSettings } from './options.js';
import { createSeat, type Seat } from './seat.js';
import type { Rung } from './source.js';
import { StartRefusal, startWorker, type Started, type StartOptions } from './start.js';

/** How a worker was lost: it never started, it died, or the pool ended it. */
export type Loss = 'start' | 'crash' | 'ended';

export interface CrewEvents {
  /** It can take a task again. */
  readonly onRoom: (seat: Seat) => void;
  /** It can take its first task. */
  readonly onReady: (seat: Seat) => void;
  /** It has shown that it works; or it is there, where nobody waits for its first word. */
  readonly onProven: () => void;
  /** The seat is given up; its tasks still stand in it. */
  readonly onLost: (seat: Seat, reason: IPCError, loss: Loss) => void;
  /** A start that was held back may be made now. */
  readonly onDue: () => void;
  readonly changed: () => void;
}

export interface Crew {
  readonly starting: ReadonlySet<Seat>;
  readonly idle: ReadonlySet<Seat>;
  readonly working: ReadonlySet<Seat>;
  /** With an aborted task that has not stopped: no new ones until it has. */
  readonly stopping: ReadonlySet<Seat>;
  /** All of them. */
  readonly count: number;
  /** Those that `onProven` was called for. */
  readonly proven: number;
  readonly restarted: number;
  readonly place: string | null;
  /** Set once no further worker can be started. */
  readonly failure: IPCError | null;
  /** Tasks that they have. */
  readonly load: number;
  /** Adds up what each of them has. */
  sum(of: (seat: Seat) => number): number;
  /** Its worker is known to be gone: `onLost` has been called for it, or will be. */
  isDead(seat: Seat): boolean;
  /** Puts a seat where its tasks say it belongs. */
  arrange(seat: Seat): void;
  /** Starts workers until `wanted` are on their way, or no more may be. */
  grow(wanted: number): void;
  /** The same, until `wanted` are still to be proven; of these a word is expected from now on. */
  prove(wanted: number): void;
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
  { onRoom, onReady, onProven, onLost, onDue, changed }: CrewEvents,
): Crew {
  const { handshake, handshakeTimeout, abortGrace } = settings;
  const starting = new Set<Seat>();
  const idle = new Set<Seat>();
  const working = new Set<Seat>();
  const stopping = new Set<Seat>();
  const places = [starting, idle, working, stopping];
  const ladder = createLadder(rungs, settings, onDue);
  const health = createHealth(idle, settings, (seat, reason) => lose(seat, reason, 'ended'));
  let hired = 0;
  let lost = 0;
  let restarted = 0;

  function count(): number {
    return starting.size + idle.size + working.size + stopping.size;
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
    const to = seat.ghosts.size > 0 ? stopping : seat.load === 0 ? idle : working;
    if (seat.place !== to) move(seat, to);
  }

  function sum(of: (seat: Seat) => number): number {
    let all = 0;
    for (const place of places) for (const seat of place) all += of(seat);
    return all;
  }

  function proven(): number {
    return handshake === 'none' ? count() - starting.size : sum((seat) => (seat.proven ? 1 : 0));
  }

  function hire(): boolean {
    if (count() >= size || (ladder.careful && places.some(hasUnproven))) return false;
    const attempt = ladder.next();
    if (attempt === null) return false;
    const seat = createSeat(++hired, attempt);
    if (restarted < lost) restarted++;
    move(seat, starting);
    const { signal } = seat.gone;
    const connect: StartOptions['connect'] = (worker) => protocol.connect(worker);
    startWorker(attempt.rung, { connect, handshake, handshakeTimeout, signal }).then(
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
    if (handshake === 'none') onProven();
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
    if (handshake !== 'none') onProven();
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
    if (seat.started !== null) dismiss(seat.started, reason);
    if (reason instanceof StartRefusal) ladder.refused(seat.attempt, reason);
    onLost(seat, reason, loss);
    seat.ghosts.clear();
  }

  return {
    starting,
    idle,
    working,
    stopping,
    get count() {
      return count();
    },
    get proven() {
      return proven();
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
      return sum(({ load }) => load);
    },
    sum,
    isDead: ({ place, started }) => place === null || started?.connection.failure !== null,
    arrange,
    grow(wanted) {
      while (starting.size < wanted && hire());
    },
    prove(wanted) {
      while (count() - proven() < wanted && hire());
      if (wanted > 0) for (const place of places) for (const { started } of place) started?.expectWord();
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
