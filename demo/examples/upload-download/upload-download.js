// Sends a file and fetches one, and shows both as they move.
import 'tallow-elements/define/all.js';
import { inWords, runnable, sampleFile, say, verify } from '../page.js';

const address = new URL('../../transfer', import.meta.url);

/** Resolves with what the server answers. `fetch` tells nothing of an upload on its way: XMLHttpRequest does, and `bar` listens. */
export function upload(file, bar) {
  const request = new window.XMLHttpRequest();
  request.open('POST', address);
  request.responseType = 'json';
  const answered = new Promise((resolve, reject) => {
    request.onload = () => (request.status === 200 ? resolve(request.response) : reject(new Error(request.statusText)));
    request.onerror = () => reject(new Error('The upload failed.'));
  });
  // Complete is what the server has taken, not what has left: `done` says so.
  const shown = bar.track(request.upload, { controller: request, done: answered });
  request.send(file);
  return shown;
}

/** Resolves with a Blob of what the server sends. The stream is counted on its way, and read no faster than it is used. */
export async function download(bytes, bar) {
  const response = await fetch(`${address}?bytes=${bytes}`);
  if (!response.ok) throw new Error(response.statusText);
  const total = Number(response.headers.get('Content-Length'));
  return new window.Response(bar.through(response.body, { total })).blob();
}

/** Runs `work` when the form is submitted, and says how it ended. */
function onSubmit(name, work) {
  const form = document.querySelector(`form#${name}`);
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    const [bar, output, button] = ['transfer-progress', 'output', 'button'].map((tag) => form.querySelector(tag));
    button.disabled = true;
    say(output, '');
    try {
      say(output, await work(form, bar), 'good');
    } catch (error) {
      say(output, error.message, 'bad');
    } finally {
      button.disabled = false;
    }
  });
}

onSubmit('upload', async (form, bar) => {
  const file = form.elements.file.files[0] ?? sampleFile('sample.bin', 20);
  const { bytes } = await upload(file, bar);
  return `The server took ${inWords(bytes)}.`;
});
onSubmit('download', async (form, bar) => {
  const blob = await download(Number(form.elements.megabytes.value) * 1e6, bar);
  return `${inWords(blob.size)} have arrived.`;
});

runnable(async () => {
  const [up, down] = document.querySelectorAll('transfer-progress');
  const { bytes } = await upload(sampleFile('sample.bin', 5), up);
  const { size } = await download(5e6, down);
  verify(bytes === 5e6 && size === 5e6, `${bytes} bytes went, ${size} came.`);
  return `${inWords(bytes)} went to the server, and as many came back.`;
});
