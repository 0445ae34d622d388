/** A timer that cannot overflow, and is stopped by calling what it returned. */

/** Above this, engines fire at once instead of late (a signed 32-bit count of milliseconds). */
const longest = 2 ** 31 - 1;

export interface TimerOptions {
  /** A process of Node's may end while it runs. */
  readonly background?: boolean;
}

/** Calls `run` once, `ms` milliseconds from now, unless the function it returns is called first. Infinity is never. */
export function after(ms: number, run: () => void, { background = false }: TimerOptions = {}): () => void {
  if (ms === Infinity) return () => undefined;
  const timer = setTimeout(run, Math.min(ms, longest));
  if (background) release(timer);
  return () => clearTimeout(timer);
}

/** Node's timers are objects, and keep their process alive; those of browsers are numbers. */
function release(timer: unknown): void {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function') {
    Reflect.apply(timer.unref, timer, []);
  }
}
