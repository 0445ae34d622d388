/** The changes of an end that the creator has not confirmed yet, repeated over each snapshot that it sends. */
import { applyIfPossible, type Change, type Outcome } from './changes.js';
import { SharedStateError } from './errors.js';
import { createPrivateMemory, type Memory } from './memory.js';
import { putSnapshot, takeSnapshot, type Snapshot } from './snapshot.js';
import type { FromCreator, SentChange } from './twin-messages.js';

/** Who wants to know what came of a change. */
interface Asker {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: SharedStateError) => void;
}

interface PendingChange extends SentChange {
  readonly asker: Asker | undefined;
}

export class Pending {
  readonly #memory: Memory;
  #unsent: PendingChange[] = [];
  #sent: PendingChange[] = [];
  #lastId = 0;

  /** Makes the memory say what the snapshot says. */
  constructor(memory: Memory, snapshot: Snapshot) {
    this.#memory = memory;
    putSnapshot(memory, snapshot);
  }

  get size(): number {
    return this.#unsent.length + this.#sent.length;
  }

  /** A change with an asker shows only when it is confirmed. */
  add(change: Change, asker?: Asker): void {
    const merged = asker ? undefined : merge(this.#unsent.at(-1), change);
    if (merged) this.#unsent.pop();
    this.#unsent.push({ id: ++this.#lastId, change: merged ?? change, asks: asker !== undefined, asker });
  }

  /** What is to be sent now. */
  take(): SentChange[] {
    const taken = this.#unsent;
    this.#unsent = [];
    this.#sent.push(...taken);
    return taken.map(({ id, change, asks }) => ({ id, change, asks }));
  }

  confirm(snapshot: Snapshot, applied: number, outcomes: FromCreator['outcomes']): void {
    const answered = new Map(outcomes.map(({ id, outcome }) => [id, outcome]));
    const confirmed = this.#sent.filter(({ id }) => id <= applied);
    this.#sent = this.#sent.filter(({ id }) => id > applied);
    // on the side, so that nobody sees a value that never was
    const view = createPrivateMemory(this.#memory.kind);
    putSnapshot(view, snapshot);
    for (const { change, asks } of [...this.#sent, ...this.#unsent]) if (!asks) applyIfPossible(view, change);
    putSnapshot(this.#memory, takeSnapshot(view));
    for (const { id, asker } of confirmed) {
      const outcome = answered.get(id);
      if (outcome) asker?.resolve(outcome);
    }
  }

  /** There is no creator any more: what was asked is decided here. The other changes show already. */
  settleAlone(): void {
    for (const { change, asker } of this.#clear()) asker?.resolve(applyIfPossible(this.#memory, change));
  }

  /** This end was closed: nobody will say what came of what it asked. */
  abandon(): void {
    const error = new SharedStateError('closed', 'This primitive was closed before the answer came.');
    for (const { asker } of this.#clear()) asker?.reject(error);
  }

  #clear(): PendingChange[] {
    const open = [...this.#sent, ...this.#unsent];
    this.#sent = [];
    this.#unsent = [];
    return open;
  }
}

/** Many adds in a row are one. */
function merge(last: PendingChange | undefined, change: Change): Change | undefined {
  if (last?.asks !== false || last.change.op !== 'add' || change.op !== 'add') return undefined;
  const by = last.change.by + change.by;
  return last.change.cell === change.cell && Number.isSafeInteger(by) ? { ...change, by } : undefined;
}
