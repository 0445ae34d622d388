/** A signal that leaves nothing behind: when it is dropped, and nobody listens to it, whatever would abort it is let go. */

const dropped = new FinalizationRegistry<() => void>((stop) => stop());

/**
 * @param listen is given what aborts the signal; gives what ends the listening. Neither may refer to the signal
 */
export function createSignal(listen: (abort: (reason: unknown) => void) => () => void): AbortSignal {
  const controller = new AbortController();
  const stop = listen((reason) => controller.abort(reason));
  // an engine keeps a signal that depends on another only while somebody listens to it: DOM, "Garbage collection" of AbortSignal
  const signal = AbortSignal.any([controller.signal]);
  dropped.register(signal, stop);
  return signal;
}
