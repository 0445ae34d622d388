// What the benchmark asks of the page, by name.
import { sequential } from './calls.mjs';
import { keepCompressed, runCompression } from './compression.mjs';
import { deaths } from './deaths.mjs';
import { entrants } from './entrants.mjs';
import { runHash } from './hash.mjs';
import { deriveKeyTime, keepFiles } from './keep.mjs';
import { throughput } from './pools.mjs';
import { sharedProgress } from './shared.mjs';
import { watchGaps } from './gaps.mjs';
import { network, networkTime } from './network.mjs';

const fileNamed = (name) => [...document.querySelector('input').files].find((file) => file.name === name);

globalThis.bench = {
  /** Milliseconds that one entrant takes to seal or open a file, workers started before; and the page's longest gap. */
  async run(entrant, direction, fileName) {
    const { work, end } = await entrants[entrant](direction, fileNamed(fileName));
    const gaps = watchGaps();
    const start = performance.now();
    await work();
    const ms = performance.now() - start;
    const gap = gaps.stop();
    await end();
    return { ms, gap };
  },
  keepFiles: (fileName, kinds) => keepFiles(fileNamed(fileName), kinds),
  runCompression: (name, direction, fileName) => runCompression(name, direction, fileNamed(fileName)),
  keepCompressed: (fileName, name) => keepCompressed(fileNamed(fileName), name),
  runHash: (name, fileName) => runHash(name, fileNamed(fileName)),
  deaths,
  deriveKeyTime,
  sequential,
  sharedProgress,
  throughput,
  network,
  networkTime,
};
