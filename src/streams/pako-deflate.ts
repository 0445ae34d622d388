/** zlib as JavaScript (pako): deflate with a level under a policy that forbids WebAssembly. */
import { Deflate, Z_FINISH, Z_NO_FLUSH, Z_SYNC_FLUSH } from 'pako';
import { type DeflateFormat, type Level } from './deflate-frame.js';
import { type Bytes } from './bytes.js';
import { type Deflater } from './zlib.js';

type Flush = typeof Z_FINISH | typeof Z_NO_FLUSH | typeof Z_SYNC_FLUSH;

export function createPakoDeflater(format: DeflateFormat, level: Level): Deflater {
  const deflate = new Deflate({ level, gzip: format === 'gzip', raw: format === 'deflate-raw', chunkSize: 64 * 1024 });
  let ready: Bytes[] = [];
  deflate.onData = (chunk) => void ready.push(chunk);
  deflate.onEnd = () => undefined;
  const push = (piece: Bytes, flush: Flush) => {
    if (!deflate.push(piece, flush)) throw new RangeError(`pako could not deflate: ${deflate.msg}`);
    const pieces = ready;
    ready = [];
    return pieces;
  };
  return {
    write: (piece) => push(piece, Z_NO_FLUSH),
    flush: () => push(new Uint8Array(0), Z_SYNC_FLUSH),
    end: () => push(new Uint8Array(0), Z_FINISH),
    close: () => undefined,
  };
}
