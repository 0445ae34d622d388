// Compresses a file and decompresses it again, says how small it became, and shows that nothing was lost.
import { WorkerBridge } from 'tallow-elements';
import { inWords, offer, runnable, say, verify } from '../page.js';

/**
 * Resolves with `{ packed, opened }`. `level`: undefined for the browser's own encoder, `auto` to store what is compressed already, or 0
 * to 9. `onProgress` hears of both halves, as a share of 1.
 */
export async function thereAndBack(file, { algorithm = 'gzip', level, onProgress } = {}) {
  const half = (done) => (progress) => onProgress?.(done + progress.loaded / progress.total / 2);
  const packed = await WorkerBridge.compression.compressData(file, { algorithm, level, onProgress: half(0) });
  // gzip and deflate are told apart by themselves; brotli has no mark
  const named = algorithm === 'brotli' ? algorithm : undefined;
  const opened = await WorkerBridge.compression.decompressData(packed, named, { onProgress: half(0.5) });
  return { packed, opened };
}

export async function isSame(one, other) {
  const [first, second] = await Promise.all([one, other].map((file) => WorkerBridge.file.hashFile(file, 'BLAKE3')));
  return first === second;
}

/** Lines that are alike, and not the same. */
export function text(lines) {
  const words = Array.from({ length: lines }, (_, n) => `${n}: the sum of the digits is ${(n * 7919) % 1009}\n`);
  return new File(words, 'lines.txt', { type: 'text/plain' });
}

const form = document.querySelector('form#compress');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [output, link, bar] = ['output', 'a', 'progress'].map((name) => form.querySelector(name));
  const file = form.elements.file.files[0] ?? text(200_000);
  const level = form.elements.level.value;
  say(output, 'Compressing …');
  offer(link, null);
  try {
    const { packed, opened } = await thereAndBack(file, {
      algorithm: form.elements.algorithm.value,
      level: level === '' || level === 'auto' ? level || undefined : Number(level),
      onProgress: (share) => (bar.value = share),
    });
    const share = Math.round((packed.size / Math.max(file.size, 1)) * 100);
    const same = await isSame(file, opened);
    const end = same ? 'It came back as it was.' : 'It came back changed.';
    say(output, `${inWords(file.size)} became ${inWords(packed.size)}, ${share}%. ${end}`, same ? 'good' : 'bad');
    offer(link, packed);
  } catch (error) {
    say(output, error.message, 'bad');
  }
});

runnable(async () => {
  const file = text(100_000);
  const { packed, opened } = await thereAndBack(file, { level: 6 });
  verify(await isSame(file, opened), 'The file came back changed.');
  verify(packed.size < file.size / 2, 'It did not become smaller.');
  return `${inWords(file.size)} became ${inWords(packed.size)}, and the same file again.`;
});
