/** Run in a frame: opens a folder as a new page would, and says so. */
import { openFolder } from '../../src/bridge/disk.js';

await openFolder();
parent.postMessage('opened', '*');
