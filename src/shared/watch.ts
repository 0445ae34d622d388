/** Hears of changes to shared memory without blocking: by `Atomics.waitAsync`, else by looking 60 times a second. */
import { asyncAtomics } from './capabilities.js';
import { SLEEPERS, VERSION, type Memory } from './memory.js';

/** How often to look where nothing can tell; in milliseconds. Frames would stop in a hidden page, and the last value with them. */
const LOOK_EVERY = 16;

/** Calls `heard` after every change (many may be told as one) until the function it gives is called. */
export function watch(memory: Memory, heard: () => void): () => void {
  return asyncAtomics().waitAsync ? waitForChanges(memory, heard) : lookForChanges(memory, heard);
}

function waitForChanges({ header }: Memory, heard: () => void): () => void {
  let watching = true;
  let seen = Atomics.load(header, VERSION);
  const next = (): void => {
    // Told by a promise each time, never in a loop: others may change it faster than we can look.
    const wait = asyncAtomics().waitAsync?.(header, VERSION, seen);
    void Promise.resolve(wait?.value).then(() => {
      if (!watching) return;
      const now = Atomics.load(header, VERSION);
      if (now !== seen) heard();
      seen = now;
      next();
    });
  };
  Atomics.add(header, SLEEPERS, 1);
  next();
  return () => {
    if (!watching) return;
    watching = false;
    Atomics.sub(header, SLEEPERS, 1);
    // An engine keeps a wait until it is woken. The other waits wake too, see that nothing changed, and wait again.
    Atomics.notify(header, VERSION);
  };
}

function lookForChanges({ header }: Memory, heard: () => void): () => void {
  let seen = Atomics.load(header, VERSION);
  const timer = setInterval(() => {
    const now = Atomics.load(header, VERSION);
    if (now === seen) return;
    seen = now;
    heard();
  }, LOOK_EVERY);
  return () => clearInterval(timer);
}
