// Runs the example by itself, for the list of the examples: 50 MB over a line with every fault it knows.
import { WorkerBridge } from 'tallow-elements';
import { inWords, runnable, verify } from '../page.js';
import { openChannel } from './channel.js';
import { createHold, sampleOf, transfer } from './file-transfer.js';

runnable(async () => {
  const sample = sampleOf(50);
  const controller = new AbortController();
  const counts = { again: 0, doubled: 0, damaged: 0, late: 0 };
  const channel = openChannel({ lost: 0.15, doubled: 0.15, damaged: 0.15, late: 0.15, outage: true });
  const arrived = await transfer(sample, channel, {
    key: crypto.getRandomValues(new Uint8Array(32)),
    signal: controller.signal,
    hold: createHold(),
    onProgress: () => undefined,
    onPacked: () => undefined,
    onChunk: (_, what) => what in counts && counts[what]++,
  });
  try {
    const [before, after] = await Promise.all([sample, arrived].map((file) => WorkerBridge.file.hashFile(file)));
    verify(before === after, 'What arrived is not what was sent.');
    verify(
      Object.values(counts).every((count) => count > 0),
      'The line was better than it should be.',
    );
    return `${inWords(arrived.size)} arrived unharmed; ${counts.again} chunks were sent again, ${counts.damaged} had been damaged.`;
  } finally {
    await WorkerBridge.pipeline.discard(arrived);
  }
});
