/** How much a worker may be given: as many tasks as it works on at once, and tiny ones beyond that, sent ahead. */
import { abortOf } from '../operation.js';
import type { BatchingProtocol, Call } from '../protocol/protocol-types.js';
import type { PoolSettings } from './options.js';
import { quick } from './pace.js';
import type { Seat } from './seat.js';
import type { Task } from './task.js';

export interface Room {
  /** Whether it may be given the task now; when it works on as many as it may, only if `ahead`. */
  fits(task: Task, seat: Seat, ahead: boolean): boolean;
  /** Those that may be given it: who has nothing to do first, and any of the others only if `ahead` and nobody is idle. */
  among(idle: ReadonlySet<Seat>, working: ReadonlySet<Seat>, task: Task, ahead: boolean): Seat[];
  /** Of the tasks that a worker has, how many it works on: those that it was given first. The others were sent ahead. */
  begun(seat: Seat): number;
  /** Whether the task is one of them, or was until just now. One that worked out the answer of another, and kept it, counts as unbegun. */
  hasBegun(task: Task, seat: Seat): boolean;
  /** Gives it a task. */
  give(task: Task, seat: Seat): Call<unknown>;
  /** One of its tasks is over. Milliseconds that the worker was at it. */
  answered(task: Task, seat: Seat): number;
  /** A task of this worker is slow: no more is sent ahead to it, nor, for the time being, of that operation to any. */
  slowed(seat: Seat): void;
}

type Settings = Pick<PoolSettings, 'concurrency' | 'handshake'>;

export function createRoom(protocol: BatchingProtocol, { concurrency, handshake }: Settings): Room {
  function fits({ pace }: Task, seat: Seat, ahead: boolean): boolean {
    if (seat.place === null || seat.started === null || seat.ghosts.size > 0) return false;
    if (seat.load < concurrency) return true;
    if (!ahead || pace === null || pace !== seat.pace || seat.load >= pace.depth) return false;
    // silent for a while: whatever it works on is slow, and has only not ended to say so
    return performance.now() - seat.heard < quick;
  }

  return {
    fits,
    among(idle, working, task, ahead) {
      const seats = [...idle];
      for (const seat of working) if (fits(task, seat, ahead && idle.size === 0)) seats.push(seat);
      return seats;
    },
    hasBegun({ turn }, { tasks, ghosts }) {
      let before = ghosts.size;
      for (const other of tasks) if (other.turn < turn) before++;
      return before < concurrency;
    },
    begun: ({ load, ghosts }) => Math.max(0, Math.min(load, concurrency - ghosts.size)),
    give(task, seat) {
      const { started, load } = seat;
      if (started === null) throw new TypeError('A worker that is still starting was given a task.');
      const { type, channel, payload, options } = task;
      seat.tasks.add(task);
      task.turn = ++seat.turns;
      task.started = performance.now();
      const patience = load < concurrency ? undefined : quick;
      if (handshake === 'expected' && !seat.proven) {
        seat.heard = task.started;
        started.expectWord();
        // its script may still be on its way, and that is none of the task's time
        return protocol.callEarly(started.worker, type, channel, payload, options);
      }
      // one that is idle shall begin at once; to one that has work, many small tasks go together
      if (load > 0) return protocol.callSoon(started.worker, type, channel, payload, options, patience);
      seat.heard = task.started;
      seat.pace = started.connection.batches ? task.pace : null;
      return protocol.call(started.worker, type, channel, payload, options);
    },
    answered({ started, options }, seat) {
      const now = performance.now();
      const from = concurrency === 1 ? Math.max(started, seat.heard) : started;
      // an abort is no word of the worker's
      if (abortOf(options.signal) === null) seat.heard = now;
      return now - from;
    },
    slowed(seat) {
      seat.pace?.stop();
      seat.pace = null;
    },
  };
}
