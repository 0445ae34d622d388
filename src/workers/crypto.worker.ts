/** The worker that runs the crypto operations. */
import { cryptoOperations } from '../operations/crypto.js';
import { serve } from '../protocol/serve.js';

serve({ crypto: cryptoOperations });
