/** A lane of an upload: Blobs of random bytes, of which those count that the server acknowledged. */
import { readBody } from './body.js';
import { LaneFailure, type Lane } from './course.js';
import { untilAborted } from './deadline.js';
import { unique } from './timing.js';
import { FIRST_UPLOAD, LARGEST_UPLOAD, nextUploadSize } from './upload-size.js';

/** Bytes of chance that can be had at once. */
const MOST_RANDOM = 2 ** 16;

/** Bytes that nothing between here and the server can make fewer. Built once a test. */
export function randomBlob(): Blob {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let size = 0; size < LARGEST_UPLOAD; size += MOST_RANDOM)
    pieces.push(crypto.getRandomValues(new Uint8Array(MOST_RANDOM)));
  return new Blob(pieces);
}

/**
 * Sends parts of `data`. The browser's own count of sent bytes runs ahead of the network by megabytes (14.2 of 11.7 in Chromium),
 * and streamed bodies need HTTP/2 or are sent as the text "[object ReadableStream]" (Firefox 153): hence many whole requests.
 * The Blob has no type, so that no preflight is needed. Each request but the first few lasts `shortest` milliseconds or more.
 */
export async function uploadLane(address: URL, data: Blob, shortest: number, lane: Lane): Promise<void> {
  const { signal, count, claim } = lane;
  let size = FIRST_UPLOAD;
  while (!signal.aborted) {
    const body = data.slice(0, claim(size));
    if (body.size === 0) return;
    const began = performance.now();
    const init: RequestInit = { method: 'POST', body, cache: 'no-store', credentials: 'omit' };
    const request = fetch(unique(address), { ...init, referrerPolicy: 'no-referrer', signal });
    const response = await untilAborted(request, signal);
    // most redirects are followed by a GET, which acknowledges nothing
    if (!response.ok || response.redirected) throw new LaneFailure('http-error');
    const now = performance.now();
    count(began, now, body.size);
    await readBody(response, signal, () => true);
    size = nextUploadSize(size, now - began, shortest);
  }
}
