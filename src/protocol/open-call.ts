/** What is kept of a call while it is open, and the errors that end one without an answer. */
import { IPCError } from '../errors.js';
import type { Progress } from '../operation.js';
import type { LiveConnection } from './connection.js';
import { fromWire } from './error-wire.js';
import type { RequestMessage } from './messages.js';
import type { Onward } from './onward.js';
import type { RequestOptions } from './protocol-types.js';

export interface OpenCall {
  /** What its caller knows it by. Each try has an id of its own on the wire. */
  readonly id: string;
  readonly connection: LiveConnection;
  readonly options: RequestOptions;
  /** Milliseconds; Infinity for none. */
  readonly timeout: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** Called before it resolves, with the milliseconds that it took by the other side's clock; NaN when that does not say. */
  readonly answered: ((duration: number) => void) | null;
  /** Called once the other side can no longer be working on it. */
  readonly finished: (() => void) | null;
  /** It may be posted at the end of the turn, with others. */
  readonly soon: boolean;
  /** Its time counts from the other side's first word, if that has not come yet; else from when it is posted. */
  readonly fromReady: boolean;
  request: RequestMessage;
  /** `open`: posted; `waiting`: for its next try; `left`: its promise has settled. */
  state: 'open' | 'waiting' | 'left';
  started: number;
  /** Of `performance.now()`: when this try has taken too long. */
  due: number;
  triesLeft: number;
  /** Tries that were posted and not answered. */
  unanswered: number;
  retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** Tells the other side, by memory, that this try is given up. */
  cancel: (() => unknown) | null;
  stopHearing: (() => void) | null;
  readonly onward: Onward | null;
  reported: Progress | null;
}

/** What was sent ahead was handed back: it has not begun, and may be sent again. Only a pool sends ahead, and it tells nobody. */
export class Unbegun extends IPCError {
  constructor() {
    super('overloaded', 'The other side handed it back: what ran before it took too long.');
  }
}

export function cancelled(cause?: unknown): IPCError {
  return new IPCError('aborted', 'Request cancelled', cause === undefined ? undefined : { cause });
}

export function expired({ timeout, request: { channel, type } }: OpenCall): IPCError {
  return new IPCError('timeout', `Request timeout: ${channel}.${type} took longer than ${timeout} ms`);
}

/** An endpoint throws a DataCloneError for what it cannot copy, a TypeError for what it cannot move. */
export function refused(cause: unknown, { channel, type }: RequestMessage): IPCError {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  if (name === 'DataCloneError' || name === 'TypeError') {
    return new IPCError('uncloneable', `The payload of ${channel}.${type} cannot be copied between threads.`, {
      cause,
    });
  }
  return new IPCError('unavailable', `The worker does not take messages (${channel}.${type}).`, { cause });
}

/** What an operation threw. Of the older wire, a string with perhaps a code beside it. */
export function thrownBy(data: unknown, code: unknown): unknown {
  const error = fromWire(data);
  return typeof data === 'string' && typeof code === 'string' ? Object.assign(new Error(data), { code }) : error;
}
