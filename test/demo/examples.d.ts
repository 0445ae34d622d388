// What the examples export, for the tests that call them: the examples themselves are plain JavaScript.

declare module '*/progress-tracking.js' {
  export function startRate(span?: number): (loaded: number, now: number) => number | null;
}

declare module '*/cancellable-operations.js' {
  export function latestOnly<Input, Output>(
    work: (input: Input, signal: AbortSignal) => Promise<Output>,
  ): (input: Input) => Promise<Output>;
}

declare module '*/error-handling.js' {
  export function explain(error: unknown): { code: string; message: string; advice: string };
}

declare module '*/batch-processing.js' {
  type Turn = (signal?: AbortSignal) => Promise<void>;
  type Result<Value> = { value: Value; error?: undefined } | { value?: undefined; error: unknown };
  export function runBatch<Item, Value>(
    items: readonly Item[],
    work: (item: Item, signal?: AbortSignal) => Promise<Value>,
    options: {
      atOnce: number;
      perSecond?: number;
      signal?: AbortSignal;
      onResult?: (index: number, result: Result<Value>) => void;
      turn?: Turn;
    },
  ): Promise<Result<Value>[]>;
  export function startRateLimit(
    perSecond: number,
    clock?: { now: () => number; wait: (milliseconds: number) => Promise<void> },
  ): Turn;
}

declare module '*/network-connectivity.js' {
  export function ask(url: string | URL, timeout?: number): Promise<{ code: string; reachable: boolean }>;
  export function explain(record: { code: string; detail: string; milliseconds: number }): string;
}

declare module '*/file-transfer.js' {
  type Packed = import('../../src/index.js').PackedFile;
  interface Sent {
    index: number;
    data: Blob;
  }
  interface Hold {
    readonly isHeld: boolean;
    pause(): void;
    resume(): void;
    passed(signal: AbortSignal): Promise<void>;
  }
  interface Channel {
    send(chunks: readonly Sent[]): AsyncIterable<Sent>;
  }
  export function createHold(): Hold;
  export function deliver(
    packed: Pick<Packed, 'chunks' | 'manifest'>,
    channel: Channel,
    options: {
      signal: AbortSignal;
      hold: Hold;
      onProgress: (progress: { loaded: number; total: number; status: string }) => void;
      onChunk: (index: number, what: string) => void;
    },
  ): Promise<Sent[]>;
  export function sampleOf(megabytes: number): File;
}

declare module '*/channel.js' {
  export interface Faults {
    lost?: number;
    doubled?: number;
    damaged?: number;
    late?: number;
    outage?: boolean;
  }
  export function openChannel(
    faults: Faults,
    options?: { seed?: number; wait?: (bytes: number) => Promise<void> },
  ): { send(chunks: readonly { index: number; data: Blob }[]): AsyncGenerator<{ index: number; data: Blob }, void> };
}

declare module '*/demo.js' {
  export function describePlace(place: string | null | undefined): string;
  export function describeIsolation(scope: { crossOriginIsolated: boolean; SharedArrayBuffer?: unknown }): string;
}

declare module '*/examples/list.js' {
  export function summarise(ends: readonly { name: string; word: string }[], milliseconds: number): string;
}
