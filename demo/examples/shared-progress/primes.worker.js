// Counts primes in one loop that never yields: it raises the count that all workers share, and looks at its signal.
import { serve } from 'tallow-elements/serve.js';
import { revive } from 'tallow-elements/shared.js';

/** So many numbers between two looks: rarely enough to cost nothing, often enough to stop within a millisecond or two. */
const stride = 1000;

function countPrimes({ from, to, progress: handle }, { signal }) {
  const progress = revive(handle);
  let primes = 0;
  for (let start = from; start < to; start += stride) {
    // With shared memory this is true at once. Without it nothing can be heard in here, and the pool ends the worker.
    signal.throwIfAborted();
    const end = Math.min(start + stride, to);
    for (let number = start; number < end; number++) if (isPrime(number)) primes++;
    progress.increment(end - start);
  }
  return primes;
}

function isPrime(number) {
  if (number < 4) return number > 1;
  if (number % 2 === 0) return false;
  for (let divisor = 3; divisor * divisor <= number; divisor += 2) if (number % divisor === 0) return false;
  return true;
}

serve({ custom: { 'count-primes': countPrimes } });
