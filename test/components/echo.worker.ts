/** A worker of a user's own, on the channel `custom`. */
import { serve } from '../../src/protocol/serve.js';

serve({ custom: { echo: (payload: unknown) => payload, forever: () => new Promise(() => undefined) } });
