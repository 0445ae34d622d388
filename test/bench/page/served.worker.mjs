// Answers what it was sent, through serve.
import { serve } from '/dist/src/protocol/serve.js';

serve({ custom: { echo: (payload) => payload } });
