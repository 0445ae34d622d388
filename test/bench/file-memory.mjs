// Peak memory while a file is hashed, compressed and decompressed, by size: of the page's process and of all the browser's.
import path from 'node:path';
import { isMeasured, peakOfCall, printPeaks } from './memory.mjs';

const hashes = ['SHA-256', 'BLAKE3, 2 workers'];
const encoders = ['ours, stream', 'ours, level 6, stream'];
const decoders = ['ours, disk', 'ours, stream'];

export async function fileMemory({ launch, folder, sizes }) {
  if (!isMeasured()) return null;
  const results = [];
  for (const size of sizes) {
    const plain = await folder.file(size);
    for (const name of hashes) results.push({ size, name, ...(await peakOfCall(launch, plain, 'runHash', name)) });
    const text = await folder.text(size);
    for (const name of encoders) {
      const peak = await peakOfCall(launch, text, 'runCompression', name, 'compress');
      results.push({ size, name: `compress: ${name}`, ...peak });
    }
    const packed = await keepPacked(launch, text, folder);
    for (const name of decoders) {
      const peak = await peakOfCall(launch, packed, 'runCompression', name, 'decompress');
      results.push({ size, name: `decompress: ${name}`, ...peak });
    }
  }
  printPeaks(sizes, results, ({ name }) => name);
  return results;
}

async function keepPacked(launch, text, folder) {
  const page = await launch();
  try {
    await page.give(text);
    const name = `${path.basename(text)}.gz`;
    await page.call('keepCompressed', path.basename(text), name);
    return folder.kept(name);
  } finally {
    await page.close();
  }
}
