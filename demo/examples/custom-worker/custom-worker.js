// Talks to a worker of one's own through the protocol: typed sender, progress, and an error with its code.
import { createIPCProtocol, createTypedSender } from 'tallow-elements';
import { runnable, say, verify } from '../page.js';

/** Starts the worker; returns a function that asks it, and one that ends it. */
export function startWordCounter() {
  const worker = new Worker(new URL('./words.worker.js', import.meta.url), { type: 'module' });
  const protocol = createIPCProtocol({ defaultTimeout: 60_000 });
  return {
    /** ({ file, most }, { signal, onProgress }) => Promise<{ total, top }> */
    countWords: createTypedSender(protocol, worker, 'count-words', 'custom'),
    stop() {
      protocol.destroy();
      worker.terminate();
    },
  };
}

const form = document.querySelector('form#words');
if (form) {
  const { countWords } = startWordCounter();
  const [output, bar, button] = ['output', 'progress', 'button'].map((name) => form.querySelector(name));

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const file = form.elements.file.files[0];
    button.disabled = true;
    bar.value = 0;
    showWords([]);
    try {
      // The File crosses to the worker by reference: its bytes are read over there.
      const onProgress = ({ loaded, total }) => (bar.value = loaded / total);
      const { total, top } = await countWords({ file, most: 5 }, { onProgress });
      say(output, `${total} words in ${file.name}.`, 'good');
      showWords(top);
    } catch (error) {
      say(output, error.code === 'not-text' ? `${error.message} Choose one that ends in .txt.` : error.message, 'bad');
    } finally {
      button.disabled = false;
    }
  });
}

function showWords(top) {
  const table = document.querySelector('table');
  table.hidden = top.length === 0;
  table.tBodies[0].replaceChildren();
  for (const [word, times] of top) {
    const row = table.tBodies[0].insertRow();
    row.insertCell().append(word);
    const cell = row.insertCell();
    cell.className = 'number';
    cell.append(times);
  }
}

runnable(async () => {
  const { countWords, stop } = startWordCounter();
  try {
    const poem = new File(['The woods are lovely, dark and deep, and the woods are near.'], 'poem.txt', {
      type: 'text/plain',
    });
    const { total, top } = await countWords({ file: poem, most: 1 });
    verify(total === 12 && top[0][1] === 2, 'It miscounted.');
    const code = await countWords({ file: new File(['x'], 'x.png', { type: 'image/png' }), most: 1 }).catch(
      (error) => error.code,
    );
    verify(code === 'not-text', 'It took a picture for text.');
    return `${total} words counted; a picture refused with the code ${code}.`;
  } finally {
    stop();
  }
});
