// A worker with a well-behaved operation and one that never ends, to show what cancelling does to each.
import { serve } from 'tallow-elements/serve.js';

/** Resolves with the text turned round, after half a second; stops early when its signal is aborted. */
function reverse(text, { signal }) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve([...text].reverse().join('')), 500);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** Spins for ever. Its worker cannot even receive a message, so no signal can reach it. */
function countForEver(_, { progress }) {
  progress(0, 0, 'counting');
  for (let count = 0; ; count = (count + 1) % 1000);
}

serve({ custom: { reverse, 'count-for-ever': countForEver } });
