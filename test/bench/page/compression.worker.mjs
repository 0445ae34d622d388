// What one worker does without us: the file through the browser's stream, through pako, or through the zlib that ours has, into a Blob.
import { createZlibDeflater } from '/dist/src/streams/zlib.js';
import { Deflate } from '/node_modules/pako/dist/pako.mjs';

const { CompressionStream, DecompressionStream, Response } = globalThis;
const streams = { compress: CompressionStream, decompress: DecompressionStream };

async function pako(file) {
  const deflate = new Deflate({ level: 6, gzip: true, chunkSize: 65_536 });
  const parts = [];
  deflate.onData = (chunk) => parts.push(chunk);
  deflate.onEnd = () => undefined;
  for await (const piece of file.stream()) deflate.push(piece, false);
  deflate.push(new Uint8Array(0), true);
  return new Blob(parts);
}

async function zlib(file) {
  const deflater = await createZlibDeflater('gzip', 6);
  const parts = [];
  for await (const piece of file.stream()) parts.push(...deflater.write(piece));
  parts.push(...deflater.end());
  deflater.close();
  return new Blob(parts);
}

const encoders = { pako, zlib };

self.onmessage = async ({ data: { what, direction, file } }) => {
  if (file === undefined) {
    // compiled before the clock starts
    if (what === 'zlib') await zlib(new Blob(['ready']));
    return self.postMessage(null);
  }
  if (what in encoders) return self.postMessage(await encoders[what](file));
  const stream = file.stream().pipeThrough(new streams[direction]('gzip'));
  return self.postMessage(await new Response(stream).blob());
};
