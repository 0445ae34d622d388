/** Pings while somebody waits, for sides whose death shows in no other way. */
import { after } from './after.js';

export interface HeartbeatSettings {
  /** Milliseconds between two pings; Infinity for none. */
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
  let stopTimer: (() => void) | null = null;
  // counted in beats, not by the clock: a frozen page has no beats, and is no reason to bury anyone
  let silence = 0;

  function stop(): void {
    stopTimer?.();
    stopTimer = null;
  }

  function wait(): void {
    stopTimer = after(pingInterval, beat, { background: true });
  }

  function beat(): void {
    silence += pingInterval;
    stopTimer = null;
    if (!isNeeded()) return;
    if (silence > pingTimeout) {
      dead();
      return;
    }
    wait();
    ping();
  }

  return {
    start() {
      if (stopTimer !== null) return;
      silence = 0;
      wait();
    },
    heard() {
      silence = 0;
    },
    stop,
  };
}
