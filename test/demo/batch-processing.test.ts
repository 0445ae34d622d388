// The example of a batch: so many at once, so many a second, a result for each, and an end when it is cancelled.
import { expect } from '@open-wc/testing';
import { runBatch, startRateLimit } from '../../demo/examples/batch-processing/batch-processing.js';
import { openDemoPage, type DemoPage } from './demo-page.js';

/** Resolves in a task of its own, so that everything else that can go on has gone on. */
function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

describe('the example of batch processing', () => {
  describe('as a page', () => {
    let page: DemoPage;
    beforeEach(async () => (page = await openDemoPage('examples/batch-processing/index.html')));
    afterEach(() => page.close());

    it('seals every file, and shows what came of each', async () => {
      page.choose('[name=files]', ...['a', 'b', 'c'].map((name) => page.file(`${name}.jpg`, name)));
      page.type('[name=perSecond]', '100');
      page.press('[name=start]');
      expect(await page.says('output', /sealed/)).to.equal('3 of 3 files sealed.');
      const results = Array.from(
        page.document.querySelectorAll('tbody tr'),
        (row) => row.lastElementChild?.textContent,
      );
      expect(results.map((text) => text?.split(',')[0])).to.deep.equal([
        'a.jpg.sealed',
        'b.jpg.sealed',
        'c.jpg.sealed',
      ]);
    });

    it('stops when it is cancelled', async () => {
      page.choose('[name=files]', ...Array.from({ length: 50 }, (_, n) => page.file(`${n}.jpg`, 'x')));
      page.type('[name=perSecond]', '1');
      page.press('[name=start]');
      page.press('[name=cancel]');
      await page.says('output', /Cancelled/);
      expect(page.get('button', '[name=start]').disabled).to.be.false;
    });
  });

  describe('as a function', () => {
    const turn = () => Promise.resolve();

    it('has no more at work at once than allowed', async () => {
      let [running, most] = [0, 0];
      const work = async (item: number) => {
        most = Math.max(most, ++running);
        await nextTask();
        running--;
        return item;
      };
      const results = await runBatch([0, 1, 2, 3, 4], work, { atOnce: 2, turn });
      expect(results.map(({ value }) => value)).to.deep.equal([0, 1, 2, 3, 4]);
      expect(most).to.equal(2);
    });

    it('gives a failure its place among the results, and goes on', async () => {
      const broken = new Error('broken');
      const work = (item: string) => (item === 'b' ? Promise.reject(broken) : Promise.resolve(item));
      const results = await runBatch(['a', 'b', 'c'], work, { atOnce: 2, turn });
      expect(results).to.deep.equal([{ value: 'a' }, { error: broken }, { value: 'c' }]);
    });

    it('rejects with the reason of an abort, and starts nothing more', async () => {
      const controller = new AbortController();
      const started: number[] = [];
      const reason = new Error('enough');
      const work = (item: number) => {
        started.push(item);
        controller.abort(reason);
        return Promise.resolve(item);
      };
      const failed: unknown = await runBatch([1, 2, 3], work, { atOnce: 1, turn, signal: controller.signal }).catch(
        (error: unknown) => error,
      );
      expect(failed).to.equal(reason);
      expect(started).to.deep.equal([1]);
    });

    it('starts them evenly spaced, however many ask at once', async () => {
      let now = 1000;
      const waits: number[] = [];
      const wait = (milliseconds: number) => {
        waits.push(milliseconds);
        return Promise.resolve();
      };
      const limit = startRateLimit(4, { now: () => now, wait });
      await Promise.all([limit(), limit(), limit()]);
      expect(waits).to.deep.equal([250, 500]);
      now = 5000;
      await limit();
      expect(waits).to.have.length(2);
    });
  });
});
