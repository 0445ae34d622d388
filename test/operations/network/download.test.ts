/** What a lane of a download does with answers that cannot be used. */
import { expect } from '@open-wc/testing';
import { LaneFailure, type Lane } from '../../../src/operations/network/course.js';
import { downloadLane } from '../../../src/operations/network/download.js';
import { rejection } from '../../support/outcome.js';

const lane: Lane = {
  signal: new AbortController().signal,
  left: () => 1000,
  claim: (wanted) => wanted,
  count: () => undefined,
  note: () => undefined,
};
const timings = { entryOf: () => Promise.resolve(null), stop: () => undefined };

describe('a lane of a download', () => {
  const { fetch } = globalThis;
  afterEach(() => {
    globalThis.fetch = fetch;
  });

  for (const [what, init, code] of [
    ['with an error', { status: 503 }, 'http-error'],
    ['with packed bytes', { headers: { 'Content-Encoding': 'gzip' } }, 'compressed'],
  ] as const) {
    it(`cancels an answer ${what} instead of letting it run on`, async () => {
      let isCancelled = false;
      const body = new ReadableStream({
        cancel() {
          isCancelled = true;
        },
      });
      globalThis.fetch = () => Promise.resolve(new Response(body, init));
      const reason = await rejection(downloadLane(new URL('https://a.test/'), timings, lane));
      expect(reason).to.be.instanceOf(LaneFailure).and.to.include({ code });
      expect(isCancelled).to.equal(true);
    });
  }
});
