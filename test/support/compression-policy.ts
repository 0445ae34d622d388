/** Runs in a frame whose policy forbids WebAssembly (WebKitGTK 2.50 does not mind): compresses with a level all the same, and tells the parent what became of it. */
import { compressionOperations } from '../../src/operations/compression.js';
import { compressInRanges, inflateNatively, prose, type CompressionCall } from './compressing.js';
import { quiet } from './operation-context.js';
import { same } from './sealing.js';

const call: CompressionCall = async (type, input) => {
  const operation: (input: never, context: never) => unknown = compressionOperations[type];
  return (await operation(input as never, quiet() as never)) as never;
};

async function outcome(): Promise<string> {
  const bytes = prose(20_000);
  for (const algorithm of ['gzip', 'deflate', 'deflate-raw'] as const) {
    for (const level of [0, 1, 6, 9] as const) {
      const result = await compressInRanges(call, bytes, { algorithm, level, rangeSize: 4096 });
      if (!same(await inflateNatively(result, algorithm), bytes)) return `${algorithm} at level ${level} is wrong`;
    }
  }
  return 'right';
}

parent.postMessage(await outcome().catch(String), '*');
