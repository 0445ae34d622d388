/** The link of a primitive that was closed: what it said last can still be read, and nothing else. */
import { SharedStateError } from './errors.js';
import type { Link } from './link.js';

export class ClosedLink implements Link {
  readonly change = refuse;
  readonly decide = refuse;
  readonly wait = refuse;
  readonly watch = refuse;
  readonly share = refuse;
  readonly expose = nothing;
  readonly close = nothing;

  ask(): Promise<never> {
    return Promise.resolve().then(refuse);
  }
}

function nothing(): void {
  // closing twice is closing once
}

function refuse(): never {
  throw new SharedStateError(
    'closed',
    'This primitive was closed: it can be read, but not changed, shared or waited for.',
  );
}
