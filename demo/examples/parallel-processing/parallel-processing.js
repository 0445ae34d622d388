// Hashes many files at once over a pool of workers, and compares that with one worker.
import { createBuiltInPool, WorkerBridge } from 'tallow-elements';
import { inWords, runnable, sampleFile, say, verify } from '../page.js';

/**
 * Resolves with the SHA-256 of each file, in the order of the files. All of them are handed to the pool at once: it has
 * the queue, so there is no need to count what runs. `onProgress` is told which file is how far.
 */
export async function hashAll(files, size, onProgress = () => undefined) {
  const pool = createBuiltInPool({ size });
  try {
    // Starting a worker takes some milliseconds: done before the first task, they are not in its way.
    await pool.warmUp();
    return await Promise.all(
      files.map((file, index) =>
        WorkerBridge.crypto.hashFile(file, { pool, onProgress: (progress) => onProgress(index, progress) }),
      ),
    );
  } finally {
    // A pool keeps its workers until it is told otherwise.
    pool.terminate();
  }
}

const form = document.querySelector('form#hash');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const chosen = [...form.elements.files.files];
  const files = chosen.length > 0 ? chosen : Array.from({ length: 8 }, (_, n) => sampleFile(`sample${n + 1}.bin`, 40));
  const size = event.submitter?.value === 'one' ? 1 : navigator.hardwareConcurrency;
  const output = form.querySelector('output');
  const rows = showRows(files);

  say(output, 'Hashing …');
  for (const button of form.querySelectorAll('button')) button.disabled = true;
  const begin = performance.now();
  try {
    const hashes = await hashAll(files, size, (index, { loaded }) => (rows[index].bar.value = loaded));
    const seconds = (performance.now() - begin) / 1000;
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    for (const [index, hash] of hashes.entries()) {
      rows[index].bar.value = rows[index].bar.max;
      rows[index].hash.textContent = hash;
    }
    const workers = size === 1 ? 'One worker' : `${size} workers`;
    say(
      output,
      `${workers}: ${inWords(bytes)} in ${seconds.toFixed(2)} s, ${inWords(bytes / seconds)} a second.`,
      'good',
    );
  } catch (error) {
    say(output, error.message, 'bad');
  } finally {
    for (const button of form.querySelectorAll('button')) button.disabled = false;
  }
});

function showRows(files) {
  const table = document.querySelector('table');
  table.hidden = false;
  table.tBodies[0].replaceChildren();
  return files.map((file) => {
    const row = table.tBodies[0].insertRow();
    const bar = document.createElement('progress');
    const hash = document.createElement('code');
    bar.max = Math.max(file.size, 1);
    bar.value = 0;
    bar.ariaLabel = file.name;
    row.insertCell().append(file.name);
    row.insertCell().append(bar);
    row.insertCell().append(hash);
    return { bar, hash };
  });
}

runnable(async () => {
  const files = Array.from({ length: 8 }, (_, n) => sampleFile(`sample${n + 1}.bin`, 5 + n));
  const size = navigator.hardwareConcurrency;
  const [all, one] = [await hashAll(files, size), await hashAll(files, 1)];
  verify(new Set(all).size === files.length && all.join() === one.join(), 'The hashes differ.');
  return `${size} workers and one give the same ${files.length} hashes.`;
});
