/** A timer that cannot overflow, and is stopped by calling what it returned. */

/** Above this, engines fire at once instead of late (a signed 32-bit count of milliseconds). */
export const longest = 2 ** 31 - 1;

export interface TimerOptions {
  /** A process of Node's may end while it runs. */
  readonly background?: boolean;
}

/** Calls `run` once, `ms` milliseconds from now, unless the function it returns is called first. Infinity is never. */
export function after(ms: number, run: () => void, { background = false }: TimerOptions = {}): () => void {
  if (ms === Infinity) return () => undefined;
  const timer = setTimeout(run, Math.min(ms, longest));
  if (background) hold(timer, 'unref');
  return () => clearTimeout(timer);
}

/** Timers of Node are objects that keep the process alive, or not; a browser's are numbers. */
export function hold(timer: unknown, how: 'ref' | 'unref'): void {
  if (typeof timer !== 'object' || timer === null || !(how in timer)) return;
  const change: unknown = Reflect.get(timer, how);
  if (typeof change === 'function') Reflect.apply(change, timer, []);
}
