// What one worker does without us: the file through the browser's stream, or through pako, into a Blob.
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

self.onmessage = async ({ data: { what, direction, file } }) => {
  if (what === 'ready') return self.postMessage(null);
  if (what === 'pako') return self.postMessage(await pako(file));
  const stream = file.stream().pipeThrough(new streams[direction]('gzip'));
  return self.postMessage(await new Response(stream).blob());
};
