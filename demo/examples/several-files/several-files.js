// Hashes several files, each with a bar of its own inside one that shows the sum.
import 'tallow-elements/define/all.js';
import { WorkerBridge } from 'tallow-elements';
import { inWords, runnable, sampleFile, say, verify } from '../page.js';

/** Puts a bar for each file into `whole`, and resolves with how each ended, in their order. */
export function hashAll(files, whole) {
  const bars = files.map((file) => {
    const bar = document.createElement('transfer-progress');
    bar.label = file.name;
    return bar;
  });
  whole.replaceChildren(...bars);
  // What the work is given is what every call takes: a signal, which the cancel button aborts, and onProgress.
  return Promise.allSettled(
    files.map((file, index) => bars[index].track((options) => WorkerBridge.crypto.hashFile(file, options))),
  );
}

const form = document.querySelector('form#hash');
form?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [whole, output, button] = ['transfer-progress', 'output', 'button'].map((name) => form.querySelector(name));
  const chosen = [...form.elements.files.files];
  const files = chosen.length > 0 ? chosen : [90, 10, 40, 20, 60].map((size, n) => sampleFile(`sample${n + 1}`, size));
  button.disabled = true;
  say(output, 'Hashing …');
  const ends = await hashAll(files, whole);
  const done = ends.filter(({ status }) => status === 'fulfilled').length;
  say(output, `${done} of ${files.length} files hashed.`, done === files.length ? 'good' : 'bad');
  button.disabled = false;
});

runnable(async () => {
  const files = [9, 1, 4, 2, 6].map((size, n) => sampleFile(`sample${n + 1}`, size));
  const whole = document.querySelector('transfer-progress');
  const ends = await hashAll(files, whole);
  verify(
    ends.every(({ status }) => status === 'fulfilled'),
    'Not every file was hashed.',
  );
  verify(whole.loaded === 22e6 && whole.total === 22e6, `The sum is ${whole.loaded} of ${whole.total}.`);
  return `${files.length} bars, and one above them for all ${inWords(whole.total)}.`;
});
