/** What a caller may say and gets back, typed by the services of the other side. */
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
}
