/** Keys and values that several threads keep equal by messages alone. Long because its one class has a life: linked, alone, closed. */
import { dispose } from './dispose.js';
import { SharedStateError } from './errors.js';
import type { SharedHandle } from './handle.js';
import { forget, hear, keep, whenDropped } from './keep.js';
import { callSafely } from './listeners.js';
import { isPort } from './passage.js';
import { isSyncMessage, type SyncMessage, type Write } from './sync-messages.js';
import { byeTo, passOn, say, sayBye, welcome, type Neighbour, type Neighbours } from './sync-neighbours.js';

type Listener = (value: unknown, key: string) => void;

interface Pending extends Write {
  /** The end below whose write this is; none: it is this end's own. */
  readonly writer: Neighbour | undefined;
  /** Who listened when it was written: who came after that reads it already. */
  readonly listening: readonly Listener[] | undefined;
}

/**
 * A map of values that its ends keep equal. Needs no shared memory, and carries whatever can be cloned.
 *
 * Every end hears of every change, its own too, and all in the same order, also when several write at once: the order in which the
 * writes reach the end that was there first. The last writer by that order wins. An end reads what it wrote at once; it hears of it when
 * it has its place. An end that comes later gets all that is there, and hears of each change (of the last 1,000) since its port or
 * handle was made. When an end is closed, or Chromium says that its thread has ended, each of those that came through it goes on alone
 * with those that came through that one, and misses nothing it wrote; elsewhere they are not told that a thread has ended, and wait.
 *
 * @example
 * const settings = new MessageChannelSync<{ quality: number }>();
 * const handle = settings.share();
 * worker.postMessage(handle, handle.transfer); // there: revive(handle).subscribe('quality', (value) => …)
 * settings.set('quality', 7);
 */
export class MessageChannelSync<Values extends object = Record<string, unknown>> {
  readonly #values = new Map<string, unknown>();
  readonly #neighbours: Neighbours = { above: undefined, below: new Set() };
  readonly #listeners = new Map<string, Set<Listener>>();
  /** Sent upwards and not answered yet, oldest first. */
  readonly #pending: Pending[] = [];
  #closed = false;

  /**
   * The end at the other side of a `getPort()`.
   * @throws SharedStateError `not-ours` for what is no MessagePort
   */
  static fromPort<Values extends object = Record<string, unknown>>(port: MessagePort): MessageChannelSync<Values> {
    if (!isPort(port)) throw new SharedStateError('not-ours', 'fromPort() takes what getPort() gave.');
    const sync = new MessageChannelSync<Values>();
    const above = sync.#meet(port, true);
    sync.#neighbours.above = above;
    say(above, { type: 'hello' });
    return sync;
  }

  /**
   * Sets a value for `get` here at once, and at every other end soon.
   * @param value is cloned: what is done to the original later does not show
   * @throws SharedStateError `uncloneable`, and nothing has changed; `closed`
   */
  set<Key extends keyof Values & string>(key: Key, value: Values[Key]): void {
    this.#mustBeOpen();
    this.#write({ key, value: clone(key, value) });
  }

  /** The value at this end, or undefined. It is the stored one: clone it before you change it. */
  get<Key extends keyof Values & string>(key: Key): Values[Key] | undefined;
  get(key: string): unknown {
    const own = this.#pending.filter((pending) => pending.key === key && !pending.writer).at(-1);
    return own ? own.value : this.#values.get(key);
  }

