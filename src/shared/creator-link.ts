/** The link of private memory at the end that made it: its word is what counts, and it tells every other end. */
import { apply, applyIfPossible, type Change, type Outcome } from './changes.js';
import { SharedStateError } from './errors.js';
import { forget, hear, keep, whenDropped } from './keep.js';
import type { Link, Passage } from './link.js';
import { VERSION, type Memory } from './memory.js';
import { Outbox } from './outbox.js';
import { takeSnapshot } from './snapshot.js';
import type { FromCreator, FromEnd, SentChange } from './twin-messages.js';

/** What the creator knows of another end. Nothing here refers to the link, so that the link can be dropped. */
interface End {
  readonly port: MessagePort;
  hangUp: () => void;
  readonly outbox: Outbox;
  /** It has said so. */
  isHere: boolean;
  applied: number;
  outcomes: FromCreator['outcomes'][number][];
}

export class CreatorLink implements Link {
  readonly #memory: Memory;
  readonly #ends = new Set<End>();
  #heard: (() => void) | undefined;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  change(change: Change): Outcome {
    const outcome = apply(this.#memory, change);
    for (const { outbox } of this.#ends) outbox.touch();
    return outcome;
  }

  decide(change: Change): Outcome {
    return this.change(change);
  }

  ask(change: Change): Promise<Outcome> {
    return Promise.resolve(this.change(change));
  }

  wait(): never {
    throw cannotBlock();
  }

  watch(heard: () => void): () => void {
    this.#heard = heard;
    this.#keepIfNeeded();
    return () => {
      this.#heard = undefined;
      this.#keepIfNeeded();
    };
  }

  expose(): void {
    // Private memory reaches nobody by its buffer.
  }

  share(): Passage {
    if (typeof MessageChannel !== 'function') {
      throw new SharedStateError('not-shared', 'There is neither shared memory nor a MessageChannel to share it with.');
    }
    const { port1, port2 } = new MessageChannel();
    this.#add(port1);
    return { port: port2, snapshot: takeSnapshot(this.#memory) };
  }

  close(): void {
    sayBye(this.#memory, this.#ends);
    this.#ends.clear();
    forget(this);
  }

  #add(port: MessagePort): End {
    const memory = this.#memory;
    const end: End = {
      port,
      outbox: new Outbox(() => port.postMessage(say('state', memory, end)), 'expected'),
      applied: 0,
      outcomes: [],
      isHere: false,
      hangUp: () => port.close(),
    };
    end.hangUp = hear<CreatorLink>(
      port,
      this,
      (link, { data }: MessageEvent<FromEnd>) => link.#receive(end, data),
      (link) => link.#remove(end),
    );
    if (this.#ends.size === 0) whenDropped(this, sayByeTo(memory, this.#ends));
    this.#ends.add(end);
    this.#keepIfNeeded();
    return end;
  }

  #receive(end: End, message: FromEnd): void {
    switch (message.type) {
      case 'changes':
        this.#applyFrom(end, message.changes);
        break;
      case 'read':
        // who has just come keeps those it shares with until it is told something
        if (!end.isHere) end.outbox.touch();
        end.isHere = true;
        end.outbox.wasRead();
        break;
      case 'join':
        // What changes before it says that it is there it has to be told.
        this.#add(message.port).outbox.touch();
        break;
      case 'bye':
        this.#remove(end);
    }
  }

  #applyFrom(end: End, changes: readonly SentChange[]): void {
    const version = this.#memory.header[VERSION];
    for (const { id, change, asks } of changes) {
      const outcome = applyIfPossible(this.#memory, change);
      end.applied = id;
      if (asks) end.outcomes.push({ id, outcome });
    }
    end.outbox.touch();
    if (this.#memory.header[VERSION] === version) return;
    for (const other of this.#ends) other.outbox.touch();
    this.#heard?.();
  }

  #remove(end: End): void {
    if (!this.#ends.delete(end)) return;
    end.hangUp();
    if (this.#ends.size === 0) forget(this);
    this.#keepIfNeeded();
  }

  /** Two ends talk through this one, whether or not anybody here cares; one alone can do without. */
  #keepIfNeeded(): void {
    keep(this, this.#ends.size > 1 || (this.#heard !== undefined && this.#ends.size > 0));
  }
}

function say(type: FromCreator['type'], memory: Memory, end: End): FromCreator {
  return { type, snapshot: takeSnapshot(memory), applied: end.applied, outcomes: end.outcomes.splice(0) };
}

function sayByeTo(memory: Memory, ends: ReadonlySet<End>): () => void {
  return () => sayBye(memory, ends);
}

function sayBye(memory: Memory, ends: ReadonlySet<End>): void {
  for (const end of ends) {
    end.port.postMessage(say('bye', memory, end));
    if (end.isHere) hearLastJoins(memory, end);
    else end.hangUp();
  }
}

/** Until it says goodbye in turn it may have sent somebody who joins: that one is told too, and goes on alone. */
function hearLastJoins(memory: Memory, { port, hangUp }: End): void {
  port.onmessage = ({ data }: MessageEvent<FromEnd>) => {
    if (data.type === 'bye') hangUp();
    if (data.type === 'join') leaveAlone(memory, data.port);
  };
}

/** Whoever is at the other side of the port goes on alone, with what is known here. */
export function leaveAlone(memory: Memory, port: MessagePort): void {
  port.postMessage({ type: 'bye', snapshot: takeSnapshot(memory), applied: 0, outcomes: [] } satisfies FromCreator);
  port.close();
}

export function cannotBlock(): SharedStateError {
  return new SharedStateError(
    'not-shared',
    'Without shared memory no change could reach a blocked thread: use waitAsync(), which works everywhere.',
  );
}
