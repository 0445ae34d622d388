/** The worker that runs the inspection of files. */
import { inspectionOperations } from '../operations/inspection.js';
import { serve } from '../protocol/serve.js';

serve({ inspection: inspectionOperations });
