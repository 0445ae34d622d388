/** Keys and values that several threads keep equal by messages alone. Long because its one class has a life: coming, here, closed. */
import { dispose } from './dispose.js';
import { SharedStateError } from './errors.js';
import type { SharedHandle } from './handle.js';
import { forget, hear, keep, whenDropped } from './keep.js';
import { callSafely } from './listeners.js';
import { isPort } from './passage.js';
import { SyncEntries } from './sync-entries.js';
import { isSyncMessage, type Entry, type SyncMessage, type Write } from './sync-messages.js';
import { byeTo, passOn, sayBye, sayTo, welcome, type Neighbour } from './sync-neighbours.js';

type Listener = (value: unknown, key: string) => void;

/**
 * A map of values that its ends keep equal. Needs no shared memory, and carries whatever can be cloned.
 *
 * Every end hears of its own changes, and of each change of the others that is later than what it has, in the order of its writer.
 * Last writer wins: each write counts one more than any its writer had seen, the higher count wins, and of equal counts the greater
 * random id of the writer, so that all ends agree however the messages crossed. A write that was made knowing another therefore always
 * beats it. Where two write one key at once, an end that has the later one already is not told of the other. An end that comes later
 * gets all that is there, and hears of each change (of the last 1,000) since its port or handle was made.
 *
 * @example
 * const settings = new MessageChannelSync<{ quality: number }>();
 * const handle = settings.share();
 * worker.postMessage(handle, handle.transfer); // there: revive(handle).subscribe('quality', (value) => …)
 * settings.set('quality', 7);
 */
export class MessageChannelSync<Values extends object = Record<string, unknown>> {
  readonly #entries = new SyncEntries();
  readonly #neighbours = new Set<Neighbour>();
  readonly #listeners = new Map<string, Set<Listener>>();
  /** A newcomer does not know what it would overwrite: what it writes is stamped when it has heard. */
  #state: 'coming' | 'here' | 'closed' = 'here';
  readonly #early: Write[] = [];
  readonly #greeting: Neighbour[] = [];

  /**
   * The end at the other side of a `getPort()`.
   * @throws SharedStateError `not-ours` for what is no MessagePort
   */
  static fromPort<Values extends object = Record<string, unknown>>(port: MessagePort): MessageChannelSync<Values> {
    if (!isPort(port)) throw new SharedStateError('not-ours', 'fromPort() takes what getPort() gave.');
    const sync = new MessageChannelSync<Values>();
    sync.#state = 'coming';
    sync.#meet(port, true);
    port.postMessage({ type: 'hello' } satisfies SyncMessage);
    return sync;
  }

  /**
   * Sets a value here at once, and at every other end soon.
   * @param value is cloned: what is done to the original later does not show
   * @throws SharedStateError `uncloneable`, and nothing has changed; `closed`
   */
  set<Key extends keyof Values & string>(key: Key, value: Values[Key]): void {
    this.#mustBeOpen();
    this.#take({ key, value: clone(key, value) });
  }

