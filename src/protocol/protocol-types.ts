/** What a caller may say and gets back, typed by the services of the other side. */
import type { Connection, Endpoint } from './connection.js';
import type { ErrorResponse, RequestMessage, SuccessResponse } from './messages.js';
import type { ProtocolStats } from './statistics.js';
import type { AnyOperation, CallOptions, InputOf, OutputOf, Services } from '../operation.js';

export type ChannelOf<S extends Services> = keyof S & string;
export type TypeOf<S extends Services, C extends ChannelOf<S>> = keyof S[C] & string;

type OperationOf<S extends Services, C extends ChannelOf<S>, T extends TypeOf<S, C>> = Extract<S[C][T], AnyOperation>;
/** `never` is what an operation takes of which nothing is known: then anything may be tried. */
type Known<Value> = [Value] extends [never] ? unknown : Value;

export type Input<S extends Services, C extends ChannelOf<S>, T extends TypeOf<S, C>> = Known<
  InputOf<OperationOf<S, C, T>>
>;
export type Output<S extends Services, C extends ChannelOf<S>, T extends TypeOf<S, C>> = OutputOf<OperationOf<S, C, T>>;

/** `timeout` counts from posting, all tries each; 30,000 ms unless the protocol says otherwise. */
export interface RequestOptions extends CallOptions {
  /** A name of the caller's own for `cancelRequest`; it travels with the request. */
  readonly correlationId?: string | undefined;
}

export interface Call<Result> {
  readonly id: string;
  readonly result: Promise<Result>;
  /** Resolves once the other side has answered, also after an abort or a timeout, or is gone: then it has really stopped. */
  readonly done: Promise<void>;
  /** Milliseconds that the operation took, by the other side's clock; NaN before its result is there, and when that does not say. */
  readonly duration: number;
}

export interface IPCProtocolOptions {
  /** Milliseconds for calls that set no timeout: 30,000. 0 or Infinity for none. */
  readonly defaultTimeout?: number | undefined;
  /** Calls open at the same time: 100. One more rejects with `overloaded`. */
  readonly maxPendingRequests?: number | undefined;
  /**
   * Further tries after `timeout`, `crashed` or `unavailable`: 0. Never after an operation's own error, an abort, or when
   * something was moved, and not to an endpoint that is dead for good: starting another one is up to a pool.
   */
  readonly maxRetries?: number | undefined;
  /** Milliseconds that the first further try waits at most: 100. Doubles with each; the wait is random below that. */
  readonly retryDelay?: number | undefined;
  /** Logs kinds, ids and names with `console.debug`, never payloads, and has workers send the stacks of their errors. */
  readonly debug?: boolean | undefined;
  /**
   * Milliseconds between pings (0 or Infinity: none), and of silence until death (from 1 up, Infinity: never), where a death
   * shows in no other way: 1,000 and 10,000.
   */
  readonly pingInterval?: number | undefined;
  readonly pingTimeout?: number | undefined;
}

export interface IPCProtocol<S extends Services = Services> {
  /**
   * Calls `channel.type` on the other side. Settles in any case: with the result, with the error that the operation threw, or
   * with an IPCError that says why neither came.
   */
  request<C extends ChannelOf<S>, T extends TypeOf<S, C>>(
    worker: Endpoint,
    type: T,
    channel: C,
    payload: Input<S, C, T>,
    options?: RequestOptions,
  ): Promise<Output<S, C, T>>;
  /** As `request`, for who has to know when the other side has really stopped. */
  call<C extends ChannelOf<S>, T extends TypeOf<S, C>>(
    worker: Endpoint,
    type: T,
    channel: C,
    payload: Input<S, C, T>,
    options?: RequestOptions,
  ): Call<Output<S, C, T>>;
  /** The one connection to that endpoint; made on first use. */
  connect(worker: Endpoint): Connection;
  generateMessageId(): string;
  createMessage(type: string, channel: string, payload: unknown, options?: RequestOptions): RequestMessage;
  createSuccessResponse(id: string, data: unknown, metadata?: Readonly<Record<string, unknown>>): SuccessResponse;
  createErrorResponse(id: string, error: unknown, code?: string): ErrorResponse;
  /** Hands in a message for endpoints that cannot listen themselves. What is not ours is ignored. */
  handleMessage(event: { readonly data: unknown; readonly target?: unknown }): void;
  /** By the id of the call or its correlation id. Its promise rejects with `aborted`; false when no such call is open. */
  cancelRequest(id: string): boolean;
  cancelAll(): void;
  getStats(): ProtocolStats;
  /** Ends it: open calls, and all later ones, reject with `terminated`. Endpoints are left alone. */
  destroy(): void;
}

/** What a pool asks besides. */
export interface BatchingProtocol<S extends Services = Services> extends IPCProtocol<S> {
  /** As `call`, to a worker that may not have started yet: the time of the call counts from its first word. */
  callEarly: IPCProtocol<S>['call'];
  /**
   * As `call`, for many small calls: those of one turn go out together, at its end. The payload is copied at once all the same.
   * What moves something, or has more than a kilobyte of plain data as its payload, goes by itself, as to a side that cannot
   * read batches. With `patience` it may wait for its turn there, for so many milliseconds of another call: that side has to say
   * that it can. It rejects with `Unbegun` when its turn did not come.
   */
  callSoon<C extends ChannelOf<S>, T extends TypeOf<S, C>>(
    worker: Endpoint,
    type: T,
    channel: C,
    payload: Input<S, C, T>,
    options?: RequestOptions,
    patience?: number,
  ): Call<Output<S, C, T>>;
}
