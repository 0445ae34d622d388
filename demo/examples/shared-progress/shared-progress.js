// Counts primes in several workers that share one progress and one cancellation: the same code with shared memory and without.
import 'tallow-elements/define/all.js';
import { createWorkerPool, SharedCancellation, SharedProgress } from 'tallow-elements';
import { runnable, say, verify } from '../page.js';

const start = () => new Worker(new URL('./primes.worker.js', import.meta.url), { type: 'module' });
const pool = createWorkerPool(start, Math.min(4, navigator.hardwareConcurrency));

/** Resolves with how many primes there are below `limit`. Every worker raises `progress`; `signal` stops them all. */
export async function countPrimes(limit, { progress, signal }) {
  // More parts than workers: large numbers take longer, and whoever is free takes the next part.
  const parts = Math.min(limit, pool.size * 8);
  const counts = Array.from({ length: parts }, (_, part) => {
    // One handle for each receiver. It is posted the same way whether it holds shared memory or a port.
    const handle = progress.share();
    const [from, to] = [part, part + 1].map((edge) => Math.floor((limit * edge) / parts));
    const payload = { from, to, progress: handle };
    return pool.execute({ type: 'count-primes', payload, transfer: handle.transfer, timeout: 0, signal });
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

const form = document.querySelector('form#primes');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [bar, output, button] = ['transfer-progress', 'output', 'button'].map((name) => form.querySelector(name));
  const limit = Number(form.elements.limit.value);
  const progress = new SharedProgress(limit);
  const signal = new SharedCancellation();
  const work = countPrimes(limit, { progress, signal });
  button.disabled = true;
  say(output, 'Counting …');
  try {
    // The element reads the progress in its frames; its cancel button cancels the cancellation.
    const primes = await bar.track(progress, { controller: signal, done: work });
    say(output, `${primes} primes below ${limit}.`, 'good');
  } catch (error) {
    say(output, error.name === 'AbortError' ? `Cancelled: ${signal.reason}` : error.message, 'bad');
  } finally {
    button.disabled = false;
    progress.close();
    signal.close();
  }
});

runnable(async () => {
  const limit = 1_000_000;
  const progress = new SharedProgress(limit);
  const signal = new SharedCancellation();
  try {
    const primes = await countPrimes(limit, { progress, signal });
    verify(primes === 78_498, `It found ${primes} primes.`);
    return `${primes} primes below ${limit}, counted by ${pool.size} workers.`;
  } finally {
    progress.close();
    signal.close();
  }
});
