/** Hands in other threads, and how a test makes primitives with shared memory and without, whatever the page has. */
import { isSharedArrayBufferAvailable, type SharedHandle } from '../../src/shared/index.js';
import type { MemoryKind } from '../../src/shared/memory.js';

export interface Told {
  readonly id: number;
  readonly name: string;
  readonly handle?: SharedHandle;
  readonly buffer?: { readonly kind: MemoryKind; readonly bytes: SharedArrayBuffer };
  readonly method?: string;
  readonly args?: readonly unknown[];
  readonly times?: number;
}

interface Answer {
  readonly id?: number;
  readonly value?: unknown;
  readonly yes?: number;
  readonly error?: { readonly name: string; readonly message: string; readonly code?: string };
  readonly handle?: SharedHandle;
}

export interface Hand {
  /** Revives the handle there, as `name`. */
  give(name: string, handle: SharedHandle): Promise<void>;
  /** The same for bare shared memory. */
  giveBuffer(name: string, kind: MemoryKind, bytes: SharedArrayBuffer): Promise<void>;
  /** Calls a method of what it holds, so many times. Resolves to the last value; `yes` is how often it was true. */
  call(
    name: string,
    method: string,
    args?: readonly unknown[],
    times?: number,
  ): Promise<{ value: unknown; yes: number }>;
  /** A handle that it shares in turn. */
  handOn(name: string): Promise<SharedHandle>;
  readonly worker: Worker;
}

const workers: Worker[] = [];

/** Ends every hand of the test; for `afterEach`. */
export function dismiss(): void {
  for (const worker of workers.splice(0)) worker.terminate();
}

export function hand(): Hand {
  const worker = new Worker(new URL('./shared-hand.worker.ts', import.meta.url), { type: 'module' });
  workers.push(worker);
  const open = new Map<number, (answer: Answer) => void>();
  let handedOn: (handle: SharedHandle) => void = () => undefined;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    if (data.handle) handedOn(data.handle);
    else open.get(data.id!)?.(data);
  };
  let last = 0;
  const tell = (told: Omit<Told, 'id'>): Promise<{ value: unknown; yes: number }> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      open.set(id, ({ value, yes = 0, error }) => {
        if (error) reject(Object.assign(new Error(error.message), error));
        else resolve({ value, yes });
      });
      worker.postMessage({ id, ...told }, told.handle?.transfer ?? []);
    });
  return {
    worker,
    give: async (name, handle) => {
      await tell({ name, handle });
    },
    giveBuffer: async (name, kind, bytes) => {
      await tell({ name, buffer: { kind, bytes } });
    },
    call: (name, method, args = [], times = 1) => tell({ name, method, args, times }),
    handOn: async (name) => {
      const given = new Promise<SharedHandle>((resolve) => {
        handedOn = resolve;
      });
      await tell({ name, method: 'handOn' });
      return given;
    },
  };
}

export type Mode = 'shared memory' | 'twins';
export const modes: readonly Mode[] = isSharedArrayBufferAvailable() ? ['shared memory', 'twins'] : ['twins'];

/** Makes something in a mode: twins also where there is shared memory. */
export function made<Made>(mode: Mode, make: () => Made): Made {
  if (mode === 'shared memory') return make();
  const own = Object.getOwnPropertyDescriptor(globalThis, 'SharedArrayBuffer');
  Object.defineProperty(globalThis, 'SharedArrayBuffer', { value: undefined, configurable: true });
  try {
    return make();
  } finally {
    if (own) Object.defineProperty(globalThis, 'SharedArrayBuffer', own);
    else Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
  }
}

interface Heard {
  subscribe(listener: () => void): () => void;
}

/** Waits, by listening, until it is so. */
export function until(primitive: Heard, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return;
      stop();
      resolve();
    };
    const stop = primitive.subscribe(look);
    look();
  });
}
