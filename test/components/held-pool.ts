/** A pool whose work waits, half done, until the test lets it go on; and a place in the page whose elements find it. */
import type { Pool } from '../../components/parts/pool-lookup.js';
import { poolContext } from '../../components/parts/pool-lookup.js';
import type { BuiltInServices } from '../../src/bridge/bridge.js';
import type { AnyOperation, OperationContext } from '../../src/operation.js';
import { compressionOperations } from '../../src/operations/compression.js';
import { cryptoOperations } from '../../src/operations/crypto.js';
import { fileOperations } from '../../src/operations/file.js';
import { inspectionOperations } from '../../src/operations/inspection.js';
import { createPageWorker } from '../../src/pool/page-worker.js';
import { createWorkerPool } from '../../src/pool/pool.js';
import { gate } from '../support/gates.js';

export interface HeldPool {
  readonly pool: Pool;
  /** Elements in it find the pool by the Context protocol. */
  readonly place: HTMLElement;
  /** Resolves when `count` ranges or files have begun and have reported half of their bytes. */
  readonly begun: (count: number) => Promise<void>;
  /** Lets all work go on, now and later. */
  readonly open: () => void;
  /** What goes on from now fails with this; null: it does not. */
  readonly failWith: (error: Error | null) => void;
  /** Ranges and files whose signal was aborted. */
  readonly aborted: () => number;
  readonly end: () => void;
}

/** `seal`, when given, is done in place of the real work once the pool is open. */
export function holdPool(size = 2, seal = cryptoOperations.seal): HeldPool {
  const hold = gate();
  let begun = 0;
  let aborted = 0;
  const waiting: { count: number; resolve: () => void }[] = [];
  let failure: Error | null = null;
  /** Waits, then does what `operation` does. */
  function held<Input, Output>(
    operation: (input: Input, context: OperationContext) => Output,
    bytesOf: (input: Input) => number,
  ) {
    return async (input: Input, context: OperationContext): Promise<Awaited<Output>> => {
      begun += 1;
      context.signal.addEventListener('abort', () => (aborted += 1));
      const bytes = bytesOf(input);
      context.progress(Math.floor(bytes / 2), bytes);
      for (const { count, resolve } of waiting) if (begun >= count) resolve();
      await Promise.race([hold.promise, new Promise((resolve) => context.signal.addEventListener('abort', resolve))]);
      if (failure) throw failure;
      return await operation(input, context);
    };
  }
  const sizeOf = (data: Blob | ArrayBuffer | ArrayBufferView) => (data instanceof Blob ? data.size : data.byteLength);
  const services: Record<string, Record<string, AnyOperation>> = {
    crypto: { ...cryptoOperations, seal: held(seal, ({ range }) => range.end - range.start) },
    file: { ...fileOperations, 'hash-file': held(fileOperations['hash-file'], ({ data }) => sizeOf(data)) },
    inspection: {
      ...inspectionOperations,
      'read-metadata': held(inspectionOperations['read-metadata'], ({ data }) => sizeOf(data)),
    },
    compression: {
      ...compressionOperations,
      compress: held(compressionOperations.compress, ({ file }) => file.size),
      decompress: held(compressionOperations.decompress, ({ file }) => file.size),
    },
  };
  const pool = createWorkerPool<BuiltInServices>(() => createPageWorker(() => Promise.resolve(services)), size);
  const place = document.createElement('div');
  place.addEventListener('context-request', (event) => {
    const { context, callback }: { context: unknown; callback: (value: Pool) => void } = event;
    if (context === poolContext) callback(pool);
  });
  document.body.append(place);
  return {
    pool,
    place,
    begun: (count) =>
      new Promise((resolve) => {
        if (begun >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    open: hold.open,
    failWith: (error) => (failure = error),
    aborted: () => aborted,
    end() {
      pool.terminate();
      place.remove();
    },
  };
}
