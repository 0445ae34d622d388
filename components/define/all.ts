/** Registers every element. */
import './worker-pool.js';
import './file-encryptor.js';
import './file-hasher.js';
import './file-compressor.js';
import './file-inspector.js';
import './transfer-progress.js';
import './connectivity-check.js';
