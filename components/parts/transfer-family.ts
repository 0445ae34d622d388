/** Which transfer stands inside which: each tells the one around it, out of shadow roots too. */
import type { Child } from './children-source.js';

const families = new WeakMap<Node, Family>();

export interface FamilyOptions {
  /** What the one around it adds up. */
  readonly child: Child;
  /** One inside came or went. */
  readonly changed: () => void;
  /** One inside moved, or is in another state. */
  readonly heard: () => void;
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
  tellParent(): void {
    if (this.#parent) this.#parent.#options.heard();
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
