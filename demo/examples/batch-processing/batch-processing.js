// Seals many files, at most so many a second and so many at once, with a result for each.
import { WorkerBridge } from 'tallow-elements';
import { inWords, runnable, sampleFile, say, verify } from '../page.js';

/**
 * Runs `work(item, signal)` for every item: at most `atOnce` at a time, and at most `perSecond` started in a second.
 * Resolves with a { value } or an { error } for each, in the order of the items: one that fails does not stop the others.
 * `onResult` is told each as it comes. An abort rejects, as everywhere.
 */
export async function runBatch(items, work, { atOnce, perSecond, signal, onResult = () => undefined, turn }) {
  const results = [];
  const next = items.entries();
  const waitForTurn = turn ?? startRateLimit(perSecond);
  const lane = async () => {
    // The lanes share one iterator: each takes the next item when it is done with its last.
    for (const [index, item] of next) {
      await waitForTurn(signal);
      results[index] = await settle(work(item, signal));
      signal?.throwIfAborted();
      onResult(index, results[index]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

const settle = (promise) =>
  promise.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );

/** A function that resolves when it is the caller's turn: turns are 1/perSecond apart, however many wait. */
export function startRateLimit(perSecond, { now = () => performance.now(), wait = delay } = {}) {
  let free = 0;
  return async (signal) => {
    const at = Math.max(now(), free);
    free = at + 1000 / perSecond;
    if (at > now()) await wait(at - now(), signal);
  };
}

function delay(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

const form = document.querySelector('form#batch');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { files: input, perSecond, atOnce, start, cancel } = form.elements;
  const files = input.files.length > 0 ? [...input.files] : samples();
  const [output, bar] = ['output', 'progress'].map((name) => form.querySelector(name));
  const cells = showRows(files);
  const controller = new AbortController();
  cancel.onclick = () => controller.abort();
  start.disabled = true;
  cancel.disabled = false;
  bar.max = files.length;
  bar.value = 0;
  say(output, 'Working …');

  // A key instead of a passphrase: stretching a passphrase takes a good part of a second, and once a file.
  const key = crypto.getRandomValues(new Uint8Array(32));
  try {
    const results = await runBatch(files, (file, signal) => WorkerBridge.crypto.sealFile(file, key, { signal }), {
      perSecond: perSecond.valueAsNumber,
      atOnce: atOnce.valueAsNumber,
      signal: controller.signal,
      onResult(index, { value, error }) {
        bar.value++;
        cells[index].textContent = error ? error.message : `${value.name}, ${inWords(value.size)}`;
        cells[index].className = error ? 'bad' : 'good';
      },
    });
    const failed = results.filter(({ error }) => error).length;
    say(output, `${results.length - failed} of ${results.length} files sealed.`, failed ? 'bad' : 'good');
  } catch (error) {
    say(output, error.name === 'AbortError' ? 'Cancelled; what was done is listed.' : error.message);
  } finally {
    start.disabled = false;
    cancel.disabled = true;
  }
});

function samples() {
  return Array.from({ length: 20 }, (_, n) => sampleFile(`photo${String(n + 1).padStart(2, '0')}.jpg`, 1 + (n % 5)));
}

/** A row for each file; returns the cells for the results. */
function showRows(files) {
  const table = document.querySelector('table');
  table.hidden = false;
  table.tBodies[0].replaceChildren();
  return files.map((file) => {
    const row = table.tBodies[0].insertRow();
    row.insertCell().append(file.name);
    const size = row.insertCell();
    size.className = 'number';
    size.append(inWords(file.size));
    const cell = row.insertCell();
    cell.append('waiting');
    return cell;
  });
}

runnable(async () => {
  const limits = { perSecond: 20, atOnce: 3 };
  const files = samples().slice(0, 10);
  const key = crypto.getRandomValues(new Uint8Array(32));
  let [running, most] = [0, 0];
  const work = async (file) => {
    most = Math.max(most, ++running);
    try {
      // The fourth cannot be done, and holds up no other.
      return await WorkerBridge.crypto.sealFile(file, file === files[3] ? new Uint8Array(1) : key);
    } finally {
      running--;
    }
  };
  const begin = performance.now();
  const results = await runBatch(files, work, limits);
  const seconds = (performance.now() - begin) / 1000;
  const failed = results.flatMap(({ error }, index) => (error ? [index] : []));
  verify(failed.join() === '3', 'It is not the fourth, and no other, that failed.');
  verify(most <= limits.atOnce, 'There were more at once than allowed.');
  verify(seconds > (files.length - 1) / limits.perSecond - 0.05, 'They were started too fast.');
  return `9 of 10 files sealed, one refused as meant; never more than ${limits.atOnce} at once or ${limits.perSecond} a second.`;
});
