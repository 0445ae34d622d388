/** Nonces for single AES-GCM messages under one key: a fixed field and a counter, each handed out exactly once. */
import { OperationError } from '../errors.js';
import { fromHex, toHex, type Bytes } from './bytes.js';

declare const taken: unique symbol;

/** The 12 bytes of a nonce that was taken. Only `take` gives them this type, so that no other bytes are passed by accident. */
export type TakenNonce = Bytes & { readonly [taken]: true };

/** One nonce, good for one message. */
export interface Nonce {
  /** Its bytes, the first time; throws `nonce-reused` ever after. */
  take(): TakenNonce;
}

/** What `save` gives: plain JSON. */
export interface NonceState {
  /** The fixed field in hexadecimal. */
  readonly fixed: string;
  readonly next: number;
}

/** Six bytes each: 2^48 messages, counted exactly in a number. */
const FIELD = 6;
const END = 2 ** 48;

/** Nonces that were issued and not taken. An object that is not in here is no nonce, whatever it looks like. */
const waiting = new WeakMap<object, Bytes>();

interface Counter {
  next: number;
  limit: number;
}

/** One counter for each fixed field, shared by every manager in this realm that has it, so that not even two of them repeat a nonce. */
const counters = new Map<string, Counter>();

/** Those of random fields that were never saved: nobody comes back to them, so that they are kept as long as their managers. */
const passing = new Map<string, WeakRef<Counter>>();
const collected = new FinalizationRegistry<string>((fixed) => passing.delete(fixed));

const counterOf = (fixed: string): Counter | undefined => counters.get(fixed) ?? passing.get(fixed)?.deref();

function keepInPassing(fixed: string, counter: Counter): void {
  passing.set(fixed, new WeakRef(counter));
  collected.register(counter, fixed);
}

/** The door for nonces from outside: throws `nonce-reused` for one that was taken before, or that no NonceManager issued. */
export function takeNonce(nonce: Nonce): TakenNonce {
  const bytes = waiting.get(nonce);
  waiting.delete(nonce);
  if (bytes !== undefined) return bytes as TakenNonce;
  throw new OperationError(
    'nonce-reused',
    'The nonce was used before, or no NonceManager issued it: issue a new one for each message',
  );
}

/**
 * Issues 96-bit nonces by the deterministic construction of NIST SP 800-38D, 8.2.1: a fixed field of 48 bits that says who
 * issues, and a counter of 48 bits. Use one manager for one key. Whoever else seals under that key needs another fixed field.
 *
 * To go on after a reload, or when the reserved ones are used up, restore the newest state and save it again, before issuing.
 * Where several tabs share the state, do both in one Web Lock:
 *
 *     const nonces = await navigator.locks.request('nonces', () => {
 *       const restored = NonceManager.restore(JSON.parse(localStorage.nonces));
 *       localStorage.nonces = JSON.stringify(restored.save());
 *       return restored;
 *     });
 *     await WorkerBridge.crypto.encryptFile(data, key, nonces.issue());
 *
 * A saved state continues `ahead` nonces later, and none beyond it is issued. So a crash at any time after saving repeats none; what
 * was reserved and not issued is lost, which costs nothing. A manager is saved once only: a second save would reserve from what
 * this tab has issued, though another may have reserved the same since.
 */
export class NonceManager {
  readonly #fixed: string;
  readonly #counter: Counter;
  #saved = false;

  /** `fixed`: 6 bytes, random by default. One that is chosen makes saving the caller's duty: a counter that starts again repeats. */
  constructor({ fixed }: { readonly fixed?: Uint8Array } = {}) {
    if (fixed !== undefined && fixed.length !== FIELD)
      throw new OperationError('invalid', `The fixed field of a nonce has ${FIELD} bytes`);
    this.#fixed = toHex(fixed ?? crypto.getRandomValues(new Uint8Array(FIELD)));
    this.#counter = counterOf(this.#fixed) ?? { next: 0, limit: END };
    if (fixed === undefined) keepInPassing(this.#fixed, this.#counter);
    else counters.set(this.#fixed, this.#counter);
  }

  /** Continues a saved state; it has to be saved again before the first `issue`. Throws `invalid` for what `save` did not give. */
  static restore({ fixed, next }: NonceState): NonceManager {
    const valid =
      typeof fixed === 'string' && /^[0-9a-f]{12}$/.test(fixed) && Number.isInteger(next) && next >= 0 && next <= END;
    if (!valid) throw new OperationError('invalid', 'This is not the saved state of a NonceManager');
    const counter = counterOf(fixed) ?? { next, limit: next };
    counter.next = Math.max(counter.next, next);
    counters.set(fixed, counter);
    return new NonceManager({ fixed: fromHex(fixed) });
  }

  /** A state that continues `ahead` nonces (1024 by default) from here. Store it before issuing more. Throws `invalid` the second time. */
  save(ahead = 1024): NonceState {
    if (!Number.isInteger(ahead) || ahead < 1)
      throw new OperationError('invalid', 'ahead must be a whole number, 1 or more');
    if (this.#saved)
      throw new OperationError(
        'invalid',
        'This NonceManager was saved before: restore the newest state, and save that',
      );
    this.#saved = true;
    counters.set(this.#fixed, this.#counter);
    this.#counter.limit = Math.min(this.#counter.next + ahead, END);
    return { fixed: this.#fixed, next: this.#counter.limit };
  }

  /** A new nonce. Throws `invalid` when the counter is exhausted, or what was reserved by the last `save` is used up. */
  issue(): Nonce {
    const counter = this.#counter;
    if (counter.next >= END)
      throw new OperationError('invalid', 'All nonces of this manager were issued: use a new key');
    if (counter.next >= counter.limit)
      throw new OperationError(
        'invalid',
        'All nonces that were reserved are used up: restore the newest state of the NonceManager and save it first',
      );
    const bytes = new Uint8Array(2 * FIELD);
    bytes.set(fromHex(this.#fixed));
    const view = new DataView(bytes.buffer);
    view.setUint16(FIELD, Math.floor(counter.next / 2 ** 32));
    view.setUint32(FIELD + 2, counter.next % 2 ** 32);
    counter.next++;
    const nonce: Nonce = Object.freeze({ take: () => takeNonce(nonce) });
    waiting.set(nonce, bytes);
    return nonce;
  }
}
