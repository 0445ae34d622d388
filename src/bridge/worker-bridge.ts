/** WorkerBridge: every public method of the library's core, one line each. */
import type { Nonce } from '../streams/nonce-manager.js';
