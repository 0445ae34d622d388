/**
 * Life shown by a Web Lock: one side holds it for as long as it lives, the other waits for it.
 *
 * No event tells that a worker ended (whatwg/html#5869). The lock is released 1 to 72 ms after any kind of death
 * (measured in Chromium 156 and Firefox 153), except that Chromium goes on running a spinning worker for 2 s after
 * `terminate()`. Locks need a secure context, and are kept by origin.
 */

const prefix = 'tallow-elements-';
/** Milliseconds until one goes without: nobody else asks for that name, so it is there in a few. */
const patience = 1000;

function lockManager(): LockManager | undefined {
  const scope: { readonly navigator?: { readonly locks?: LockManager } } = globalThis;
  return scope.navigator?.locks;
}

/** Whose locks this thread sees; undefined where there is no such thing (Node). */
export function lockOrigin(): string | undefined {
  const scope: { readonly origin?: string } = globalThis;
  return scope.origin;
}

export interface HeldLock {
  readonly name: string;
  release(): void;
}

/** Takes a lock with a name of its own; null where there are no locks. */
export function holdLock(): Promise<HeldLock | null> {
  const locks = lockManager();
  if (!locks) return Promise.resolve(null);
  const name = prefix + crypto.randomUUID();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience, null);
    const held = () => {
      clearTimeout(timer);
      return new Promise<void>((release) => resolve({ name, release }));
    };
    // refused where the origin is opaque: a data: worker, a sandboxed frame
    locks.request(name, held).catch(() => resolve(null));
  });
}

/**
 * Calls `gone` once the holder of `name` is gone, or `useless` when this thread cannot wait for that lock. Returns a function that stops it.
 */
export function awaitLock(name: unknown, origin: unknown, gone: () => void, useless: () => void): () => void {
  const locks = lockManager();
  // only locks of ours are touched, and one of another origin would be free for us at once
  if (!locks || typeof name !== 'string' || !name.startsWith(prefix) || origin !== lockOrigin()) {
    useless();
    return () => undefined;
  }
  const stop = new AbortController();
  // shared, so that several waiters learn it at the same time
  locks.request(name, { mode: 'shared', signal: stop.signal }, gone).catch(() => {
    if (!stop.signal.aborted) useless();
  });
  return () => stop.abort();
}
