// A worker that dies: always, or only if it is the first of its pool, so that trying again helps.
import { serve } from 'tallow-elements/serve.js';

/** Closes the worker in the middle of the work, as a crash would. No event says so; the pool notices all the same. */
function crash() {
  self.close();
  return new Promise(() => undefined);
}

/** Only the worker called `1` crashes: see the factory in error-handling.js. */
function crashOnce() {
  return self.name === '1' ? crash() : `done by worker ${self.name}`;
}

/** Never answers. */
function wait() {
  return new Promise(() => undefined);
}

serve({ custom: { crash, 'crash-once': crashOnce, wait } });
