/** A lane of an upload: Blobs of random bytes, of which those count that the server acknowledged. */
import { readBody } from './body.js';
import { LaneFailure, type Lane } from './course.js';
import { untilAborted } from './deadline.js';
import { nextUploadSize } from './throughput.js';
import { unique } from './timing.js';

const FIRST = 64 * 2 ** 10;
const LARGEST = 4 * 2 ** 20;

/** Bytes that nothing between here and the server can make fewer. Built once a test. */
export function randomBlob(): Blob {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let size = 0; size < LARGEST; size += FIRST) pieces.push(crypto.getRandomValues(new Uint8Array(FIRST)));
  return new Blob(pieces);
}

/**
 * Sends parts of `data`. The browser's own count of sent bytes runs ahead of the network by megabytes (14.2 of 11.7 in Chromium),
 * and streamed bodies need HTTP/2 or are sent as the text "[object ReadableStream]" (Firefox 153): hence many whole requests.
 * The Blob has no type, so that no preflight is needed.
 */
export async function uploadLane(address: URL, data: Blob, { signal, count, claim }: Lane): Promise<void> {
  let size = FIRST;
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
    size = nextUploadSize(size, now - began);
  }
}
