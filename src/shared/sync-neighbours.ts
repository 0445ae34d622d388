/** Who is linked to an end of a MessageChannelSync, what each has missed, and what it is told. Nothing here refers to the end: it can be dropped. */
import type { SyncEntries } from './sync-entries.js';
import type { Entry, SyncMessage } from './sync-messages.js';

export interface Neighbour {
  readonly port: MessagePort;
  hangUp: () => void;
  /** It said hello, or it was there first. What is posted before would only pile up in its port. */
  here: boolean;
  /** What it will be told when it says hello, in order. */
  missed: Entry[];
}
/** Of a newcomer that may never come no more changes are kept than these; the last value of each key is kept anyway. */
const MISSED_LIMIT = 1000;

/** Tells everybody but the one it came from; for who is not here yet it is kept. */
export function passOn(neighbours: ReadonlySet<Neighbour>, entry: Entry, from?: Neighbour): void {
  for (const { here, missed } of neighbours) {
    if (!here && missed.push(entry) > MISSED_LIMIT) missed.shift();
  }
  sayTo(neighbours, { type: 'set', entry }, from);
}

export function sayTo(neighbours: ReadonlySet<Neighbour>, message: SyncMessage, except?: Neighbour): void {
  for (const neighbour of neighbours) {
    if (neighbour !== except && neighbour.here) neighbour.port.postMessage(message);
  }
}

export function welcome(neighbour: Neighbour, entries: SyncEntries): void {
  neighbour.here = true;
  neighbour.port.postMessage({ type: 'welcome', entries: news(neighbour, entries) } satisfies SyncMessage);
}

export function sayBye(neighbours: ReadonlySet<Neighbour>, entries: SyncEntries): void {
  for (const neighbour of neighbours) {
    neighbour.port.postMessage({ type: 'bye', entries: news(neighbour, entries) } satisfies SyncMessage);
    neighbour.hangUp();
  }
}

/** As `sayBye`, later. */
export function byeTo(neighbours: ReadonlySet<Neighbour>, entries: SyncEntries): () => void {
  return () => sayBye(neighbours, entries);
}

/** Everything there is, and of what it missed every single change. */
function news({ missed }: Neighbour, entries: SyncEntries): Entry[] {
  const keys = new Set(missed.map(({ key }) => key));
  return [...[...entries.all()].filter(({ key }) => !keys.has(key)), ...missed.splice(0)];
}
