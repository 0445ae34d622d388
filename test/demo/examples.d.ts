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

declare module '*/demo.js' {
  export function describePlace(place: string | null | undefined): string;
  export function describeIsolation(scope: { crossOriginIsolated: boolean; SharedArrayBuffer?: unknown }): string;
}
