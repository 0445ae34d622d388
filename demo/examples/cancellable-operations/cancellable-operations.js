// Cancels a file by a button or a deadline, a loop that cannot be told, and all but the latest of many tasks.
import { createWorkerPool, WorkerBridge } from 'tallow-elements';
import { runnable, sampleFile, say, verify } from '../page.js';

/** One signal may stand for several reasons to stop: here the caller's, and a deadline. */
export function sealUntil(signal, file, passphrase, onProgress) {
  return WorkerBridge.crypto.sealFile(file, passphrase, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    onProgress,
  });
}

export function createBusyPool() {
  return createWorkerPool(new URL('./busy.worker.js', import.meta.url), 1);
}

/** Rejects as soon as `signal` is aborted, though the worker hears nothing: the pool ends it and starts a new one. */
export function countForEver(pool, signal, onProgress) {
  return pool.execute({ channel: 'custom', type: 'count-for-ever', payload: null, signal, onProgress });
}

/** Wraps `work(input, signal)` so that each call aborts the one before it. */
export function latestOnly(work) {
  let controller = new AbortController();
  return (input) => {
    controller.abort();
    controller = new AbortController();
    return work(input, controller.signal);
  };
}

/** A form with a start and a cancel button around `work(signal, form)`, which resolves with what there is to say. */
function wire(form, work) {
  if (!form) return;
  const output = form.querySelector('output');
  const { start, cancel } = form.elements;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const controller = new AbortController();
    cancel.onclick = () => controller.abort();
    cancel.disabled = false;
    start.disabled = true;
    say(output, 'Running …');
    try {
      say(output, await work(controller.signal, form), 'good');
    } catch (error) {
      // An abort is no failure: whoever pressed the button knows.
      if (error.name === 'AbortError') say(output, 'Cancelled. Start it again whenever you like.');
      else say(output, error.message, 'bad');
    } finally {
      start.disabled = false;
      cancel.disabled = true;
    }
  });
}

wire(document.querySelector('form#file'), async (signal, form) => {
  const bar = form.querySelector('progress');
  const file = form.elements.file.files[0] ?? sampleFile('sample.bin', 200);
  bar.value = 0;
  const sealed = await sealUntil(signal, file, 'a passphrase', ({ loaded, total }) => {
    bar.max = total;
    bar.value = loaded;
  });
  return `Done: ${sealed.name}.`;
});

const pool = createBusyPool();
wire(document.querySelector('form#loop'), (signal, form) => {
  return countForEver(pool, signal, () => say(form.querySelector('output'), 'Counting …'));
});

const form = document.querySelector('form#latest');
const reverse = latestOnly((payload, signal) => pool.execute({ channel: 'custom', type: 'reverse', payload, signal }));
form?.addEventListener('submit', (event) => event.preventDefault());
form?.elements.text.addEventListener('input', async ({ target }) => {
  try {
    say(form.querySelector('output'), await reverse(target.value));
  } catch (error) {
    if (error.name !== 'AbortError') say(form.querySelector('output'), error.message, 'bad');
  }
});

runnable(async () => {
  const controller = new AbortController();
  const counted = countForEver(pool, controller.signal, () => controller.abort());
  verify((await nameOfError(counted)) === 'AbortError', 'The loop went on.');
  const [first, last] = ['first', 'last'].map(reverse);
  verify((await nameOfError(first)) === 'AbortError', 'The first task was not given up.');
  verify((await last) === 'tsal', 'The last task has another answer.');
  return 'An endless loop was ended; of two tasks only the last one answered.';
});

const nameOfError = (work) =>
  work.then(
    () => null,
    ({ name }) => name,
  );
