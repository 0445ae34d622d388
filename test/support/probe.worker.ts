/** A worker that serves what tests need of one: it answers, waits, spins, and dies in every way. */
import { serve } from '../../src/protocol/serve.js';
import { probeCrypto } from './probe-crypto.js';
import { probeServices } from './probe-services.js';

serve({ ...probeServices, crypto: probeCrypto });
