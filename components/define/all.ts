/** Registers every element. */
import './worker-pool.js';
import './file-encryptor.js';
