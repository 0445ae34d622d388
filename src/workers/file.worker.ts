/** The worker that runs the file operations. */
import { fileOperations } from '../operations/file.js';
import { serve } from '../protocol/serve.js';

serve({ file: fileOperations });
