/** Looks after idle workers: one that does not answer a ping any more is reported. A busy one is not dead, and is left alone. */
import { IPCError } from '../errors.js';
import { after } from '../protocol/after.js';
import type { Seat } from './seat.js';

export interface Health {
  /** To be called when a worker became idle, or ceased to be: a timer runs only while there is an idle one. */
  watch(): void;
}

export interface HealthOptions {
  readonly pingInterval: number;
  readonly pingTimeout: number;
}

export function createHealth(
  idle: ReadonlySet<Seat>,
  { pingInterval, pingTimeout }: HealthOptions,
  onSilent: (seat: Seat, reason: IPCError) => void,
): Health {
  let stopTimer: (() => void) | null = null;

  function watch(): void {
    if (idle.size === 0) {
      stopTimer?.();
      stopTimer = null;
    } else stopTimer ??= after(pingInterval, look, { background: true });
  }

  function look(): void {
    stopTimer = null;
    for (const seat of idle) ping(seat);
    watch();
  }

  function ping(seat: Seat): void {
    const { turns, started } = seat;
    // workers of the older wire know no ping
    if (started?.connection.greeted !== true) return;
    started.connection.ping(pingTimeout).catch((cause: unknown) => {
      if (!idle.has(seat) || seat.turns !== turns) return;
      onSilent(seat, new IPCError('crashed', `An idle worker has not answered for ${pingTimeout} ms.`, { cause }));
    });
  }

  return { watch };
}
