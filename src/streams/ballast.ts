/** Has the garbage collector come in time where it does not see how much there is to collect. */

/** Bytes after which ballast is asked for, and ballast as a multiple of them. */
const STEP = 1024 * 1024;
const TIMES = 4;

/**
 * To be told of bytes that the platform gave, when they are done with.
 *
 * Of what its transform streams and its messages give, Chromium 156 holds the bytes until a full collection, and such a one comes by the small
 * objects in front of them: after 190 to 290 MB, and after more each time. Memory that is asked for and never touched takes no room, and is
 * counted: figures in docs/compression.md. A step is 0.2 ms there and in Firefox 153, 0.4 in WebKitGTK 2.50. What ciphers give is
 * collected in time without it.
 */
export function createBallast(): (bytes: number) => void {
  let unseen = 0;
  return (bytes) => {
    unseen += bytes;
    while (unseen >= STEP) unseen -= ask();
  };
}

/** Returns the bytes that it was for: bundlers leave out memory whose size nobody reads. */
function ask(): number {
  try {
    return new ArrayBuffer(TIMES * STEP).byteLength / TIMES;
  } catch {
    // where memory is that short, the collector comes by itself
    return STEP;
  }
}