  /** The value at this end, or undefined. It is the stored one: clone it before you change it. */
  get<Key extends keyof Values & string>(key: Key): Values[Key] | undefined;
  get(key: string): unknown {
    return (this.#early.filter((early) => early.key === key).at(-1) ?? this.#entries.get(key))?.value;
  }

  /**
   * Calls the listener for every change of a key, whoever made it, soon and in order. Not for the value that is there already.
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
    this.#meet(port1, false);
    return port2;
  }

  /** A handle for one more end: `worker.postMessage(handle, handle.transfer)` here, `revive(handle)` there. */
  share(): SharedHandle<'sync', Values> {
    const port = this.getPort();
    return { kind: 'sync', passage: { port }, transfer: [port] };
  }

  /** Whether there is another end, as far as this one was told. An end that is closed says so to its neighbours. */
  isConnected(): boolean {
    return [...this.#neighbours].some(({ here }) => here);
  }

  /** Leaves the other ends, and tells them. Ends that were only linked through this one lose each other. What it said last can be read. */
  close(): void {
    if (this.#state === 'closed') return;
    // it leaves before it knows what there is: a neighbour writes for it
    const early = this.#early.splice(0);
    for (const write of early) sayTo(this.#neighbours, { type: 'write', ...write });
    sayBye(this.#neighbours, this.#entries);
    for (const { key, value } of early) this.#entries.write(key, value);
    this.#neighbours.clear();
    // what is about to be told is told to those that stand in the sets
    for (const listeners of this.#listeners.values()) listeners.clear();
    this.#listeners.clear();
    this.#state = 'closed';
    forget(this);
  }

  [dispose](): void {
    this.close();
  }

  #meet(port: MessagePort, here: boolean): void {
    const neighbour: Neighbour = { port, here, missed: [], hangUp: () => port.close() };
    neighbour.hangUp = hear<MessageChannelSync<Values>>(
      port,
      this,
      (sync, { data }: MessageEvent<unknown>) => {
        if (isSyncMessage(data)) sync.#receive(neighbour, data);
      },
      (sync) => sync.#lose(neighbour),
    );
    if (this.#neighbours.size === 0) whenDropped(this, byeTo(this.#neighbours, this.#entries));
    this.#neighbours.add(neighbour);
    this.#keepIfNeeded();
  }

  #receive(from: Neighbour, message: SyncMessage): void {
    switch (message.type) {
      case 'hello':
        this.#greeting.push(from);
        break;
      case 'set':
        this.#accept(message.entry, from);
        break;
      case 'write':
        this.#take({ key: message.key, value: message.value });
        break;
      case 'welcome':
        for (const entry of message.entries) this.#accept(entry, from);
        this.#arrive(from);
        break;
      case 'bye':
        // it leaves behind all it knows, so that who has just come is not left without
        for (const entry of message.entries) this.#accept(entry, from);
        this.#lose(from);
    }
    if (this.#state === 'here') this.#greet();
  }

  /** It heard all that it will of what was there. Not from who comes through this end itself, and knows no more. */
  #arrive(from: Neighbour): void {
    if (this.#state !== 'coming' || !from.here) return;
    this.#state = 'here';
    for (const write of this.#early.splice(0)) this.#write(write);
    this.#keepIfNeeded();
  }

  #greet(): void {
    for (const neighbour of this.#greeting.splice(0)) welcome(neighbour, this.#entries);
  }

  #take(write: Write): void {
    if (this.#state === 'coming') this.#early.push(write);
    else this.#write(write);
    this.#tell(write.key, write.value);
  }

  #write({ key, value }: Write): void {
    passOn(this.#neighbours, this.#entries.write(key, value));
  }

  #accept(entry: Entry, from: Neighbour): void {
    if (!this.#entries.accept(entry)) return;
    passOn(this.#neighbours, entry, from);
    if (!this.#early.some(({ key }) => key === entry.key)) this.#tell(entry.key, entry.value);
  }

  #tell(key: string, value: unknown): void {
    const listeners = this.#listeners.get(key);
    if (!listeners) return;
    const meant = [...listeners];
    queueMicrotask(() => {
      for (const listener of meant) if (listeners.has(listener)) callSafely(() => listener(value, key));
    });
  }

  /** It left; where it could not say goodbye, what it knew is lost with it. */
  #lose(neighbour: Neighbour): void {
    this.#part(neighbour);
    this.#arrive(neighbour);
    if (this.#state === 'here') this.#greet();
  }

  #part(neighbour: Neighbour): void {
    if (!this.#neighbours.delete(neighbour)) return;
    neighbour.hangUp();
    if (this.#neighbours.size === 0) forget(this);
    this.#keepIfNeeded();
  }

  /** Two neighbours talk through this end, whether or not anybody here cares. */
  #keepIfNeeded(): void {
    keep(
      this,
      this.#neighbours.size > 1 || (this.#listeners.size > 0 && this.#neighbours.size > 0) || this.#early.length > 0,
    );
  }

  #mustBeOpen(): void {
    if (this.#state === 'closed')
      throw new SharedStateError('closed', 'This MessageChannelSync was closed: it can only be read.');
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
