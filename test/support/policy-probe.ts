/** Runs in a frame whose policy forbids workers: makes a call all the same, and tells the parent how it ended. */
import { IPCError } from '../../src/errors.js';
import { createIPCProtocol } from '../../src/protocol/protocol.js';

async function outcome(): Promise<string> {
  try {
    const worker = new Worker(new URL('./probe.worker.ts', import.meta.url), { type: 'module' });
    await createIPCProtocol().request(worker, 'echo', 'probe', 1);
    return 'answered';
  } catch (error) {
    if (error instanceof IPCError) return error.code;
    return error instanceof DOMException ? error.name : String(error);
  }
}

parent.postMessage(await outcome(), '*');
