// What is made once: keys, pools, and the sealed files that the others open, sent to the server to become real files.
import { createBuiltInPool } from '/dist/src/bridge/bridge.js';
import { WorkerBridge } from '/dist/src/index.js';
import { sealWithAge } from './age.mjs';

/** A key, not a passphrase: stretching one takes as long for an empty file, and is timed by itself. */
export const secret = new Uint8Array(32).fill(7);

export const testKey = () => crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);

/** Workers or nothing: a fallback to the page would be measured as if it were a worker. */
export async function startPool() {
  const pool = createBuiltInPool({ fallback: 'none' });
  await pool.warmUp();
  return pool;
}

const makers = {
  async ours(file) {
    return WorkerBridge.crypto.sealFile(file, secret);
  },
  age: sealWithAge,
  async call(file) {
    const parameters = { name: 'AES-GCM', iv: new Uint8Array(12) };
    return new Blob([await crypto.subtle.encrypt(parameters, await testKey(), await file.arrayBuffer())]);
  },
};

/** Resolves with the names under which the server has kept the file's sealed forms. */
export async function keepFiles(file, kinds) {
  const names = [];
  for (const kind of kinds) {
    const body = await makers[kind](file);
    const name = `${file.name}.${kind}`;
    const response = await fetch(`/keep/${name}`, { method: 'POST', body });
    if (!response.ok) throw new Error(`The server could not keep ${name}`);
    names.push(name);
  }
  WorkerBridge.destroyAll();
  return names;
}

/** Milliseconds for PBKDF2 with the iterations that sealing with a passphrase uses. */
export async function deriveKeyTime() {
  const pool = await startPool();
  const start = performance.now();
  const payload = { password: 'correct horse', salt: new Uint8Array(32) };
  await pool.execute({ channel: 'crypto', type: 'derive-key', payload });
  const ms = performance.now() - start;
  pool.terminate();
  return ms;
}
