/** How many bytes one upload sends: of an upload only its two ends are known, so it is short, but not so short that the line waits. */

export const FIRST_UPLOAD = 16 * 2 ** 10;
export const LARGEST_UPLOAD = 4 * 2 ** 20;

/**
 * Milliseconds that an upload lasts at least, where `lanes` send at once. They do not share a line evenly: with long uploads a second of the
 * course holds hardly more than one of each lane, and windows that are cut out of the same few uploads agree however wrong they are.
 * With short ones all lanes wait at the same time for their round trip, and a lane alone does so each time.
 */
export function shortestUpload(lanes: number, roundTrip: number): number {
  return Math.min(1000, Math.max(lanes === 1 ? 700 : 350, 3 * roundTrip));
}

/** Bytes of the next upload, when one of `size` bytes took `milliseconds`. */
export function nextUploadSize(size: number, milliseconds: number, shortest: number): number {
  if (milliseconds < shortest) return Math.min(size * 2, LARGEST_UPLOAD);
  // more than twice as long, or it would go up and down
  if (milliseconds > 2.2 * shortest) return Math.max(size / 2, FIRST_UPLOAD);
  return size;
}
