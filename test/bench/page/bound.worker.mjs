// One worker of the bound: reads a range, ciphers its chunks, drops them or makes a Blob of them.
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
    if (keep) done.push(...landed);
  };
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
  return keep ? new Blob(done) : null;
}
