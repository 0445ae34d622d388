// One worker of the bound: reads a range, ciphers its chunks, and drops them, makes a Blob of them or writes them to the private file system.
import { CHUNK, openChunk, sealChunk, SEALED_CHUNK } from '/dist/src/streams/cobblestone.js';
import { lendPieces } from '/dist/src/streams/read.js';

/** Chunks at once; more or fewer were slower (docs/performance.md). */
const IN_FLIGHT = 64;

let before = Promise.resolve();
self.onmessage = ({ data }) => {
  before = before.then(async () => self.postMessage(await run(data)));
};
self.postMessage('ready');

async function run({ direction, file, range, key, baseNonce, keep }) {
  const size = direction === 'seal' ? CHUNK : SEALED_CHUNK;
  const cipher = direction === 'seal' ? sealChunk : openChunk;
  const done = [];
  let flying = [];
  let index = range.index;
  let rest = new Uint8Array(0);
  const start = (chunk) => flying.push(cipher(key, baseNonce, index++, chunk));
  const land = async () => {
    const landed = await Promise.all(flying);
    flying = [];
    if (keep === 'blob') done.push(...landed);
    output?.write(landed);
  };
  const output = keep === 'file' ? await openFile(`bound-${range.index}`) : null;
  for await (const piece of lendPieces(file, range.start, range.end, new AbortController().signal)) {
    let bytes = piece;
    if (rest.length > 0) {
      bytes = new Uint8Array(rest.length + piece.length);
      bytes.set(rest);
      bytes.set(piece, rest.length);
    }
    let offset = 0;
    for (; offset + size <= bytes.length; offset += size) {
      start(bytes.subarray(offset, offset + size));
      if (flying.length >= IN_FLIGHT) await land();
    }
    rest = bytes.slice(offset); // the piece is lent
  }
  if (range.last) start(rest);
  await land();
  output?.close();
  return keep === 'blob' ? new Blob(done) : null;
}

/** A batch in one write, as that is the fastest. */
async function openFile(name) {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle(name, { create: true });
  const access = await handle.createSyncAccessHandle();
  access.truncate(0);
  const joined = new Uint8Array(IN_FLIGHT * SEALED_CHUNK);
  return {
    write(chunks) {
      let length = 0;
      for (const chunk of chunks) {
        joined.set(new Uint8Array(chunk), length);
        length += chunk.byteLength;
      }
      access.write(joined.subarray(0, length));
    },
    close: () => access.close(),
  };
}
