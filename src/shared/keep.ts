/** What keeps a link alive, and what is said when one was dropped. Its ports alone would keep it for ever. */

const kept = new Set<object>();
const dropped = new FinalizationRegistry<() => void>((sayBye) => sayBye());

/** Keeps the link, or leaves it to whoever refers to it. */
export function keep(link: object, needed: boolean): void {
  if (needed) kept.add(link);
  else kept.delete(link);
}

/** Calls `sayBye`, which must not refer to the link, some time after the link was dropped. */
export function whenDropped(link: object, sayBye: () => void): void {
  dropped.register(link, sayBye, link);
}

/** The link was closed: nothing is left to be said. */
export function forget(link: object): void {
  kept.delete(link);
  dropped.unregister(link);
}

/**
 * Hears what comes out of a port, without keeping the link. The two functions must not refer to the link either, and nor may
 * anything beside them in the scope that made them: engines keep that scope whole.
 * @param gone the other side is gone; only Chromium tells so far
 * @returns what closes the port
 */
export function hear<Link extends object>(
  port: MessagePort,
  link: Link,
  heard: (link: Link, event: MessageEvent) => void,
  gone: (link: Link) => void,
): () => void {
  const weak = new WeakRef(link);
  const hearGone = (): void => {
    const target = weak.deref();
    if (target) gone(target);
  };
  port.onmessage = (event) => {
    const target = weak.deref();
    if (target) heard(target, event);
  };
  port.addEventListener('close', hearGone);
  return () => {
    port.onmessage = null;
    port.removeEventListener('close', hearGone);
    port.close();
  };
}
