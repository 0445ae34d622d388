/** A hand in another thread: it revives what it is given and does with it what it is told, in a loop that never yields if told so. */
import {
  revive,
  SharedCancellation,
  SharedCounter,
  SharedFlag,
  SharedProgress,
  type SharedHandle,
} from '../../src/shared/index.js';
import type { Told } from './shared-hands.js';

declare const self: DedicatedWorkerGlobalScope;

const makers = {
  progress: SharedProgress,
  cancellation: SharedCancellation,
  counter: SharedCounter,
  flag: SharedFlag,
};
const listening = new Map<string, Promise<unknown[]>>();
const held = new Map<string, Record<string, (...args: unknown[]) => unknown>>();

self.onmessage = ({ data }: MessageEvent<Told>) => {
  void answer(data);
};

async function answer({ id, name, handle, buffer, method, args = [], times = 1 }: Told): Promise<void> {
  try {
    if (handle) held.set(name, methodsOf(revive(handle)));
    if (buffer) held.set(name, methodsOf(makers[buffer.kind].fromBuffer(buffer.bytes)));
    let value: unknown;
    let yes = 0;
    for (let time = 0; method !== undefined && time < times; time++) {
      value = held.get(name)?.[method]?.(...args);
      if (value instanceof Promise) value = await value;
      if (value === true) yes++;
    }
    if (typeof value === 'function') value = undefined;
    self.postMessage({ id, value, yes });
  } catch (error) {
    const { name: errorName, message, code } = error as Error & { code?: string };
    self.postMessage({ id, error: { name: errorName, message, code } });
  }
}

function methodsOf(primitive: object): Record<string, (...args: unknown[]) => unknown> {
  return {
    ...Object.fromEntries(
      Object.getOwnPropertyNames(Object.getPrototypeOf(primitive)).map((method) => [
        method,
        (...args: unknown[]) => callOrGet(primitive, method, args),
      ]),
    ),
    close: () => callOrGet(primitive, 'close', []),
    handOn: () => {
      const handle = callOrGet(primitive, 'share', []) as SharedHandle;
      self.postMessage({ handle }, handle.transfer);
    },
    untilAborted: () =>
      new Promise((resolve) => {
        const signal = callOrGet(primitive, 'toAbortSignal', []) as AbortSignal;
        const tell = (): void =>
          resolve(`${(signal.reason as DOMException).name}: ${(signal.reason as DOMException).message}`);
        if (signal.aborted) tell();
        else signal.addEventListener('abort', tell);
      }),
    untilIs: (wanted) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (callOrGet(primitive, 'get', []) !== wanted) return;
          stop();
          resolve();
        };
        const stop = callOrGet(primitive, 'subscribe', [look]) as () => void;
        look();
      }),
    /** Notes all that it hears of a key, until it hears `last`. */
    listen: (key, last) => {
      const heard: unknown[] = [];
      const done = new Promise<unknown[]>((resolve) => {
        const note = (value: unknown): void => {
          heard.push(value);
          if (value === last) resolve(heard);
        };
        callOrGet(primitive, 'subscribe', [key, note]);
      });
      listening.set(String(key), done);
    },
    heard: (key) => listening.get(String(key)),
    /** Writes so many values one after the other, and lets others have a turn after each seventh. */
    write: async (key, name, many) => {
      for (let index = 0; index < Number(many); index++) {
        callOrGet(primitive, 'set', [key, `${String(name)} ${index}`]);
        if (index % 7 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
    },
    /** Once as many have arrived: raises it by one as often as it is the first to, up to `limit`, and says how often that was. */
    climb: (limit, arrived, many) => {
      const barrier = held.get(String(arrived));
      barrier?.increment?.();
      while (Number(barrier?.get?.()) < Number(many));
      let wins = 0;
      for (let now = 0; now < Number(limit); now = Number(callOrGet(primitive, 'get', []))) {
        if (callOrGet(primitive, 'compareAndSwap', [now, now + 1]) === true) wins++;
      }
      return wins;
    },
    /** Sets the flag of that name when it has looked once, in vain. */
    spinUntilCancelled: (begun) => {
      let looks = 0;
      while (callOrGet(primitive, 'isCancelled', []) !== true) {
        if (looks++ === 0) held.get(String(begun))?.set?.();
      }
      return looks > 0;
    },
  };
}

function callOrGet(primitive: object, member: string, args: unknown[]): unknown {
  const found: unknown = Reflect.get(primitive, member, primitive);
  return typeof found === 'function' ? Reflect.apply(found as () => unknown, primitive, args) : found;
}
