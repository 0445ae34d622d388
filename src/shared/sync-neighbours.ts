/** Who is linked to an end of a MessageChannelSync, what each has missed, and what it is told. Nothing here refers to the end: it can be dropped. */
import type { SyncMessage, Write } from './sync-messages.js';

export interface Neighbour {
  readonly port: MessagePort;
  hangUp: () => void;
  /** It said hello, or it was there first. What is posted before would only pile up in its port. */
  here: boolean;
  /** What it will be told when it says hello, in order. */
  readonly missed: Write[];
}

/** The ends are a tree: each came through a port of the one above it, and the topmost puts the writes of all in order. */
export interface Neighbours {
  above: Neighbour | undefined;
  readonly below: Set<Neighbour>;
}

/** Of a newcomer that may never come no more changes are kept than these; the last value of each key is kept anyway. */
const MISSED_LIMIT = 1000;

export function say(neighbour: Neighbour, message: SyncMessage): void {
  neighbour.port.postMessage(message);
}

/** Tells all below what comes next: whose write it is has it already. For who is not here yet it is kept. */
export function passOn(below: ReadonlySet<Neighbour>, write: Write, writer: Neighbour | undefined): void {
  for (const neighbour of below) {
    if (neighbour === writer) say(neighbour, { type: 'yours' });
    else if (neighbour.here) say(neighbour, { type: 'set', writes: [write] });
    else if (neighbour.missed.push(write) > MISSED_LIMIT) neighbour.missed.shift();
  }
}

export function welcome(neighbour: Neighbour, values: ReadonlyMap<string, unknown>): void {
  if (neighbour.here) return;
  neighbour.here = true;
  say(neighbour, { type: 'set', writes: news(neighbour, values) });
}

/** Who is below and has not come yet finds in its port all that there is. */
export function sayBye({ above, below }: Neighbours, values: ReadonlyMap<string, unknown>): void {
  if (above) say(above, { type: 'bye', writes: [] });
  for (const neighbour of below) say(neighbour, { type: 'bye', writes: neighbour.here ? [] : news(neighbour, values) });
  for (const { hangUp } of above ? [above, ...below] : below) hangUp();
}

/** As `sayBye`, later. */
export function byeTo(neighbours: Neighbours, values: ReadonlyMap<string, unknown>): () => void {
  return () => sayBye(neighbours, values);
}

/** Everything there is, and of what it missed every single change. */
function news({ missed }: Neighbour, values: ReadonlyMap<string, unknown>): Write[] {
  const keys = new Set(missed.map(({ key }) => key));
  const before = [...values].filter(([key]) => !keys.has(key)).map(([key, value]) => ({ key, value }));
  return [...before, ...missed.splice(0)];
}
