/** A source whose end is decided elsewhere too: by what stops it, or by a promise that says when all is done. */
import { subscribeIfOpen } from '../../../src/operation.js';
import { actionsOf, asError, isEnded, phaseOf, type Controller, type Reading, type Source } from './source.js';

export interface Government {
  readonly controller?: Controller | undefined;
  /** All is done when this is: only then does a full count mean the end, and a rejection is a failure. */
  readonly done?: PromiseLike<unknown> | undefined;
}

/** `source`, stopped by `controller` and ended by `done`. What the controller can do goes before what the source can. */
export function govern(source: Source, { controller, done }: Government): Source {
  if (!controller && !done) return source;
  let outcome: Pick<Reading, 'phase' | 'error'> | null = null;
  const ended = done?.then(
    () => (outcome = { phase: 'complete' }),
    (thrown: unknown) => {
      const error = asError(thrown);
      outcome = { phase: phaseOf(error), error };
    },
  );
  const own = controller && actionsOf(controller);
  return {
    unit: source.unit,
    isPolled: source.isPolled === true,
    isSilent: source.isSilent === true,
    // only where there is something to end: what has nothing is left alone
    ...(source.close && { close: (reason: unknown) => source.close?.(reason) }),
    get speaks() {
      return source.speaks === true;
    },
    get abort() {
      return own?.abort ?? source.abort;
    },
    get pause() {
      return own?.pause ?? source.pause;
    },
    get resume() {
      return own?.resume ?? source.resume;
    },
    read() {
      const reading = source.read();
      if (outcome) return { ...reading, error: null, ...outcome };
      const reason = controller && stopReason(controller);
      if (reason && !isEnded(reading.phase)) return { ...reading, phase: 'aborted', error: asError(reason.why) };
      return done && reading.phase === 'complete' ? { ...reading, phase: 'active' } : reading;
    },
    listen(heard) {
      let isOpen = true;
      const stops = [source.listen(heard), controller ? whenStopped(controller, heard) : () => undefined];
      // a promise cannot be left: it is told that nobody listens any more
      void ended?.then(() => {
        if (isOpen) heard();
      });
      return () => {
        isOpen = false;
        for (const stop of stops) stop();
      };
    },
  };
}

function signalOf(controller: Controller): AbortSignal | null {
  return 'signal' in controller && controller.signal instanceof AbortSignal ? controller.signal : null;
}

/** Null unless it was stopped. */
function stopReason(controller: Controller): { readonly why: unknown } | null {
  const signal = signalOf(controller);
  if (signal) return signal.aborted ? { why: signal.reason } : null;
  if (!('isCancelled' in controller) || !controller.isCancelled()) return null;
  const text = 'reason' in controller && typeof controller.reason === 'string' ? controller.reason : undefined;
  return { why: new DOMException(text, 'AbortError') };
}

function whenStopped(controller: Controller, heard: () => void): () => void {
  const signal = signalOf(controller);
  if (signal) {
    signal.addEventListener('abort', heard);
    return () => signal.removeEventListener('abort', heard);
  }
  return isSubscribable(controller) ? subscribeIfOpen(controller, heard) : () => undefined;
}

function isSubscribable(thing: object): thing is { subscribe(listener: () => void): () => void } {
  return 'subscribe' in thing && typeof thing.subscribe === 'function';
}
