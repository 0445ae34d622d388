/** Counts what code asks of the platform and gives back: channels, posts, ports closed, port listeners, timers, asynchronous waits. */

export interface PlatformCounts {
  channels: number;
  posts: number;
  closed: number;
  /** Added, less those removed. */
  listeners: number;
  /** Begun, less those that fired or were cleared. */
  timers: number;
  waits: number;
}

interface Counting extends PlatformCounts {
  readonly restore: () => void;
}

type Method = (this: unknown, ...args: never[]) => unknown;

/** Counts from now on, until `restore()`. */
export function countPlatform(): Counting {
  const undo: (() => void)[] = [];
  const replace = (owner: object, name: string, around: (own: Method) => Method): void => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    if (before === undefined) return;
    Object.defineProperty(owner, name, { ...before, value: around(before.value as Method) });
    undo.push(() => Object.defineProperty(owner, name, before));
  };
  const counts: Counting = {
    channels: 0,
    posts: 0,
    closed: 0,
    listeners: 0,
    timers: 0,
    waits: 0,
    restore: () => {
      for (const one of undo.splice(0)) one();
    },
  };
  const counted = (owner: object, name: string, count: () => void): void =>
    replace(
      owner,
      name,
      (own) =>
        function (...args) {
          count();
          return Reflect.apply(own, this, args);
        },
    );
  const ports = MessagePort.prototype;
  counted(ports, 'postMessage', () => counts.posts++);
  counted(ports, 'close', () => counts.closed++);
  counted(EventTarget.prototype, 'addEventListener', () => counts.listeners++);
  counted(EventTarget.prototype, 'removeEventListener', () => counts.listeners--);
  counted(Atomics, 'waitAsync', () => counts.waits++);
  countTimers(replace, counts);
  const Channel = globalThis.MessageChannel;
  globalThis.MessageChannel = class extends Channel {
    constructor() {
      super();
      counts.channels++;
    }
  };
  undo.push(() => {
    globalThis.MessageChannel = Channel;
  });
  return counts;
}

function countTimers(
  replace: (owner: object, name: string, around: (own: Method) => Method) => void,
  counts: PlatformCounts,
): void {
  const open = new Set<unknown>();
  const begin =
    (once: boolean) =>
    (own: Method): Method =>
      function (...args: never[]) {
        const [callback, ...rest] = args as unknown as [() => void, ...unknown[]];
        const id: unknown = Reflect.apply(own, this, [
          () => {
            if (once) end(id);
            callback();
          },
          ...rest,
        ]);
        open.add(id);
        counts.timers = open.size;
        return id;
      };
  const end = (id: unknown): void => {
    open.delete(id);
    counts.timers = open.size;
  };
  const clear = (own: Method): Method =>
    function (...args) {
      end(args[0]);
      return Reflect.apply(own, this, args);
    };
  replace(globalThis, 'setTimeout', begin(true));
  replace(globalThis, 'setInterval', begin(false));
  replace(globalThis, 'clearTimeout', clear);
  replace(globalThis, 'clearInterval', clear);
}
