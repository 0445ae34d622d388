/** Uploads over a line that is made up: it carries them piece by piece, some in larger pieces than others, as connections share a real one. */
import { createMeter, isSteady, summarize } from '../../src/operations/network/throughput.js';
import { FIRST_UPLOAD, nextUploadSize, shortestUpload } from '../../src/operations/network/upload-size.js';

export interface SharedLine {
  readonly mbps: number;
  readonly lanes: number;
  /** Milliseconds from an upload's last byte to the first of the next. */
  readonly roundTrip: number;
  /** A whole number below its limit. */
  readonly chance: (limit: number) => number;
}

/** Milliseconds a direction may take. */
const DURATION = 5000;

/** The megabits a second that are read of it, once it looks steady or the time is up. */
export function readLine({ mbps, lanes, roundTrip, chance }: SharedLine): number {
  const meter = createMeter(0);
  const shortest = shortestUpload(lanes, roundTrip);
  const bytesPerMillisecond = (mbps * 1e6) / 8000;
  const begin = (size: number, began: number, ready: number) => {
    return { size, left: size, began, ready, piece: 2 ** (13 + chance(4)) };
  };
  const uploads = Array.from({ length: lanes }, () => begin(FIRST_UPLOAD, 0, 0));
  const ends = uploads.map(() => 0);
  let now = 0;
  while (now < DURATION && !isSteady(meter.windows(Math.min(...ends)))) {
    const soonest = Math.min(...uploads.map(({ ready }) => ready));
    const index = uploads.findIndex(({ ready }) => ready === soonest);
    const upload = uploads[index]!;
    const piece = Math.min(upload.left, upload.piece);
    now = Math.max(now, upload.ready) + piece / bytesPerMillisecond;
    upload.left -= piece;
    upload.ready = now;
    if (upload.left > 0) continue;
    meter.add(upload.began, now, upload.size);
    ends[index] = now;
    uploads[index] = begin(nextUploadSize(upload.size, now - upload.began, shortest), now, now + roundTrip);
  }
  return summarize(meter, Math.min(...ends)).mbps ?? 0;
}
