/** Runs in a frame whose policy forbids workers: makes a call all the same, and tells the parent how it ended. */
import { IPCError } from '../../src/errors.js';
import { createIPCProtocol } from '../../src/protocol/protocol.js';

const worker = new Worker(new URL('./probe.worker.ts', import.meta.url), { type: 'module' });
createIPCProtocol()
  .request(worker, 'echo', 'probe', 1)
  .then(
    () => ({ code: 'none', message: 'it was answered' }),
    (error: unknown) => (error instanceof IPCError ? { code: error.code, message: error.message } : { code: 'other' }),
  )
  .then((outcome) => parent.postMessage(outcome, '*'))
  .catch(reportError);
