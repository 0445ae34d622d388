/** What can be shown as a transfer, in one shape: something that is read, that may be listened to, and may be stopped. */

export type Phase = 'idle' | 'active' | 'paused' | 'complete' | 'failed' | 'aborted';

/** What a source counts: bytes, things, or only shares of a whole. */
export type Unit = 'byte' | 'count' | 'none';

export interface Reading {
  readonly loaded: number;
  /** 0 while unknown. */
  readonly total: number;
  readonly phase: Phase;
  readonly error?: Error | null;
}

/** What can be done to a source; what cannot is absent. */
export interface Actions {
  readonly abort?: ((reason: unknown) => void) | undefined;
  readonly pause?: (() => void) | undefined;
  readonly resume?: (() => void) | undefined;
}

export interface Source extends Actions {
  readonly unit: Unit;
  /** May be read in every frame, and then need not be listened to. */
  readonly isPolled?: boolean;
  /** Nothing is heard of it before its end: it stands still without being stalled. */
  readonly isSilent?: boolean;
  /** Nobody waits for it: it stands still without being stalled, and fires no progress events. */
  readonly isPlain?: boolean;
  /** Its phase says whether it is paused: one that goes on after `pause()` could not be, or not all of it. */
  readonly tellsPause?: boolean;
  /** It tells screen readers of itself. */
  readonly speaks?: boolean;
  read(): Reading;
  /** The phase alone, where that is found sooner than all. */
  readonly phase?: Phase;
  /** Calls `heard` when there may be something new, until the function it returns is called. */
  listen(heard: () => void): () => void;
  /** Ends what was begun for this source alone. */
  close?(reason: unknown): void;
}

/** What a transfer is stopped by: an AbortController, XMLHttpRequest, FileReader, element of ours; or a SharedCancellation. */
export type Controller = (
  { abort(reason?: unknown): unknown } | { cancel(reason?: string | Error): unknown; isCancelled(): boolean }
) & { pause?(): unknown; resume?(): unknown };

export function isEnded(phase: string): phase is 'complete' | 'failed' | 'aborted' {
  return phase === 'complete' || phase === 'failed' || phase === 'aborted';
}

/** The actions that `thing` offers by the platform's names. */
export function actionsOf(thing: object): Actions {
  const abort = method(thing, 'abort') ?? method(thing, 'cancel');
  const pause = method(thing, 'pause');
  const resume = method(thing, 'resume');
  return {
    ...(abort && { abort }),
    // one without the other would be a trap
    ...(pause && resume && { pause: () => pause(), resume: () => resume() }),
  };
}

function method(thing: object, name: string): ((argument?: unknown) => void) | undefined {
  const found: unknown = Reflect.get(thing, name);
  if (typeof found !== 'function') return undefined;
  return (...rest) => void Reflect.apply(found, thing, rest);
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** How work that threw has ended. */
export function phaseOf(error: Error): 'failed' | 'aborted' {
  return error.name === 'AbortError' ? 'aborted' : 'failed';
}