  /**
   * Calls the listener for every change of a key, whoever made it, soon and in the order of all ends. Not for the value that is there already.
   * @returns a function that ends it
   * @throws SharedStateError `closed`
   */
  subscribe<Key extends keyof Values & string>(key: Key, listener: (value: Values[Key], key: Key) => void): () => void;
  subscribe(key: string, listener: Listener): () => void {
    this.#mustBeOpen();
    const own: Listener = (value, name) => listener(value, name);
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(own));
    this.#keepIfNeeded();
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
      this.#keepIfNeeded();
    };
  }

  /**
   * A port for one more end: transfer it, and give it to `fromPort` there. Every call gives a new one. Whoever joins, however late,
   * gets what is there.
   * @throws SharedStateError `closed`
   */
  getPort(): MessagePort {
    this.#mustBeOpen();
    const { port1, port2 } = new MessageChannel();
    this.#neighbours.below.add(this.#meet(port1, false));
    this.#keepIfNeeded();
    return port2;
  }

  /** A handle for one more end: `worker.postMessage(handle, handle.transfer)` here, `revive(handle)` there. */
  share(): SharedHandle<'sync', Values> {
    const port = this.getPort();
    return { kind: 'sync', passage: { port }, transfer: [port] };
  }

  /** Whether there is another end, as far as this one was told. An end that is closed says so to its neighbours. */
  isConnected(): boolean {
    const { above, below } = this.#neighbours;
    return above !== undefined || [...below].some(({ here }) => here);
  }

  /** Leaves the other ends, and tells them. Ends that were only linked through this one lose each other. What it said last can be read. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // what it sent upwards arrives there; those below get it from here
    this.#placePending();
    sayBye(this.#neighbours, this.#values);
    this.#neighbours.above = undefined;
    this.#neighbours.below.clear();
    // what is about to be told is told to those that stand in the sets
    for (const listeners of this.#listeners.values()) listeners.clear();
    this.#listeners.clear();
    forget(this);
  }

  [dispose](): void {
    this.close();
  }

  #meet(port: MessagePort, here: boolean): Neighbour {
    const neighbour: Neighbour = { port, here, missed: [], hangUp: () => port.close() };
    neighbour.hangUp = hear<MessageChannelSync<Values>>(
      port,
      this,
      (sync, { data }: MessageEvent<unknown>) => {
        if (isSyncMessage(data)) sync.#receive(neighbour, data);
      },
      (sync) => sync.#lose(neighbour),
    );
    if (this.#isAlone()) whenDropped(this, byeTo(this.#neighbours, this.#values));
    return neighbour;
  }

  #receive(from: Neighbour, message: SyncMessage): void {
    if (message.type === 'bye') {
      if (from === this.#neighbours.above) for (const write of message.writes) this.#place(write);
      this.#lose(from);
    } else if (from === this.#neighbours.above) this.#follow(message);
    else if (message.type === 'hello') welcome(from, this.#values);
    else if (message.type === 'write') this.#write(message, from);
  }

  /** What comes from above is in order. */
  #follow(message: SyncMessage): void {
    if (message.type === 'set') for (const write of message.writes) this.#place(write);
    else if (message.type === 'yours') {
      const oldest = this.#pending.shift();
      if (oldest) this.#place(oldest, oldest.writer, oldest.listening);
    }
  }

  /** The topmost end gives each write its place as it comes; every other asks above. */
  #write({ key, value }: Write, writer?: Neighbour): void {
    const { above } = this.#neighbours;
    if (above) {
      this.#pending.push({ key, value, writer, listening: writer ? undefined : this.#listening(key) });
      say(above, { type: 'write', key, value });
    } else this.#place({ key, value }, writer);
  }

  /** This is the next change, for this end and all below. */
  #place({ key, value }: Write, writer?: Neighbour, listening = this.#listening(key)): void {
    this.#values.set(key, value);
    passOn(this.#neighbours.below, { key, value }, writer);
    const listeners = this.#listeners.get(key);
    if (!listeners) return;
    queueMicrotask(() => {
      for (const listener of listening) if (listeners.has(listener)) callSafely(() => listener(value, key));
    });
  }

  #listening(key: string): readonly Listener[] {
    return [...(this.#listeners.get(key) ?? [])];
  }

  /** It left; where that was the one above, this end is the topmost from now on, and nothing of what was pending is lost. */
  #lose(neighbour: Neighbour): void {
    neighbour.hangUp();
    this.#neighbours.below.delete(neighbour);
    if (this.#neighbours.above === neighbour) {
      this.#neighbours.above = undefined;
      this.#placePending();
    }
    if (this.#isAlone()) forget(this);
    this.#keepIfNeeded();
  }

  /** Nobody above will say which place those writes have. */
  #placePending(): void {
    for (const own of this.#pending.splice(0)) this.#place(own, own.writer, own.listening);
  }

  #isAlone(): boolean {
    const { above, below } = this.#neighbours;
    return !above && below.size === 0;
  }

  /** Two neighbours talk through this end, whether or not anybody here cares. */
  #keepIfNeeded(): void {
    const { above, below } = this.#neighbours;
    const linked = below.size + (above ? 1 : 0);
    keep(this, linked > 1 || (linked > 0 && this.#listeners.size > 0));
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new SharedStateError('closed', 'This MessageChannelSync was closed: it can only be read.');
  }
}

function clone(key: string, value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch (error) {
    throw new SharedStateError('uncloneable', `The value of "${key}" cannot be copied to another thread.`, {
      cause: error,
    });
  }
}
