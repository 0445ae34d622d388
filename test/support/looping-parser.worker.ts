/** Stands in for a parser that never comes back from a hostile file; `detect-type` answers as long as the worker lives. */
import { serve } from '../../src/protocol/serve.js';

serve({
  inspection: {
    'detect-type': () => ({ mimeType: 'a/b', extension: '', confidence: 'low', mismatch: false }),
    'read-metadata': () => {
      for (;;);
    },
  },
});
