/** The page's end of a port through which a worker hands out bytes: each message is answered by whether they could be written. */
import type { Part } from './destination.js';

export interface PiecePort {
  /** To be moved to the worker. */
  readonly port: MessagePort;
  /** Waits for the call that hands the bytes out; what the destination refused is why it failed. */
  readonly received: <Result>(done: Promise<Result>) => Promise<Result>;
}

/** The messages are written in order, one after the other, at the pace of the destination. */
export function receivePieces(write: (part: Part) => void | Promise<void>): PiecePort {
  const { port1, port2 } = new MessageChannel();
  let refusal: { readonly reason: unknown } | undefined;
  let turn: Promise<void> = Promise.resolve();
  const take = async (buffers: readonly ArrayBuffer[], before: Promise<void>) => {
    await before;
    try {
      if (refusal === undefined) await write(buffers.map((buffer) => new Uint8Array(buffer)));
    } catch (reason) {
      refusal = { reason };
    }
    port1.postMessage(refusal === undefined);
  };
  port1.onmessage = ({ data }: MessageEvent<readonly ArrayBuffer[]>) => {
    turn = take(data, turn);
  };
  return {
    port: port2,
    async received(done) {
      try {
        return await done;
      } catch (reason) {
        throw refusal === undefined ? reason : refusal.reason;
      } finally {
        port1.close();
      }
    },
  };
}
