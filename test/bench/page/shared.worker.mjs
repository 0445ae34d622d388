// Reports as often as it is told, and says how many nanoseconds each report took.
import { serve } from '/dist/src/protocol/serve.js';
import { revive } from '/dist/src/shared/index.js';

function timed(count, report) {
  const begin = performance.now();
  for (let n = 1; n <= count; n++) report(n);
  return ((performance.now() - begin) / count) * 1e6;
}

serve({
  custom: {
    increment({ handle, count }) {
      const progress = revive(handle);
      return timed(count, () => progress.increment());
    },
    report: (count, { progress }) => timed(count, (n) => progress(n, count)),
    /** As a worker without any of this does it. The last message says what each took. */
    post(count) {
      const each = timed(count, (n) => self.postMessage({ loaded: n, total: count, last: null }));
      self.postMessage({ loaded: count, total: count, last: each });
    },
  },
});
