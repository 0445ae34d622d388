// One worker of the bound: reads a range, ciphers its chunks, and drops them, makes a Blob of them or writes them to the private file system.
import { CHUNK, openChunk, sealChunk, SEALED_CHUNK } from '/dist/src/streams/cobblestone.js';
import { lendPieces } from '/dist/src/streams/read.js';

/** Chunks at once; more or fewer were slower (docs/performance.md). */
const IN_FLIGHT = 64;

let earlier = Promise.resolve();
self.onmessage = ({ data }) => {
  earlier = earlier
    .then(() => run(data))
    .then(
      (result) => self.postMessage({ result }),
      (error) => self.postMessage({ error: String(error) }),
    );
};
self.postMessage('ready');

async function run({ direction, file, range, key, baseNonce, keep }) {
  const size = direction === 'seal' ? CHUNK : SEALED_CHUNK;
  const cipher = direction === 'seal' ? sealChunk : openChunk;
  const kept = [];
  const opened = keep === 'file' ? openFile(`bound-${range.index}`, range.end - range.start) : null;
  opened?.catch(() => undefined); // it is waited for when there is something to write
  let flying = [];
  let before = [];
  let index = range.index;
  const start = (chunk) => flying.push(cipher(key, baseNonce, index++, chunk));
  const land = async () => {
    const waiting = before;
    before = Promise.all(flying);
    flying = [];
    const landed = await waiting;
    if (keep === 'blob') kept.push(...landed);
    (await opened)?.write(landed);
  };
  const rest = new Uint8Array(size);
  let held = 0;
  for await (const piece of lendPieces(file, range.start, range.end, new AbortController().signal)) {
    let offset = 0;
    if (held > 0) {
      offset = Math.min(size - held, piece.length);
      rest.set(piece.subarray(0, offset), held);
      held += offset;
      if (held < size) continue;
      start(rest);
      if (flying.length >= IN_FLIGHT) await land();
    }
    for (; offset + size <= piece.length; offset += size) {
      start(piece.subarray(offset, offset + size));
      if (flying.length >= IN_FLIGHT) await land();
    }
    rest.set(piece.subarray(offset)); // the piece is lent
    held = piece.length - offset;
  }
  if (range.last) start(rest.subarray(0, held));
  await land();
  await land();
  (await opened)?.close();
  return keep === 'blob' ? new Blob(kept) : null;
}

/** A batch in one write, into a file that is long enough for what comes of `size` bytes: that is the fastest. */
async function openFile(name, size) {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle(name, { create: true });
  const access = await handle.createSyncAccessHandle();
  access.truncate(0);
  access.truncate((Math.floor(size / CHUNK) + 1) * SEALED_CHUNK);
  let written = 0;
  const joined = new Uint8Array(IN_FLIGHT * SEALED_CHUNK);
  return {
    write(chunks) {
      let length = 0;
      for (const chunk of chunks) {
        joined.set(new Uint8Array(chunk), length);
        length += chunk.byteLength;
      }
      access.write(joined.subarray(0, length));
      written += length;
    },
    close() {
      access.truncate(written);
      access.close();
    },
  };
}
