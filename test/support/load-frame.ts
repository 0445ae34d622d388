/** Run in a frame under some policy: does one operation in the built-in pool, and tells where it ran or why it could not. */
import { createBuiltInPool } from '../../src/bridge/bridge.js';
import { IPCError } from '../../src/errors.js';

const fallback = new URLSearchParams(location.search).get('fallback') === 'none' ? 'none' : 'page';
const pool = createBuiltInPool({ size: 1, fallback });
const told = await pool.execute({ channel: 'crypto', type: 'hash', payload: { data: new Blob(['abc']) } }).then(
  (digest) => ({ digest, place: pool.place }),
  (reason: unknown) =>
    reason instanceof IPCError ? { code: reason.code, message: reason.message } : { message: String(reason) },
);
pool.terminate();
parent.postMessage(told, '*');
