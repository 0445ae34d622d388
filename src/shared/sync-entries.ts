/** What an end of a MessageChannelSync knows, and the rule by which all ends agree: of two writes, which is the later one. */
import type { Entry, Stamp } from './sync-messages.js';

export class SyncEntries {
  readonly #writer = crypto.getRandomValues(new Uint32Array(4)).join('-');
  readonly #entries = new Map<string, Entry>();
  /** The highest that was seen. */
  #count = 0;

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  all(): Iterable<Entry> {
    return this.#entries.values();
  }

  /** A write of this end: later than all that it knows. */
  write(key: string, value: unknown): Entry {
    const entry = { key, value, stamp: { count: ++this.#count, writer: this.#writer } };
    this.#entries.set(key, entry);
    return entry;
  }

  /** Takes over what another end wrote; false when something later stands there. */
  accept(entry: Entry): boolean {
    this.#count = Math.max(this.#count, entry.stamp.count);
    if (!isLater(entry.stamp, this.#entries.get(entry.key)?.stamp)) return false;
    this.#entries.set(entry.key, entry);
    return true;
  }
}

function isLater(stamp: Stamp, than: Stamp | undefined): boolean {
  if (!than) return true;
  return stamp.count === than.count ? stamp.writer > than.writer : stamp.count > than.count;
}
