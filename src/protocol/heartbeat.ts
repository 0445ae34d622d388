/** Pings while somebody waits, for sides whose death shows in no other way. */

import { hold } from './deadlines.js';

export interface HeartbeatSettings {
  /** Milliseconds between two pings. */
  readonly pingInterval: number;
  /** Milliseconds of silence after which the other side counts as dead. */
  readonly pingTimeout: number;
}

export interface Heartbeat {
  start(): void;
  /** The other side said something. */
  heard(): void;
  stop(): void;
}

interface Organs {
  readonly isNeeded: () => boolean;
  readonly ping: () => void;
  readonly dead: () => void;
}

export function createHeartbeat(settings: HeartbeatSettings, { isNeeded, ping, dead }: Organs): Heartbeat {
  const { pingInterval, pingTimeout } = settings;
  let timer: ReturnType<typeof setInterval> | undefined;
  // counted in beats, not by the clock: a frozen page has no beats, and is no reason to bury anyone
  let silence = 0;

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  function beat(): void {
    silence += pingInterval;
    if (!isNeeded()) stop();
    else if (silence > pingTimeout) dead();
    else ping();
  }

  return {
    start() {
      if (timer !== undefined) return;
      silence = 0;
      timer = setInterval(beat, pingInterval);
      hold(timer, 'unref');
    },
    heard() {
      silence = 0;
    },
    stop,
  };
}
