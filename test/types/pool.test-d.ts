/** Compile-only: what a typed pool takes and gives, and what it refuses. */
import type { OperationContext, Services } from '../../src/operation.js';
import type { Rung, WorkerPool } from '../../src/pool/pool.js';
import { createWorkerPool } from '../../src/pool/pool.js';
import { createPageWorker } from '../../src/pool/page-worker.js';

const services = {
  text: {
    length: (text: string) => text.length,
    async words(text: string, { signal }: OperationContext) {
      signal.throwIfAborted();
      return Promise.resolve(text.split(' '));
    },
  },
  custom: { now: (zone: { readonly hours: number }) => new Date(zone.hours) },
} satisfies Services;
type MyServices = typeof services;

export async function typed(pool: WorkerPool<MyServices>): Promise<unknown> {
  const length: number = await pool.execute({ channel: 'text', type: 'length', payload: 'four' });
  const words: string[] = await pool.execute({ channel: 'text', type: 'words', payload: 'a b', priority: length });
  const now: Date = await pool.execute({ channel: 'custom', type: 'now', payload: { hours: words.length } });
  const again: Date = await pool.execute({ type: 'now', payload: { hours: now.getHours() }, affinity: now });

  // @ts-expect-error no such channel
  void pool.execute({ channel: 'texts', type: 'length', payload: 'four' });
  // @ts-expect-error no such type
  void pool.execute({ channel: 'text', type: 'width', payload: 'four' });
  // @ts-expect-error a type of another channel
  void pool.execute({ channel: 'custom', type: 'length', payload: 'four' });
  // @ts-expect-error without a channel, only those of `custom`
  void pool.execute({ type: 'length', payload: 'four' });
  // @ts-expect-error wrong payload
  void pool.execute({ channel: 'text', type: 'length', payload: 4 });
  // @ts-expect-error no payload
  void pool.execute({ channel: 'text', type: 'length' });
  // @ts-expect-error wrong result
  const wrong: string = await pool.execute({ channel: 'text', type: 'length', payload: 'four' });
  return [again, wrong];
}

export async function withoutCustom(pool: WorkerPool<{ text: MyServices['text'] }>): Promise<unknown> {
  // @ts-expect-error there is no channel `custom` to be meant
  return pool.execute({ type: 'length', payload: 'four' });
}

export async function untyped(): Promise<unknown> {
  const pool = createWorkerPool('worker.js');
  const result: unknown = await pool.execute({ channel: 'any', type: 'thing', payload: new Map() });
  const other: unknown = await pool.execute({ type: 'thing', payload: null });
  // @ts-expect-error nothing is known of the result
  const text: string = await pool.execute({ type: 'thing', payload: null });
  return [result, other, text];
}

export function sources(): void {
  const rungs: readonly Rung[] = [
    { name: 'file', start: () => new Worker('worker.js') },
    { name: 'page', start: () => createPageWorker(() => Promise.resolve(services)) },
  ];
  createWorkerPool(rungs, 2, { strategy: 'round-robin', handshakeTimeout: 1000 });
  createWorkerPool(new URL('https://example.org/worker.js'), 2, { taskTimeout: undefined });
  createWorkerPool(async () => Promise.resolve(new Worker('worker.js')));
  // @ts-expect-error not a strategy
  createWorkerPool('worker.js', 2, { strategy: 'random' });
  // @ts-expect-error a port cannot be ended
  createWorkerPool(() => new MessageChannel().port1);
  // @ts-expect-error not an option
  createWorkerPool('worker.js', 2, { retries: 1 });
}
