/** A signal that looks before it answers: a loop that never yields can hear of its end in no other way. */

/**
 * Has `look` called whenever anybody asks `signal` whether it is aborted, so that it can be aborted just in time. The platform's own
 * parts (`fetch`, `AbortSignal.any`) do not ask: they hear the event.
 */
export function lookFirst(signal: AbortSignal, look: () => void): void {
  const { prototype } = AbortSignal;
  const ask = (name: 'aborted' | 'reason') => ({
    get(): unknown {
      look();
      return Reflect.get(prototype, name, signal);
    },
  });
  const throwIfAborted = () => {
    look();
    prototype.throwIfAborted.call(signal);
  };
  Object.defineProperties(signal, {
    aborted: ask('aborted'),
    reason: ask('reason'),
    throwIfAborted: { value: throwIfAborted },
  });
}
