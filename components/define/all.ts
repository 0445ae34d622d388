/** Registers every element. */
import './worker-pool.js';
import './file-encryptor.js';
import './transfer-progress.js';
