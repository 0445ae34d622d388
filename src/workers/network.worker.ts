/** The worker that runs the network operations. */
import { networkOperations } from '../operations/network.js';
import { serve } from '../protocol/serve.js';

serve({ network: networkOperations });
