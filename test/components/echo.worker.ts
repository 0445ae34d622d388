/** A worker of a user's own, on the channel `custom`. */
import type { OperationContext } from '../../src/operation.js';
import { serve } from '../../src/protocol/serve.js';

/** Says when it has begun, and never ends. */
function forever(_: unknown, { progress }: OperationContext): Promise<never> {
  progress(0, 1, 'begun');
  return new Promise(() => undefined);
}

serve({ custom: { echo: (payload: unknown) => payload, forever } });
