// hash-wasm and nothing around it: the file's stream, piece by piece, or read into lent memory as ours is.
import { lendPieces } from '/dist/src/streams/read.js';
import { createBLAKE3, createSHA256 } from '/node_modules/hash-wasm/dist/index.esm.js';

const create = { 'SHA-256': createSHA256, BLAKE3: createBLAKE3 };

self.onmessage = async ({ data: { algorithm, file, lent } }) => {
  const hasher = (await create[algorithm]()).init();
  if (file === undefined) return self.postMessage(null);
  if (lent) {
    const { signal } = new AbortController();
    for await (const piece of lendPieces(file, 0, file.size, signal)) hasher.update(piece);
    return self.postMessage(hasher.digest());
  }
  const reader = file.stream().getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) hasher.update(read.value);
  return self.postMessage(hasher.digest());
};
