/** The bridge takes shared primitives wherever it takes a signal or a listener, in a worker and on the page. */
import { expect } from '@open-wc/testing';
import { SharedCancellation } from '../../src/shared/shared-cancellation.js';
import { SharedProgress } from '../../src/shared/shared-progress.js';
import { rejection } from '../support/outcome.js';
import { places } from '../support/places.js';

const size = 300_000;
const file = () => new File([new Uint8Array(size)], 'zeros');
const key = new Uint8Array(32);

for (const place of places) {
  describe(`shared primitives of a bridge's calls, ${place.name}`, () => {
    const bridge = place.open();
    after(() => bridge.destroy());

    it('show how far a single operation is', async () => {
      const onProgress = new SharedProgress();
      await bridge.hashFile(file(), { onProgress });
      expect([onProgress.get(), onProgress.total]).to.deep.equal([size, size]);
    });

    it('show how far a file of many ranges is', async () => {
      const onProgress = new SharedProgress();
      const sealed = await bridge.sealFile(file(), key, { onProgress });
      expect([onProgress.get(), onProgress.total]).to.deep.equal([size, size]);
      const back = new SharedProgress();
      await bridge.openFile(sealed, key, { onProgress: back });
      expect([back.get(), back.total]).to.deep.equal([size, size]);
    });

    it('give a file up, before and while it is sealed', async () => {
      const before = new SharedCancellation();
      before.cancel('before');
      const during = new SharedCancellation();
      const sealing = bridge.sealFile(file(), 'a passphrase', { signal: during });
      during.cancel('while');
      for (const [reason, call] of [
        ['before', bridge.sealFile(file(), key, { signal: before })],
        ['while', sealing],
      ] as const) {
        const error = await rejection(call);
        expect(error).to.include({ name: 'AbortError', code: 'aborted' });
        expect(error).to.have.property('cause').that.includes({ name: 'AbortError', message: reason });
      }
    });
  });
}
