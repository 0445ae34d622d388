/** The wire: every message that crosses between the two sides, as unions, and the guards that tell ours from foreign ones. */
import type { Progress } from '../operation.js';
import type { CallMemory } from './call-memory.js';
import type { ThrownData } from './error-wire.js';

/** Asks for an operation. The one message with a `channel`, so that an operation may be called `ping` or `cancel`. */
export interface RequestMessage {
  readonly id: string;
  readonly type: string;
  readonly channel: string;
  readonly payload: unknown;
  /** Milliseconds since 1970, of the side that asks. */
  readonly timestamp: number;
  readonly priority?: number;
  readonly correlationId?: string;
  /** Milliseconds; only when the caller set one. */
  readonly timeout?: number;
  /**
   * Sent ahead: it begins when nothing else runs, and goes back `unbegun` when what runs before it takes so many milliseconds.
   * Only for a side that said `batch`.
   */
  readonly patience?: number;
  /** The caller wants stacks with the errors. */
  readonly debug?: true;
  /** Only for a side that is known to be able to read it. */
  readonly memory?: CallMemory;
}

export interface SuccessResponse {
  readonly id: string;
  readonly success: true;
  readonly data: unknown;
  /** Metadata. `duration` (milliseconds on the other side) is the one that `serve` sends. */
  readonly [name: string]: unknown;
}

export interface ErrorResponse {
  readonly id: string;
  readonly success: false;
  readonly error: ThrownData;
  readonly errorCode?: string;
  /** The request goes back as it came: its operation was not called. */
  readonly unbegun?: true;
}

export interface ProgressMessage {
  readonly id: string;
  readonly type: 'progress';
  /** 0 to 100; 0 while the total is unknown. */
  readonly progress: number;
  readonly loaded: number;
  readonly total: number;
  readonly status?: string;
}

/** The other side can work. While it lives it holds the Web Lock `lock`, in the lock space of `origin`. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly lock?: string;
  readonly origin?: string;
  /** It can read a `BatchMessage`, and knows `patience`. */
  readonly batch?: true;
  /** A `MemoryMessage` follows at once. */
  readonly memory?: true;
}

/** Arrives, or arrives as a `messageerror`: that is how one learns whether both sides can see the same memory. */
export interface MemoryMessage {
  readonly type: 'memory';
  readonly memory: SharedArrayBuffer;
}

/** Something went wrong outside of any call, or the other side stopped. */
export interface FaultMessage {
  readonly type: 'fault';
  readonly reason: 'uncaught' | 'messageerror' | 'stopped';
  readonly error: ThrownData;
}

export interface CancelMessage {
  readonly type: 'cancel';
  readonly id: string;
}

export interface PingMessage {
  readonly type: 'ping' | 'pong';
  readonly id: string;
}

/**
 * Requests, or replies, of one turn in their order, and nothing else. Only for a side that can read it: the one that serves says
 * so in `ready`, the one that asks by sending one.
 */
export interface BatchMessage<Message> {
  readonly type: 'batch';
  readonly messages: readonly Message[];
}

export type Reply = SuccessResponse | ErrorResponse;
export type ToServer = RequestMessage | CancelMessage | PingMessage;
export type FromServer = Reply | ProgressMessage | ReadyMessage | MemoryMessage | FaultMessage | PingMessage;

/**
 * What a reply is before anyone has looked inside. Workers of the older wire answer `{id, success, result, error}`
 * with `error` as a string.
 */
export interface ReceivedReply {
  readonly id: string;
  readonly success: boolean;
  readonly data?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
  readonly errorCode?: unknown;
  readonly unbegun?: unknown;
  readonly duration?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

export function isReply(data: Fields): data is Fields & ReceivedReply {
  return typeof data.success === 'boolean' && typeof data.id === 'string';
}

export function isRequest(data: Fields): data is Fields & RequestMessage {
  return typeof data.channel === 'string' && typeof data.type === 'string' && typeof data.id === 'string';
}

/** Any message but a request or a reply, with an id where its kind has one. */
export function isControl<Type extends string>(data: Fields, type: Type): data is Fields & { type: Type; id: string } {
  return data.type === type && data.channel === undefined && typeof data.id === 'string';
}

/** Any message of the side that serves, but a reply. */
export function isFromServer(data: Fields): boolean {
  if (data.channel !== undefined) return false;
  if (data.type === 'ready' || data.type === 'memory' || data.type === 'fault') return true;
  return (data.type === 'progress' || data.type === 'pong') && typeof data.id === 'string';
}

export function isBatch(data: Fields): data is Fields & BatchMessage<unknown> {
  return data.type === 'batch' && data.channel === undefined && Array.isArray(data.messages);
}

export function isFault(data: Fields): data is Fields & { type: 'fault' } {
  return data.type === 'fault' && data.channel === undefined;
}

/** Reads a progress message; null when it says nothing usable. One that has only a percentage is understood. */
export function readProgress(data: Fields): Progress | null {
  const { loaded, total, progress, status } = data;
  const text = typeof status === 'string' ? { status } : {};
  if (isFinite(loaded) && isFinite(total)) return { loaded, total, ...text };
  return isFinite(progress) ? { loaded: progress, total: 100, ...text } : null;
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}
