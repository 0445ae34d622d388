/** Which transfer stands inside which: each tells the one around it, out of shadow roots too. */
import type { Child } from './sources/children-source.js';
import type { Unit } from './sources/source.js';
import type { Transfer } from './transfer.js';

const families = new WeakMap<Node, Family>();

export interface FamilyOptions {
  /** What the one around it adds up. */
  readonly child: Child;
  /** One inside came or went. */
  readonly changed: () => void;
  /** One inside is in another state. */
  readonly heard: () => void;
  /** One inside moved: of thousands, all of them in every frame. */
  readonly moved: () => void;
}

/** A transfer as the one around it adds it up. Read anew each time: that one shows what is true at its own moment. */
export function childOf(transfer: Transfer, unit: () => Unit): Child {
  const abort = (reason: unknown) => transfer.abort(reason);
  const pause = () => transfer.pause();
  const resume = () => transfer.resume();
  return {
    get loaded() {
      return transfer.count.loaded;
    },
    get total() {
      return transfer.count.total;
    },
    get state() {
      return transfer.state;
    },
    get unit() {
      return unit();
    },
    get actions() {
      const able = transfer.source;
      return { ...(able?.abort && { abort }), ...(able?.pause && { pause }), ...(able?.resume && { resume }) };
    },
  };
}

export class Family {
  readonly children = new Set<Child>();
  readonly #host: Node;
  readonly #options: FamilyOptions;
  #parent: Family | null = null;

  constructor(host: Node, options: FamilyOptions) {
    this.#host = host;
    this.#options = options;
    families.set(host, this);
  }

  get hasParent(): boolean {
    return this.#parent !== null;
  }

  /** Goes to the nearest around it, as it stands now. */
  join(): void {
    this.#goTo(nearest(this.#host));
  }
  leave(): void {
    this.#goTo(null);
  }
  tellParent(what: 'heard' | 'moved'): void {
    if (this.#parent) this.#parent.#options[what]();
  }

  #goTo(parent: Family | null): void {
    const before = this.#parent;
    if (parent === before) return;
    this.#parent = parent;
    if (before) {
      before.children.delete(this.#options.child);
      before.#options.changed();
    }
    if (parent) {
      parent.children.add(this.#options.child);
      parent.#options.changed();
    }
  }
}

function nearest(host: Node): Family | null {
  for (let at = outward(host); at; at = outward(at)) {
    const found = families.get(at);
    if (found) return found;
  }
  return null;
}

function outward(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}
