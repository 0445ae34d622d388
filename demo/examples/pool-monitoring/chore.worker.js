// A worker that keeps itself busy for as long as it is told, to have something to watch.
import { serve } from 'tallow-elements/serve.js';

/** Hashes for about `milliseconds`, and resolves with how many times. */
async function chore({ milliseconds }, { signal, progress }) {
  const begin = performance.now();
  let block = new Uint8Array(2 ** 20);
  let times = 0;
  for (let spent = 0; spent < milliseconds; spent = performance.now() - begin) {
    signal.throwIfAborted();
    block.set(new Uint8Array(await crypto.subtle.digest('SHA-256', block)));
    progress(spent, milliseconds);
    times++;
  }
  return times;
}

serve({ custom: { chore } });
