// Dies in the way that it is asked for, and says when: by a message that is none of ours.
import { serve } from '/dist/src/protocol/serve.js';

const forever = new Promise(() => undefined);
const dying = () => globalThis.postMessage({ died: performance.timeOrigin + performance.now() });

if (location.search === '?throws') {
  dying();
  throw new Error('thrown at the top');
}

serve({
  custom: {
    close() {
      dying();
      globalThis.close();
      return forever;
    },
    hang(_, { progress }) {
      progress(1, 2);
      return forever;
    },
    spin(_, { progress }) {
      progress(1, 2);
      for (;;);
    },
    uncloneable() {
      dying();
      return () => undefined;
    },
    reject() {
      dying();
      void Promise.reject(new Error('stray'));
      return forever;
    },
    throw() {
      setTimeout(() => {
        dying();
        throw new Error('stray');
      });
      return forever;
    },
  },
});
