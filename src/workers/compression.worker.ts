/** The worker that runs the compression operations. */
import { compressionOperations } from '../operations/compression.js';
import { serve } from '../protocol/serve.js';

serve({ compression: compressionOperations });
