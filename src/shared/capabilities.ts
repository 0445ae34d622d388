/** What this page or worker can share, asked of the things themselves. */

/** What works here, and how. */
export interface SharedStateCapabilities {
  /** Memory that several threads see at once. Without it changes travel as messages. */
  readonly sharedMemory: boolean;
  /** The page was served with the isolation headers. Some engines say so and have no shared memory all the same. */
  readonly crossOriginIsolated: boolean;
  /** This thread may block: `wait()` works. Never on a page. */
  readonly blockingWait: boolean;
  /** Waiting for a change without blocking and without polling (`Atomics.waitAsync`). */
  readonly waitAsync: boolean;
  /** Without shared memory this is what primitives need to be shared at all. */
  readonly messageChannel: boolean;
  /** What a primitive made now is: `shared` memory, a `twin` at each end, or `local` to this thread. */
  readonly mode: 'shared' | 'twin' | 'local';
}

/**
 * Whether a SharedArrayBuffer made here could be posted to a worker.
 *
 * WebKitGTK 2.50 says `crossOriginIsolated` and has no SharedArrayBuffer (WebKit bug 317847), others have had the
 * constructor on pages that could not post it: so both are asked. Where nothing isolates (Node) the constructor is enough.
 */
export function isSharedArrayBufferAvailable(): boolean {
  return typeof SharedArrayBuffer === 'function' && isIsolated() !== false;
}

/** What shared state can do in this thread; what each answer means stands at its member. */
export function getSharedStateCapabilities(): SharedStateCapabilities {
  const sharedMemory = isSharedArrayBufferAvailable();
  const messageChannel = typeof MessageChannel === 'function';
  return {
    sharedMemory,
    crossOriginIsolated: isIsolated() === true,
    blockingWait: sharedMemory && canBlock(),
    waitAsync: sharedMemory && asyncAtomics().waitAsync !== undefined,
    messageChannel,
    mode: sharedMemory ? 'shared' : messageChannel ? 'twin' : 'local',
  };
}

export interface AsyncAtomics extends Pick<Atomics, 'notify'> {
  readonly waitAsync?: (
    cells: Int32Array,
    index: number,
    value: number,
  ) => { readonly async: false; readonly value: string } | { readonly async: true; readonly value: Promise<string> };
}

/** `Atomics`, with the method that our TypeScript does not know and some engines do not have. */
export function asyncAtomics(): AsyncAtomics {
  return Atomics;
}

/** A wait for what is not so returns at once where it is allowed, and throws a TypeError where it is not. */
export function canBlock(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function isIsolated(): boolean | undefined {
  return (globalThis as { readonly crossOriginIsolated?: boolean }).crossOriginIsolated;
}
