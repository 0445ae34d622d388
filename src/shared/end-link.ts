/** The link of private memory at every end but the creator's: it shows what the creator confirmed and its own changes since. */
import { apply, type Change, type Outcome } from './changes.js';
import { cannotBlock, leaveAlone } from './creator-link.js';
import { SharedStateError } from './errors.js';
import { forget, hear, keep, whenDropped } from './keep.js';
import type { Link, Passage } from './link.js';
import type { Memory } from './memory.js';
import { Outbox } from './outbox.js';
import { Pending } from './pending.js';
import { takeSnapshot } from './snapshot.js';
import type { FromCreator, FromEnd } from './twin-messages.js';

export class EndLink implements Link {
  readonly #memory: Memory;
  readonly #port: MessagePort;
  readonly #pending: Pending;
  readonly #outbox: Outbox;
  readonly #left: () => void;
  readonly #hangUp: () => void;
  #heard: (() => void) | undefined;
  /** Those it shared with before the creator said anything: a creator that goes before it hears of this end would hear of none of them. */
  #joining: MessagePort[] | undefined = [];

  /** @param left called when the creator is gone and this end goes on alone */
  constructor(memory: Memory, { port, snapshot }: Extract<Passage, { port: MessagePort }>, left: () => void) {
    this.#memory = memory;
    this.#port = port;
    this.#left = left;
    this.#pending = new Pending(memory, snapshot);
    this.#outbox = new Outbox(() => this.#say({ type: 'changes', changes: this.#pending.take() }), 'ready');
    this.#hangUp = EndLink.#hear(this, port);
    whenDropped(this, sayByeOn(port, this.#hangUp));
    this.#say({ type: 'read' });
  }

  static #hear(end: EndLink, port: MessagePort): () => void {
    return hear<EndLink>(
      port,
      end,
      (link, { data }: MessageEvent<FromCreator>) => link.#receive(data),
      (link) => link.#stayAlone(),
    );
  }

  change(change: Change): Outcome {
    const outcome = apply(this.#memory, change);
    this.#pending.add(change);
    this.#outbox.touch();
    this.#keepIfNeeded();
    return outcome;
  }

  decide(): never {
    throw new SharedStateError(
      'not-shared',
      'Without shared memory only the thread that made it can compare and swap at once: use compareAndSwapAsync(), which works everywhere.',
    );
  }

  ask(change: Change): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#pending.add(change, { resolve, reject });
      this.#outbox.touch();
      this.#keepIfNeeded();
    });
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

  /** The new end talks to the creator directly; what this one changed before arrives there first. */
  share(): Passage {
    const { port1, port2 } = new MessageChannel();
    if (this.#joining) {
      this.#joining.push(port1);
      this.#keepIfNeeded();
    } else this.#join(port1);
    return { port: port2, snapshot: takeSnapshot(this.#memory) };
  }

  close(): void {
    this.#joinAll();
    this.#outbox.flush();
    forget(this);
    sayByeOn(this.#port, this.#hangUp)();
    this.#pending.abandon();
  }

  #join(port: MessagePort): void {
    this.#outbox.flush();
    this.#port.postMessage({ type: 'join', port } satisfies FromEnd, [port]);
  }

  #joinAll(): void {
    const joining = this.#joining ?? [];
    this.#joining = undefined;
    for (const port of joining) this.#join(port);
  }

  #say(message: FromEnd): void {
    this.#port.postMessage(message);
  }

  #receive({ type, snapshot, applied, outcomes }: FromCreator): void {
    this.#pending.confirm(snapshot, applied, outcomes);
    if (type === 'bye') {
      this.#say({ type: 'bye' });
      this.#stayAlone();
      return;
    }
    this.#joinAll();
    this.#say({ type: 'read' });
    this.#outbox.wasRead();
    this.#keepIfNeeded();
    this.#heard?.();
  }

  #stayAlone(): void {
    this.#hangUp();
    forget(this);
    this.#pending.settleAlone();
    for (const port of this.#joining ?? []) leaveAlone(this.#memory, port);
    const heard = this.#heard;
    this.#left();
    heard?.();
  }

  /** What it changed, and whom it shared with, has to arrive, even if nobody refers to this end any more. */
  #keepIfNeeded(): void {
    keep(this, this.#heard !== undefined || this.#pending.size > 0 || !!this.#joining?.length);
  }
}

function sayByeOn(port: MessagePort, hangUp: () => void): () => void {
  return () => {
    port.postMessage({ type: 'bye' } satisfies FromEnd);
    hangUp();
  };
}
